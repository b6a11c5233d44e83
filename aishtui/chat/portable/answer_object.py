"""One answer as a plain object: what `ask --json` prints, and the figures in an exported comparison."""

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts
from aishtui.chat.messages import Message


def answer_object(message: Message, preset: str | None) -> dict[str, object]:
    """The one JSON object per answer. Unknown values are null; times are seconds; cost is US dollars. `preset` is None
    where a bare model was asked."""
    facts = message.facts or AnswerFacts()
    return {
        "preset": preset,
        "model": facts.asked_model,
        "answered_by": facts.answered_by,
        "answered_by_from": str(facts.answered_by_from or AnsweredByFrom.UNKNOWN),
        "answered_model": facts.answered_model,
        "provider": facts.provider,
        "cloud": facts.cloud,
        "endpoint": facts.endpoint or None,
        "endpoint_name": facts.endpoint_name,
        "attempts": facts.attempts,
        "http_status": facts.http_status,
        "request_id": facts.request_id,
        "system_fingerprint": facts.system_fingerprint,
        "status": str(message.status),
        "finish_reason": facts.finish_reason,
        "text": message.text,
        "thinking": message.thinking,
        "citations": list(facts.citations),
        "error": facts.error,
        "notes": list(facts.notes),
        "first_token_s": _rounded(facts.first_token_s),
        "first_text_s": _rounded(facts.first_text_s),
        "total_s": _rounded(facts.total_s),
        "tokens_in": facts.tokens_in,
        "cached_tokens": facts.cached_tokens,
        "tokens_out": facts.tokens_out,
        "thinking_tokens": facts.thinking_tokens,
        "tokens_from": facts.tokens_from,
        "tokens_per_s": _rounded(facts.tokens_per_s),
        "chars_per_s": _rounded(facts.chars_per_s),
        "cost": facts.cost,
        "cost_from": facts.cost_from,
        "beside": list(facts.beside),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
