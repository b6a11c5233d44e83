"""What is wanted of the history, as conditions in SQL."""

from aishtui.chat.history import Wanted
from aishtui.store import comparisons
from aishtui.store.text import storable


def _conversation_filters(wanted: Wanted) -> tuple[list[str], list[str | int]]:
    """Conditions on the conversation `c`, with their values."""
    where = ["c.deleted_at IS NOT NULL" if wanted.deleted else "c.deleted_at IS NULL"]
    values: list[str | int] = []
    if wanted.pinned:
        where.append("c.pinned = 1")
    if wanted.compared is not None:
        where.append(comparisons.COMPARED if wanted.compared else f"NOT {comparisons.COMPARED}")
    for column, value in (("preset", wanted.preset), ("asked_model", wanted.model), ("backend", wanted.backend)):
        if value:
            where.append(
                "EXISTS (SELECT 1 FROM messages f "
                f"WHERE f.conversation_id = c.id AND f.{column} = ? AND f.deleted_at IS NULL)"
            )
            values.append(storable(value))
    return where, values


def dated_conversation_filters(wanted: Wanted) -> tuple[list[str], list[str | int]]:
    """The same, with when its newest message is of."""
    where, values = _conversation_filters(wanted)
    if wanted.since or wanted.before:
        dated, dates = between("n.created_at", wanted)
        where.append(f"EXISTS (SELECT 1 FROM messages n WHERE n.id = c.newest_message_id AND {dated})")
        values += dates
    return where, values


def message_filters(wanted: Wanted) -> tuple[list[str], list[str | int]]:
    """Conditions on the conversation, and on the message `m` that is hit."""
    where, values = _conversation_filters(wanted)
    where.append("m.deleted_at IS NULL")
    if wanted.since or wanted.before:
        dated, dates = between("m.created_at", wanted)
        where.append(dated)
        values += dates
    return where, values


def between(column: str, wanted: Wanted) -> tuple[str, list[str]]:
    bounds = [(f"{column} >= ?", wanted.since), (f"{column} < ?", wanted.before)]
    set_ones = [(condition, storable(bound)) for condition, bound in bounds if bound]
    return " AND ".join(condition for condition, _ in set_ones), [bound for _, bound in set_ones]
