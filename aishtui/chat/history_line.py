"""The history's search line: words and filters as they are typed, `rsync nas preset:deep since:2026-11`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from aishtui.chat.history import Choices, Order, Wanted
from aishtui.chat.lazy_dataclass import dataclass

KEYS = ("preset", "model", "backend", "since", "before", "is", "-is", "sort")
IS = ("pinned", "deleted", "compared")
IS_NOT = ("compared",)
SORT = ("best", "newest")
DATES = ("today", "yesterday", "7d", "30d")

_DATE_WORDS = "takes a date such as 2026-11-28, 2026-11 or 2026, or today, yesterday, 7d (days), 2w (weeks)"
_PIECE = re.compile(rf'(?i:({"|".join(KEYS)})):("[^"]*"?|\S*)|"[^"]*"?|\S+')
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_AGO = re.compile(r"(\d{1,4})([dw])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, a phrase in quotes, or a filter; it stands at `start` to `stop` in the line. `key` is empty for words."""

    start: int
    stop: int
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line asks for; `problem` is a sentence about a filter that says nothing, and is left out."""

    wanted: Wanted
    problem: str = ""


def pieces(line: str) -> Iterator[Piece]:
    """The line's pieces from left to right."""
    for match in _PIECE.finditer(line):
        key = (match[1] or "").lower()
        yield Piece(match.start(), match.end(), key, match[2].strip('"') if key else match[0])


def read_history_line(line: str, today: date) -> Reading:
    """Of several filters of one kind the last counts; one that is not typed to its end yet restricts nothing, nor do
    quotes with nothing between them."""
    wanted, problem = Wanted(), ""
    words = []
    for piece in pieces(line):
        if not piece.key:
            words.append(piece.value)
        elif piece.value:
            filtered = _filtered(wanted, piece, today)
            problem = problem if filtered is not None else _problem(piece)
            wanted = filtered if filtered is not None else wanted
    typed = " ".join(words)
    return Reading(replace(wanted, words=typed if terms(typed) else ""), problem)


def terms(words: str) -> tuple[str, ...]:
    """The words and phrases that are looked for, without quotes."""
    found = (piece.value.strip('"').strip() for piece in pieces(words) if not piece.key)
    return tuple(term for term in found if term)


def has_filters(wanted: Wanted) -> bool:
    """Whether it restricts more than by words."""
    return replace(wanted, words="", order=Order.NEWEST) != Wanted()


def with_filter(line: str, key: str, value: str) -> str:
    """The line with this filter, in the place of another of its kind; without it where `value` is empty.

    Several values of `is` may stand together, but hardly anyone asks for pinned ones among the deleted: they take turns
    too, and so do `is` and `-is`.
    """
    others = (piece for piece in pieces(line) if piece.key.lstrip("-") != key.lstrip("-"))
    kept = [_closed(line[piece.start : piece.stop], piece.key) for piece in others]
    quoted = f'"{value}"' if re.search(r"\s", value) else value
    return " ".join([*kept, f"{key}:{quoted}"] if value else kept)


def _closed(piece: str, key: str) -> str:
    """With the second quote of a phrase that is still being typed: it would swallow what comes behind."""
    value = piece[len(key) + 1 :] if key else piece
    is_open = value == '"' or (value.startswith('"') and not value.endswith('"'))
    return f'{piece}"' if is_open else piece


def completions(line: str, at: int, choices: Choices) -> tuple[Piece, tuple[str, ...]] | None:
    """The piece that ends at the cursor and what it may become: a filter's name with its colon, or a value. None where
    it is no filter, nor the beginning of its name."""
    piece = next((piece for piece in pieces(line[:at]) if piece.stop == at), None)
    if piece is None:
        return None
    if piece.key:
        typed = piece.value.lower()
        return piece, tuple(value for value in values_of(piece.key, choices) if value.lower().startswith(typed))
    typed = piece.value.lower()
    names = tuple(f"{key}:" for key in KEYS if key.startswith(typed) and key != typed) if len(typed) > 1 else ()
    return (piece, names) if names else None


def values_of(key: str, choices: Choices) -> Sequence[str]:
    """What can stand behind the colon."""
    match key:
        case "preset":
            return choices.presets
        case "model":
            return choices.models
        case "backend":
            return choices.backends
        case "is":
            return IS
        case "-is":
            return IS_NOT
        case "sort":
            return SORT
        case _:
            return DATES


def _filtered(wanted: Wanted, piece: Piece, today: date) -> Wanted | None:
    """With one filter more; None where its value says nothing."""
    value = piece.value
    match piece.key, value.lower():
        case "preset", _:
            return replace(wanted, preset=value)
        case "model", _:
            return replace(wanted, model=value)
        case "backend", _:
            return replace(wanted, backend=value)
        case "is", "pinned":
            return replace(wanted, pinned=True)
        case "is", "deleted":
            return replace(wanted, deleted=True)
        case (("is" | "-is"), "compared"):
            return replace(wanted, compared=piece.key == "is")
        case "sort", "best":
            return replace(wanted, order=Order.RELEVANCE)
        case "sort", "newest":
            return replace(wanted, order=Order.NEWEST)
        case "since" | "before", typed:
            day = _day(typed, today)
            stamp = _begins(day) if day is not None else ""
            changed = replace(wanted, since=stamp) if piece.key == "since" else replace(wanted, before=stamp)
            return changed if stamp else None
        case _:
            return None


def _problem(piece: Piece) -> str:
    match piece.key:
        case "is":
            takes = "takes pinned, deleted or compared"
        case "-is":
            takes = "takes compared, to leave comparisons out"
        case "sort":
            takes = "takes best or newest"
        case _:
            takes = _DATE_WORDS
    return f"{piece.key}: {takes}."


def _day(typed: str, today: date) -> date | None:
    """The first day of what was typed; None where it is no date."""
    if typed in ("today", "yesterday"):
        return today - timedelta(days=typed == "yesterday")
    ago, named = _AGO.fullmatch(typed), _DATE.fullmatch(typed)
    try:
        if ago is not None:
            return today - timedelta(days=int(ago[1]) * (7 if ago[2] == "w" else 1))
        return date(int(named[1]), int(named[2] or 1), int(named[3] or 1)) if named is not None else None
    except (ValueError, OverflowError):
        return None


def _begins(day: date) -> str:
    """The UTC stamp of a day's first moment where the user is; empty for a day that has none."""
    try:
        return datetime(day.year, day.month, day.day).astimezone(UTC).isoformat(timespec="milliseconds")
    except (ValueError, OverflowError):
        return ""
