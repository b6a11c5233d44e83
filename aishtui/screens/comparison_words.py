"""What is said below the columns of a comparison: how its last round stands, and what is not the same for all."""

from collections.abc import Sequence

from aishtui.chat.comparability import AskedColumn, Comparability, comparability
from aishtui.chat.comparisons import told_apart
from aishtui.chat.messages import Message
from aishtui.chat.tabs import Tab
from aishtui.chat.verdict import verdict
from aishtui.chat.verdict_words import verdict_parts
from aishtui.chat.wording import plural
from aishtui.engine.engine import Engine
from aishtui.widgets.status_words import StatusPart


def how_it_stands(engine: Engine, tabs: Sequence[Tab]) -> tuple[StatusPart, ...]:
    """Of the last round who won what; before the first, whom the prompt asks."""
    rounds = engine.comparing.rounds(tabs[0].comparison or "")
    if not rounds:
        asked = sum(tab.taking_part for tab in tabs)
        order = "all at once" if any(tab.at_once for tab in tabs) else "one after another where they share a backend"
        return (StatusPart(f"one prompt to {plural(asked, 'column')}", 0), StatusPart(order, 1))
    last = rounds[-1]
    numbers = _numbers(tabs)
    givers = [_asked(last.answers.get(number)) or tab.preset for number, tab in zip(numbers, tabs, strict=True)]
    names = dict(zip(numbers, _in_order(givers), strict=True))
    said = verdict(last, names if last.answers.keys() <= names.keys() else None)
    return tuple(StatusPart(part.text, part.rank, part.kind) for part in verdict_parts(said))


def what_differs(engine: Engine, tabs: Sequence[Tab], align: str) -> str:
    """A sentence with its cure, where those that take part are not asked alike; empty where they are, or where that is
    not known yet. `align` is what to press for it."""
    sentence = how_alike(engine, tabs).sentence
    return f"{sentence}. {align} makes them alike." if sentence else ""


def how_alike(engine: Engine, tabs: Sequence[Tab]) -> Comparability:
    """What differs between those that take part; nothing where that is not known yet."""
    columns = []
    for tab, name in zip(tabs, names_of(tabs), strict=True):
        path = engine.path(tab.id)
        if path is None:
            return Comparability(())
        if tab.taking_part:
            columns.append(AskedColumn(name, engine.preset_of(tab), path))
    return comparability(tabs[0].comparison or "", columns)


def names_of(tabs: Sequence[Tab]) -> list[str]:
    """The presets of the columns; where two are the same, with the column's number."""
    return _in_order([tab.preset for tab in tabs])


def _in_order(names: Sequence[str]) -> list[str]:
    return list(told_apart(dict(enumerate(names))).values())


def _asked(answer: Message | None) -> str | None:
    """Who gave the answer: its column may ask another by now."""
    return answer.facts.preset if answer is not None and answer.facts is not None else None


def _numbers(tabs: Sequence[Tab]) -> list[int]:
    return [tab.column.number if tab.column is not None else at for at, tab in enumerate(tabs)]
