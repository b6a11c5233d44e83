"""How an answer ended, told from what came."""

from aishtui.chat.answers import Status
from aishtui.wire.reply import ReplyReader

CUT_REASONS = frozenset(
    {
        "length",
        "max_tokens",  # Anthropic's and Gemini's word for it
        "model_length",  # Mistral's
        "model_context_window_exceeded",  # Anthropic's
        "content_filter",
        "safety",  # Gemini's
        "abort",  # vLLM's, for a request that was stopped at its end
        "insufficient_system_resource",  # DeepSeek's
    }
)
"""The finish reasons of an answer that is not whole."""
_FILTERED = frozenset({"content_filter", "safety"})

_EMPTY = (
    "The answer is empty: the server said that all went well, and sent no text. "
    "Often the conversation is longer than the model's context, or its parameters leave no room for an answer."
)
_NOTHING_CAME = (
    "The connection ended before anything came. The model may have crashed, or its context may be too small."
)
_NO_TEXT = (
    "The answer ended without any text, and without a word on why. "
    "The model may have crashed, or the conversation may be longer than its context."
)
_UNNAMED_ERROR = "The server ended the answer with an error and did not say which."


def ended(reader: ReplyReader) -> tuple[Status, str | None, str | None]:
    """(status, finish reason, error) of an answer whose stream has ended by itself.

    Whole needs a finish reason or `[DONE]`; an error in any event fails it; a success without any content is a
    fault. A stream that was stopped or whose connection broke is not judged here.
    """
    reason = reader.finish_reason
    if reader.error is not None:
        return Status.FAILED, reason, reader.error
    if reason is not None and reason.lower() == "error":
        return Status.FAILED, reason, _UNNAMED_ERROR
    empty = not (reader.text_length or reader.thinking_length or reader.tool_calls)
    if empty and (reason or "").lower() not in _FILTERED:
        return Status.FAILED, reason, _of_nothing(reader)
    if reason is not None:
        return (Status.CUT_OFF if reason.lower() in CUT_REASONS else Status.COMPLETE), reason, None
    return (Status.COMPLETE if reader.done else Status.CUT_OFF), None, None


def _of_nothing(reader: ReplyReader) -> str:
    if reader.finish_reason or reader.done:
        return _EMPTY
    return _NO_TEXT if reader.came else _NOTHING_CAME
