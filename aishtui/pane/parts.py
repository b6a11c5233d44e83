"""The lines around a message's text: who and when above it, figures and how it ended below it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from aishtui.chat import wording
from aishtui.chat.answers import AnsweredByFrom, AnswerFacts, AnswerView, Stage, Status
from aishtui.chat.clean import clean_line, clean_text
from aishtui.chat.cloud import cloud_words
from aishtui.chat.messages import Message, Role
from aishtui.chat.prompt_queue import Place
from aishtui.pane.frame import KeyNames
from aishtui.pane.lines import PLAIN, Line, Look, Span, chrome
from aishtui.pane.plain import plain_lines
from aishtui.pane.wrapping import cells, fitting, span_cells

HEADER = Look(("header",))
PRESET = Look(("preset",))
USER = Look(("user",))
MUTED = Look(("muted",))
NOTICE = Look(("notice",))
ERROR = Look(("error",))
FOOT = Look(("foot",))

KEYS = KeyNames()

GAP = chrome(())
"""The blank line between an answer's text and its foot."""

OPENED, FOLDED = "[-]", "[+]"

_MOST_NOTES = 3
"""Lines below an answer that say what was odd; the rest is in its details."""


def clipped(text: str, width: int) -> str:
    """`text` in at most `width` cells, ending in `…` where it was cut."""
    if cells(text) <= width:
        return text
    return text[: fitting(text, max(1, width - 1))] + "…" if width > 1 else "…"[: max(0, width)]


def local_time(stamp: str, today: date) -> str:
    """`12:04`, or `22 Nov 12:04` for another day; empty for a stamp that is none."""
    try:
        moment = datetime.fromisoformat(stamp).astimezone()
    except (ValueError, OverflowError):
        return ""
    return f"{moment:%H:%M}" if moment.date() == today else f"{moment.day} {moment:%b %H:%M}"


def user_header(message: Message, width: int, today: date, version: str = "") -> Line:
    """`you ‹2/3›                                 12:04`."""
    who = "you" if message.role is Role.USER else message.role.value
    time = local_time(message.created_at, today)
    spans = [Span(who, USER), *([Span(f" {version}", MUTED)] if version else [])]
    gap = width - span_cells(spans) - cells(time)
    if gap < 2:
        return chrome(_clipped_spans(spans, width))
    return chrome([*spans, Span(" " * gap, PLAIN), Span(time, MUTED)])


def answer_header(facts: AnswerFacts, headers_came: bool, width: int, version: str = "") -> Line:
    """`deep ‹2/3› · qwen-coder-7b-32k → boltzmann (last time dirac)`; without the arrow while nobody has answered."""
    model = clean_line(facts.asked_model)
    if facts.answered_model and facts.answered_model != facts.asked_model:
        model = f"{model} (as {clean_line(facts.answered_model)})" if model else clean_line(facts.answered_model)
    preset = clean_line(facts.preset) if facts.preset and facts.preset != facts.asked_model else ""
    spans = [Span(preset or model or "answer", PRESET)]
    if version:
        spans.append(Span(f" {version}", MUTED))
    if preset and model:
        spans.append(Span(f" · {model}", HEADER))
    if headers_came:
        spans.append(Span(f" → {clean_line(wording.backend(facts))}", HEADER))
    if facts.endpoint_name:
        spans.append(Span(f" by the fallback {clean_line(facts.endpoint_name)}", NOTICE))
    if facts.usual_backend:
        spans.append(Span(f" (last time {clean_line(facts.usual_backend)})", NOTICE))
    return chrome(_clipped_spans(spans, width))


def headers_came(status: Status, facts: AnswerFacts, view: AnswerView | None, text: bool) -> bool:
    """Whether a server has answered at all, so that who it was is either known or unknown."""
    if facts.answered_by_from is not AnsweredByFrom.UNKNOWN or facts.http_status is not None or text:
        return True
    if view is not None and not view.status.ended:
        return view.stage in (Stage.WAITING, Stage.THINKING, Stage.WRITING)
    return status is Status.COMPLETE


def thinking_line(length: int, view: AnswerView | None, facts: AnswerFacts, opened: bool, now: float) -> Line:
    """`[+] thinking 0:12` while it thinks, then `[+] thought for 12.4 s · 2.1k characters`."""
    mark = OPENED if opened else FOLDED
    if view is not None and view.stage is Stage.THINKING and not view.status.ended:
        # No count here: it would be another line in each frame, and all below it be drawn anew.
        label = f"{mark} thinking {wording.clock(now - view.since)}"
    else:
        words = "thought"
        if facts.first_text_s is not None and facts.first_token_s is not None:
            words = f"thought for {wording.seconds(max(0.0, facts.first_text_s - facts.first_token_s))}"
        label = f"{mark} {words} · {wording.count(length)} characters"
    return chrome([Span(label, MUTED._replace(fold="thinking"))])


def fold_line(text: str, opened: bool) -> Line:
    """`[+] … 214 lines, 9.8 kB` below the beginning of a long message; `[-]` below all of it."""
    lines = wording.plural(text.count("\n") + 1, "line")
    size = wording.size(len(text.encode(errors="replace")))
    look = MUTED._replace(fold="text")
    return chrome([Span(f"{OPENED} fold {lines}, {size}" if opened else f"{FOLDED} … {lines}, {size}", look)])


