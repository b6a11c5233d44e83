"""What earlier answers tell about a model: who answered, how fast."""

import sqlite3
from collections.abc import Mapping, Sequence

from aishtui.chat.answers import AnswerFacts
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.waits import Waits, median, usual_waits
from aishtui.store.facts import facts_from_json
from aishtui.store.text import storable

_RECENT = 20
_RECENT_WAITS = 50
"""Cold starts are rare."""


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """Medians over the newest answers of one model; None where none of them was measured."""

    first_token_s: float | None
    tokens_per_s: float | None
    answers: int
    """How many answers these are medians of; at most 20."""


def read_last_backend(connection: sqlite3.Connection, asked_model: str, before_id: str | None) -> str | None:
    """The backend of the newest answer to `asked_model`, before `before_id` if given, whose headers named one."""
    row = connection.execute(
        "SELECT backend FROM messages WHERE asked_model = ?1 AND backend IS NOT NULL AND (?2 IS NULL OR id < ?2) "
        "ORDER BY id DESC LIMIT 1",
        (storable(asked_model), None if before_id is None else storable(before_id)),
    ).fetchone()
    return None if row is None else str(row[0])


def read_model_figures(connection: sqlite3.Connection) -> Mapping[str, ModelFigures]:
    """By asked model; models that never gave a figure are left out."""
    found: dict[str, ModelFigures] = {}
    model = _next_model(connection, "")
    while model is not None:
        rows = connection.execute(
            "SELECT facts FROM messages WHERE asked_model = ? AND status <> 'writing' ORDER BY id DESC LIMIT ?",
            (model, _RECENT),
        )
        figures = _figures([facts for (text,) in rows.fetchall() if (facts := facts_from_json(text)) is not None])
        if figures.answers:
            found[model] = figures
        model = _next_model(connection, model)
    return found


def read_waits(connection: sqlite3.Connection, asked_model: str) -> Waits:
    """How long the first tokens of the newest answers to `asked_model` took."""
    rows = connection.execute(
        "SELECT facts FROM messages WHERE asked_model = ? AND status <> 'writing' ORDER BY id DESC LIMIT ?",
        (storable(asked_model), _RECENT_WAITS),
    )
    known = (facts_from_json(text) for (text,) in rows.fetchall())
    return usual_waits(
        [facts.first_token_s for facts in known if facts is not None and facts.first_token_s is not None]
    )


def read_cloud_backends(connection: sqlite3.Connection, prefixes: Sequence[str]) -> Mapping[str, str]:
    """The backends that were named in answers to models with one of these prefixes, each with one such model."""
    found: dict[str, str] = {}
    for prefix in prefixes:
        rows = connection.execute(
            "SELECT backend, max(asked_model) FROM messages WHERE asked_model >= ?1 AND asked_model < ?2 "
            "AND backend IS NOT NULL GROUP BY backend",
            (storable(prefix), storable(prefix) + "\U0010ffff"),
        )
        found.update(rows.fetchall())
    return found


def _next_model(connection: sqlite3.Connection, after: str) -> str | None:
    """Steps along the index from model to model, so that the number of answers does not matter."""
    row = connection.execute(
        "SELECT asked_model FROM messages WHERE asked_model > ? ORDER BY asked_model LIMIT 1", (after,)
    ).fetchone()
    return None if row is None else str(row[0])


def _figures(answers: Sequence[AnswerFacts]) -> ModelFigures:
    measured = [facts for facts in answers if facts.first_token_s is not None or facts.tokens_per_s is not None]
    return ModelFigures(
        median([facts.first_token_s for facts in measured if facts.first_token_s is not None]),
        median([facts.tokens_per_s for facts in measured if facts.tokens_per_s is not None]),
        len(measured),
    )
