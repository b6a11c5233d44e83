"""What is said below the columns of a comparison: how its last round stands, and what is not the same for all."""

from collections import Counter
from collections.abc import Sequence

from aishtui.chat.comparability import AskedColumn, Comparability, comparability
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
        asked = sum(tab.column is not None and tab.column.taking_part for tab in tabs)
        order = "all at once" if _at_once(tabs) else "one after another where they share a backend"
        return (StatusPart(f"one prompt to {plural(asked, 'column')}", 0), StatusPart(order, 1))
    names = dict(zip(_numbers(tabs), names_of(tabs), strict=True))
    last = rounds[-1]
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
        if tab.column is not None and tab.column.taking_part:
            columns.append(AskedColumn(name, engine.preset_of(tab), path))
    return comparability(tabs[0].comparison or "", columns)


def names_of(tabs: Sequence[Tab]) -> list[str]:
    """The presets of the columns; where two are the same, with the column's number."""
    count = Counter(tab.preset for tab in tabs)
    return [f"{tab.preset} #{at}" if count[tab.preset] > 1 else tab.preset for at, tab in enumerate(tabs, 1)]


def _numbers(tabs: Sequence[Tab]) -> list[int]:
    return [tab.column.number if tab.column is not None else at for at, tab in enumerate(tabs)]


def _at_once(tabs: Sequence[Tab]) -> bool:
    return any(tab.column is not None and tab.column.at_once for tab in tabs)