LEFT_OUT = "left-out"
"""The fold of the line that stands for messages which are not sent any more."""


def left_out_lines(words: str, width: int) -> Iterator[Line]:
    """`[+] 3 turns are left out of what is sent · :undo takes them in again`, and a blank line."""
    yield chrome([Span(clipped(clean_line(words), width), NOTICE._replace(fold=LEFT_OUT))])
    yield GAP


def queued_line(place: Place, width: int, keys: KeyNames = KEYS) -> Line:
    """`waits, 1 of 3, to deep` below a prompt that was typed ahead; what can be done where it is held."""
    words = Span(clipped(place.words, width), NOTICE if place.held else Look(("stage",)))
    room = width - cells(words.text)
    offered = (
        f"   {keys.send_on} sends on, {keys.take_back} takes the last one back",
        f"   {keys.send_on} sends on",
    )
    hint = next((found for found in offered if cells(found) <= room), "") if place.first_held else ""
    return chrome([words, *([Span(hint, MUTED)] if hint else [])])


def running_lines(view: AnswerView, now: float, width: int) -> Iterator[Line]:
    """The stage with its clock, while an answer runs; above it in full why it has to be sent again."""
    words, look = wording.stage(view, now), Look(("stage",))
    if view.stage is Stage.RETRYING:
        yield from plain_lines(clean_text(view.retry_why), width, NOTICE)
        words, look = wording.retry_clock(view, now), NOTICE
    elif wording.silent_s(view, now) >= wording.SILENCE_S:
        look = NOTICE
    yield chrome([Span(clipped(clean_line(words), width), look)])


def ended_lines(
    status: Status, facts: AnswerFacts | None, width: int, begun: bool = False, keys: KeyNames = KEYS
) -> Iterator[Line]:
    """What went wrong if it did, the figures and how it ended, and what can be done if it is not whole, of which
    a beginning is there or not (`begun`)."""
    if facts is not None and facts.error:
        yield from plain_lines(clean_text(facts.error).strip("\n"), width, ERROR)
    ended = clean_line(wording.ending(status, facts))
    spans = [Span(_figures(facts, width - cells(ended)), FOOT)]
    odd = status in (Status.FAILED, Status.CUT_OFF)
    if facts is not None:
        yield from _remarks(facts, width)
    spans.append(Span(ended, ERROR if status is Status.FAILED else NOTICE if odd else FOOT))
    if odd or status is Status.STOPPED:
        refused = facts.refused_parameter if facts is not None else None
        spans.append(Span(_hint(width - span_cells(spans), refused, begun, keys), MUTED))
    yield chrome(_clipped_spans(spans, width))


def _figures(facts: AnswerFacts | None, room: int) -> str:
    """The figures with a dot behind each, the first ones left out where there is little room: how an answer ended says
    more than how fast it was."""
    figures = [f"{figure} · " for figure in wording.figures(facts)] if facts is not None else []
    while figures and cells("".join(figures)) > room:
        del figures[0]
    return "".join(figures)


def _remarks(facts: AnswerFacts, width: int) -> Iterator[Line]:
    """What a reader has to know who only reads the answer: that a cloud gave it, and what was odd about it."""
    if facts.cloud:
        yield from plain_lines(clean_line(cloud_words(facts), 500), width, ERROR)
    for note in facts.notes[:_MOST_NOTES]:
        yield from plain_lines(clean_line(note, 500), width, MUTED)
    if len(facts.notes) > _MOST_NOTES:
        yield chrome([Span(clipped(f"{len(facts.notes) - _MOST_NOTES} more notes: :details", width), MUTED)])


def _or_typed(key: str, command: str) -> str:
    return key if key == command else f"{key} or {command}"


def _hint(room: int, refused_parameter: str | None, begun: bool, keys: KeyNames) -> str:
    """What can be done about an answer that is not whole, in the longest words that fit."""
    retry, go_on = _or_typed(keys.retry, ":retry"), _or_typed(keys.go_on, ":continue")
    asking_again = (f"   {retry} asks again", f"   {keys.retry} asks again")
    going_on = (f"   {go_on} goes on, {retry} asks again", f"   {keys.go_on} goes on, {keys.retry} asks again")
    without = []
    if refused_parameter:
        name = clean_line(refused_parameter, 40)
        without = [f"   :without asks again without {name}", f"   :without leaves {name} out", "   :without asks again"]
    words = (*without, *(going_on if begun else ()), *asking_again)
    return next((found for found in words if cells(found) <= room), "")


def _clipped_spans(spans: Sequence[Span], width: int) -> Iterator[Span]:
    """`spans` cut at `width` cells, `…` at the cut."""
    if span_cells(spans) <= width:
        yield from spans
        return
    left = width
    for span in spans:
        text = clipped(span.text, left) if cells(span.text) > left or span is spans[-1] else span.text
        if left > 0 and text:
            yield Span(text, span.look)
        left -= cells(text)
