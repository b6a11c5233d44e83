"""How a conversation looks in the history's list: its title and age, where the words were found, and what it is."""

import re
from collections.abc import Sequence
from datetime import datetime

from rich.cells import cell_len

from aishtui.chat.ages import age
from aishtui.chat.clean import clean_line, clean_text
from aishtui.chat.history import ComparisonSummary, Hit, Summary
from aishtui.chat.messages import Role
from aishtui.chat.wording import plural
from aishtui.widgets.fit import fit, start_of
from aishtui.widgets.line import Span, cut, width_of

_NAMES = 3
"""So many presets and backends are named; the rest are counted."""
_COLUMNS = 4
"""So many columns of a comparison are named."""
_NO_TITLE = "(no title)"
_UNEVEN = re.compile("[\ufe0f\u200b-\u200d\u2060\ufeff\u00ad]")

Sides = tuple[list[Span], list[Span]]
"""A row's left and right part."""


def title_of(summary: Summary) -> str:
    """Its title as it is shown."""
    return _even(clean_line(summary.title, 200)).strip() or _NO_TITLE


def title_row(summary: Summary, width: int, now: datetime) -> Sides:
    """`Why does the borrow checker …                       12:04`."""
    when = age(summary.changed_at, now)
    right = [Span(f" {when} ", "age")] if width >= 30 else [Span(" ")]
    title = fit(title_of(summary), width - 1 - width_of(right))
    return [Span(" "), Span(title, "title")], right


def hit_row(hit: Hit | None, width: int) -> Sides:
    """The excerpt with the words marked, from so near before the first that this one is in view."""
    if hit is None:
        return [Span("   "), Span("in its title", "quiet")], []
    right = [Span(f"  in {plural(hit.count, 'message')} ", "quiet")] if hit.count > 1 and width >= 50 else [Span(" ")]
    who = [Span("   "), Span("you: " if hit.role is Role.USER else "", "quiet")]
    room = width - width_of(who) - width_of(right)
    return [*who, *cut(_from_mark(_excerpt(hit), room), room)], right


def facts_row(summary: Summary, width: int) -> Sides:
    """`pinned · fast, deep · boltzmann · 6 messages          answering`: what does not fit is left out from the end.
    With a comparison: `compare fast · chat · deep · 2 rounds · boltzmann · 8 messages`; where somebody has gone on
    after it: `fast, deep · 2 rounds compared · boltzmann · 8 messages`."""
    state = _state(summary, max(10, width // 2))
    right = [Span("  "), state, Span(" ")] if state.text else [Span(" ")]
    room = width - width_of(right) - 3
    spans: list[Span] = []
    for span in _facts(summary):
        joined = [*spans, Span(" · ", "quiet"), span] if spans else [span]
        if width_of(joined) > room:
            spans = spans or cut([span], room)
            break
        spans = joined
    return [Span("   "), *spans], right


def _facts(summary: Summary) -> list[Span]:
    found = [Span("pinned", "pinned")] if summary.pinned else []
    if summary.comparison is not None and summary.comparison.last:
        found += _compared(summary.comparison)
    else:
        found += [Span(words, "quiet") for words in (_names(summary.presets) or _names(summary.models),) if words]
        if summary.comparison is not None:
            found.append(Span(f"{plural(summary.comparison.rounds, 'round')} compared", "quiet"))
    found += [Span(words, "quiet") for words in (_names(summary.backends),) if words]
    return [*found, Span(plural(summary.messages, "message"), "quiet")]


def _compared(comparison: ComparisonSummary) -> list[Span]:
    shown = [_even(clean_line(name, 40)) for name in comparison.columns[:_COLUMNS]]
    more = [f"{len(comparison.columns) - _COLUMNS} more"] if len(comparison.columns) > _COLUMNS else []
    names = Span(f"compare {' · '.join((*shown, *more))}", "quiet")
    return [names, Span(plural(comparison.rounds, "round"), "quiet")]


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(_even(clean_line(name, 40)) for name in names[:_NAMES])
    return f"{shown} and {len(names) - _NAMES} more" if len(names) > _NAMES else shown


def _state(summary: Summary, room: int) -> Span:
    """What is special about it now, in the longest words that fit."""
    if summary.writing:
        return Span("answering" if summary.writing == 1 else f"{summary.writing} answering", "busy")
    if summary.unseen:
        count = f"{summary.unseen} " if summary.unseen > 1 else ""
        forms = (f"{count}finished while you were away", f"{count}finished unseen", "unseen")
        return Span(next((form for form in forms if cell_len(form) <= room), "unseen"), "unseen")
    return Span("deleted", "deleted") if summary.deleted_at is not None else Span("")


def _excerpt(hit: Hit) -> list[Span]:
    """The excerpt in safe characters, what is marked as spans of its own."""
    spans, at = [], 0
    for start, stop in hit.marks:
        if at <= start < stop <= len(hit.excerpt):
            spans += [Span(_safe(hit.excerpt[at:start]), "excerpt"), Span(_safe(hit.excerpt[start:stop]), "hit")]
            at = stop
    return [span for span in (*spans, Span(_safe(hit.excerpt[at:]), "excerpt")) if span.text]


def _safe(text: str) -> str:
    return _even(clean_text(text).replace("\n", " ").replace("\t", " "))


def _even(text: str) -> str:
    """Without what makes one sign of several: terminals differ in how wide that is, and columns would not meet; and
    without what shows nothing."""
    return _UNEVEN.sub("", text)


def _from_mark(spans: list[Span], room: int) -> list[Span]:
    """Without so much of the beginning that the first marked word would be out of view."""
    if not spans or spans[0].part == "hit" or len(spans) < 2:
        return spans
    before, marked = spans[0], cell_len(spans[1].text)
    allowed = max(0, min(room // 3, room - marked - 1))
    if cell_len(before.text) + marked <= room * 2 // 3:
        return spans
    tail = before.text[::-1]
    return [Span(f"…{start_of(tail, max(0, allowed - 1))[::-1]}", before.part), *spans[1:]]
