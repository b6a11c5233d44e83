"""What is new in a catalogue and what is gone from it, against the one before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from aishtui.chat.catalog import Catalog
from aishtui.chat.clean import clean_line
from aishtui.chat.lazy_dataclass import dataclass

KEPT = timedelta(days=1)
"""So long the marks stand: through a restart, and through the catalogues in between."""
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class News:
    """Ids, in the order of their catalogues."""

    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def difference(before: Catalog | None, after: Catalog | None) -> News:
    """Nothing where there is nothing to compare with. From a list that is not whole nothing is gone."""
    if before is None or after is None or before.endpoint != after.endpoint:
        return News()
    old, now = {entry.id for entry in before.entries}, {entry.id for entry in after.entries}
    new = tuple(entry.id for entry in after.entries if entry.id not in old) if before.whole else ()
    gone = tuple(entry.id for entry in before.entries if entry.id not in now) if after.whole else ()
    return News(new, gone)


def with_news(catalog: Catalog, before: Catalog | None) -> Catalog:
    """`catalog` with its marks, and where it is not whole with what was known of the rest.

    Marks of the last day stay: asking twice must not make them go away. A model that went and came back has none.
    """
    if before is None or before.endpoint != catalog.endpoint:
        return catalog
    news = difference(before, catalog)
    if not catalog.whole:
        now = {entry.id for entry in catalog.entries}
        rest = tuple(entry for entry in before.entries if entry.id not in now)
        catalog = replace(catalog, entries=(*catalog.entries, *rest))
    if not before.since or _age(before.since, catalog.fetched_at) > KEPT:
        return replace(catalog, since=before.fetched_at, new=frozenset(news.new), gone=news.gone)
    now = {entry.id for entry in catalog.entries}
    new = (before.new | (set(news.new) - set(before.gone))) & now
    gone = [id for id in dict.fromkeys((*before.gone, *news.gone)) if id not in now and id not in before.new]
    return replace(catalog, since=before.since, new=frozenset(new), gone=tuple(gone))


def news_words(news: News) -> str:
    """`New: a, b. Gone: c and 4 more.`; empty for none."""
    parts = (("New", news.new), ("Gone", news.gone))
    return " ".join(f"{what}: {_named(ids)}." for what, ids in parts if ids)


def _named(ids: Sequence[str]) -> str:
    shown = ", ".join(clean_line(id, 60) for id in ids[:_MOST_NAMED])
    return shown if len(ids) <= _MOST_NAMED else f"{shown} and {len(ids) - _MOST_NAMED} more"


def _age(then: str, now: str) -> timedelta:
    """Between two ISO stamps; endless where one of them is none."""
    try:
        return datetime.fromisoformat(now) - datetime.fromisoformat(then)
    except (ValueError, TypeError):
        return timedelta.max
