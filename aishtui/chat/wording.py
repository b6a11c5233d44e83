"""Figures in words, one way everywhere: screen, `ask`, exports."""

from collections.abc import Iterable

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts, AnswerView, Stage, Status
from aishtui.chat.clean import clean_line

MIN_TOKENS_FOR_RATE = 10
"""Below this a rate says more about timer noise than about the model."""

_SHORTEST_FAILURE_S = 0.05
"""Where nobody answered, a shorter time would read `0.0 s`."""


def seconds(value: float) -> str:
    """`0.4 s`, `12.3 s`, `1:05`."""
    return f"{value:.1f} s" if value < 60 else clock(value)


def clock(value: float) -> str:
    """`0:47`, `12:05`, `1:02:03`: for times that are still running."""
    minutes, rest = divmod(int(max(0.0, value)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def size(count: int) -> str:
    """Bytes as people write them: `812 B`, `3.1 kB`, `1.2 MB`, `82.8 GB` (powers of ten)."""
    if count < 1000:
        return f"{count} B"
    if count < 999_950:
        return f"{count / 1000:.1f} kB"
    if count < 999_950_000:
        return f"{count / 1_000_000:.1f} MB"
    return f"{count / 1_000_000_000:.1f} GB"


def count(value: int) -> str:
    """`312`, `1.2k`, `32k`."""
    if value < 1000:
        return str(value)
    return f"{value / 1000:.1f}k".replace(".0k", "k")


def listed(names: Iterable[str], between: str) -> str:
    """`fast`, `fast or chat`, `fast, chat or deep`, with `or` between."""
    items = list(names)
    return f" {between} ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def and_list(names: Iterable[str]) -> str:
    """`fast, chat and deep`."""
    return listed(names, "and")


def plural(number: int, word: str) -> str:
    """`1 tab`, `3 tabs`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def backend(facts: AnswerFacts) -> str:
    """Who answered, as known: the header verbatim, else the body's word, else that it is unknown."""
    return facts.answered_by if facts.answered_by else "backend unknown"


def anybody_answered(facts: AnswerFacts) -> bool:
    """Whether anything at all came back from a server, so that who it was is either known or unknown."""
    return bool(facts.answered_by) or facts.http_status is not None or facts.first_token_s is not None


def reached_nobody(status: Status, facts: AnswerFacts | None) -> bool:
    """Whether the answer failed without a word from any server."""
    return status is Status.FAILED and not anybody_answered(facts or AnswerFacts())


def ending(status: Status, facts: AnswerFacts | None) -> str:
    """How an answer ended: `complete`, `stopped by you`, `stopped`, `cut off (length)`, `failed`, `not sent`."""
    reason = facts.finish_reason if facts else None
    if facts is not None and status in (Status.STOPPED, Status.CUT_OFF) and not _was_sent(facts):
        return "not sent"
    match status:
        case Status.COMPLETE:
            return "complete"
        case Status.STOPPED:
            return "stopped" if facts is not None and facts.error else "stopped by you"
        case Status.CUT_OFF:
            return f"cut off ({reason})" if reason else "cut off"
        case Status.FAILED:
            return f"failed after {facts.attempts} tries" if facts is not None and facts.attempts > 1 else "failed"
        case Status.WRITING:
            return "writing"


def _was_sent(facts: AnswerFacts) -> bool:
    """The endpoint is known from the moment a request goes out."""
    return bool(facts.endpoint or facts.finish_reason) or anybody_answered(facts)


def cost(value: float, estimated: bool = False) -> str:
    """`$0.0012`: four digits, since single answers cost fractions of a cent; `≈ $0.0012` where it is estimated."""
    exact = f"${value:.4f}" if value < 1 else f"${value:.2f}"
    return f"≈ {exact}" if estimated else exact


def speed(facts: AnswerFacts) -> str:
    """`42 tok/s`, or `180 chars/s` where the server counted no tokens; empty where neither is known."""
    if facts.tokens_per_s is not None:
        return f"{facts.tokens_per_s:.0f} tok/s"
    return f"{facts.chars_per_s:.0f} chars/s" if facts.chars_per_s is not None else ""


def figures(facts: AnswerFacts) -> list[str]:
    """What was measured, and behind it what the times are worth: `times shared with deep`."""
    return [*measured(facts), *filter(None, [shared_times(facts)])]


def measured(facts: AnswerFacts) -> list[str]:
    """`first 0.4 s`, `42 tok/s` (`180 chars/s` where the server counted no tokens), `312 tok`, `7.9 s`, `$0.0012`
    (`≈ $0.0012` where it is estimated); unknown ones are left out, and so is how long it took to fail at once."""
    parts: list[str] = []
    if facts.first_token_s is not None:
        parts.append(f"first {seconds(facts.first_token_s)}")
    if known := speed(facts):
        parts.append(known)
    if facts.tokens_out is not None:
        parts.append(f"{count(facts.tokens_out)} tok")
    if facts.total_s is not None and (facts.total_s >= _SHORTEST_FAILURE_S or anybody_answered(facts)):
        parts.append(seconds(facts.total_s))
    if facts.cost is not None:
        parts.append(cost(facts.cost, facts.cost_from == "prices"))
    return parts


_NAMED_BESIDE = 2


def shared_times(facts: AnswerFacts) -> str:
    """`times shared with deep and chat`: the same backend was giving these answers too; empty where it gave none."""
    if not facts.beside:
        return ""
    names = [clean_line(name, 40) for name in facts.beside]
    return f"times shared with {and_list(names) if len(names) <= _NAMED_BESIDE else f'{len(names)} others'}"


def models(facts: AnswerFacts) -> str:
    """The model asked for, and the one that answered where it is said to be another."""
    if facts.answered_model and facts.answered_model != facts.asked_model:
        return f"{facts.asked_model} → {facts.answered_model}"
    return facts.asked_model


SILENCE_S = 60.0
"""After so long without a sign of life in mid-answer the user is told, and asked."""


def stage(view: AnswerView, now: float) -> str:
    """The present stage with its clock; `now` is `time.monotonic()`.

    `connecting 0:03`, `sent 0:12, no answer yet`, `boltzmann answered, waiting for the model 0:47, usually 40 s cold`,
    `thinking 0:05`, `writing 0:12`, `writing 2:30, silent for 1:05: Esc stops and keeps it`, `again in 0:12: …`.
    """
    waited = clock(now - (view.sent_at if view.sent_at is not None else view.since))
    match view.stage:
        case Stage.QUEUED:
            return f"queued behind {view.behind or 'the answer above'}"
        case Stage.CONNECTING:
            return f"connecting{_by(view.facts)} {waited}{_usually(view)}"
        case Stage.SENT:
            return f"sent{_by(view.facts)} {waited}, no answer yet{_usually(view)}"
        case Stage.RETRYING:
            return f"{retry_clock(view, now)}: {view.retry_why}"
        case Stage.WAITING:
            named = view.facts.answered_by_from is not AnsweredByFrom.UNKNOWN and view.facts.answered_by
            who = f"{view.facts.answered_by} answered" if named else "backend unknown"
            says = f" ({view.says})" if view.says else ""
            # Where there is little room the end goes first, and the clock says more than a loader does.
            return f"{who}, waiting for the model {waited}{_usually(view)}{says}"
        case Stage.THINKING:
            return f"thinking {waited}{_silent(view, now)}"
        case Stage.WRITING:
            return f"writing {waited}{_silent(view, now)}"
        case Stage.ENDED:
            return ending(view.status, view.facts)


def retry_clock(view: AnswerView, now: float) -> str:
    """`again in 0:12, Esc gives up`."""
    left = max(0.0, (view.retry_at or now) - now)
    return f"again in {clock(left + 0.999)}, Esc gives up"


def silent_s(view: AnswerView, now: float) -> float:
    """How long an answer that had begun has given no sign of life; 0 where it is not in its middle."""
    if view.stage not in (Stage.THINKING, Stage.WRITING) or view.heard_at is None:
        return 0.0
    return max(0.0, now - view.heard_at)


def _silent(view: AnswerView, now: float) -> str:
    silence = silent_s(view, now)
    return f", silent for {clock(silence)}: Esc stops and keeps it" if silence >= SILENCE_S else ""


def _by(facts: AnswerFacts) -> str:
    return f" to {facts.endpoint_name}" if facts.endpoint_name else ""


def _usually(view: AnswerView) -> str:
    """`, usually 0.4 s, 40 s cold`; nothing where nothing is known."""
    known = [_about(view.usual_s)] if view.usual_s is not None else []
    if view.usual_cold_s is not None:
        known.append(f"{_about(view.usual_cold_s)} cold")
    return f", usually {', '.join(known)}" if known else ""


def _about(value: float) -> str:
    """`0.4 s`, `12 s`, `1:05`: what varies by seconds is not told in tenths."""
    return f"{value:.1f} s" if value < 3 else f"{value:.0f} s" if value < 59.5 else clock(value + 0.5)


def sentences(*parts: str) -> str:
    """The parts one behind the other, each ended by a sign that ends a sentence; empty ones are left out."""
    whole = (part.strip() for part in parts if part.strip())
    return " ".join(part if part[-1] in ".!?…" else f"{part}." for part in whole)
