"""A large history, quickly made: what years of use leave, written past the store's calls into its own tables."""

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts
from aishtui.engine.ids import IdSource
from aishtui.store import word_index
from aishtui.store.connection import writing
from aishtui.store.facts import facts_to_json
from aishtui.store.opening import open_database

COMMON, MIDDLING, RARE = "memory", "latency", "xylograph"
"""Words in about half of the messages, in one of a hundred, and in `RARE_MESSAGES` of all."""
RARE_MESSAGES = 20
PRESETS = ("fast", "chat", "deep", "cloud")
BACKENDS = ("boltzmann", "dirac", "planck")

_PROMPT_WORDS = (3, 8, 15, 40, 200)
_ANSWER_WORDS = (20, 60, 120, 250, 800)
_VOCABULARY, _SENTENCES, _SENTENCE_WORDS = 20_000, 20_000, 12
_COMMON_SHARE, _MIDDLING_SHARE = 0.06, 0.001
"""Of the sentences."""
_SYLLABLES = tuple("ba do ku le mi na po ra se ti vo zu ken lar mon pel ris sul tam ver".split())  # noqa: SIM905
_DAYS = 700
_COMPARED_OF = 8
"""One conversation of so many is a comparison."""


@dataclass(frozen=True, slots=True)
class Size:
    conversations: int = 10_000
    messages: int = 100_000


def fill_archive(data_dir: Path, seed: int, size: Size) -> None:
    """Fills an empty folder; the words are in the full-text index."""
    session = open_database(data_dir, with_tabs=False)
    try:
        session.connection.execute("PRAGMA foreign_keys = OFF")
        with writing(session.connection):
            session.connection.executemany(
                "INSERT INTO conversations (id, created_at, title, newest_message_id) VALUES (?, ?, ?, ?)",
                _conversations(session.connection, random.Random(seed), size),
            )
        while word_index.fill_some(session.connection):
            pass
    finally:
        session.close()


class _Texts:
    """Texts of words as they occur: few of them often, most of them hardly ever (Zipf)."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        words = ["".join(dice.choices(_SYLLABLES, k=dice.choice((1, 2, 2, 3)))) for _ in range(_VOCABULARY)]
        weights = list(accumulate(1 / place for place in range(1, len(words) + 1)))
        self._sentences = []
        for _ in range(_SENTENCES):
            chosen = dice.choices(words, cum_weights=weights, k=_SENTENCE_WORDS)
            for word, share in ((COMMON, _COMMON_SHARE), (MIDDLING, _MIDDLING_SHARE)):
                if dice.random() < share:
                    chosen[dice.randrange(len(chosen))] = word
            self._sentences.append(" ".join(chosen).capitalize() + ".")

    def of(self, words: int) -> str:
        text = " ".join(self._dice.choices(self._sentences, k=max(1, words // _SENTENCE_WORDS)))
        return text if words >= _SENTENCE_WORDS else " ".join(text.split()[:words])


def _conversations(
    connection: sqlite3.Connection, dice: random.Random, size: Size
) -> Iterator[tuple[str, str, str, str]]:
    """Writes the messages of each conversation, and gives its own row."""
    texts, ids = _Texts(dice), IdSource()
    began, apart = datetime.now(UTC) - timedelta(days=_DAYS), timedelta(days=_DAYS) / size.conversations
    rare = set(dice.sample(range(size.conversations), min(RARE_MESSAGES, size.conversations)))
    for number in range(size.conversations):
        conversation_id = ids.new()
        created_at = (began + number * apart).isoformat(timespec="milliseconds")
        rows: list[tuple[str | int | None, ...]] = []
        for place in range(size.messages // size.conversations):
            is_prompt = place % 2 == 0
            text = texts.of(dice.choice(_PROMPT_WORDS if is_prompt else _ANSWER_WORDS))
            if place == 1 and number in rare:
                text += f" {RARE.capitalize()}."
            facts = None if is_prompt else _facts(dice)
            if facts is not None and number % _COMPARED_OF == 0:
                facts = replace(facts, comparison=conversation_id, column=place // 2 % 4, round=1 + place // 8)
            above = str(rows[-1][0]) if rows else None
            rows.append(_row(ids.new(), conversation_id, above, text, created_at, facts))
        connection.executemany(
            "INSERT INTO messages (id, conversation_id, parent_id, role, text, status, created_at, facts, asked_model, "
            "backend, preset, comparison, compared_column, compared_round) "
            "VALUES (?, ?, ?, ?, ?, 'complete', ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        yield conversation_id, created_at, str(rows[0][4])[:60], str(rows[-1][0])


def _row(
    id_: str, conversation_id: str, parent_id: str | None, text: str, created_at: str, facts: AnswerFacts | None
) -> tuple[str | int | None, ...]:
    if facts is None:
        return id_, conversation_id, parent_id, "user", text, created_at, *([None] * 7)
    place = facts.comparison, facts.column, facts.round
    named = facts_to_json(facts), facts.asked_model, facts.answered_by, facts.preset, *place
    return id_, conversation_id, parent_id, "assistant", text, created_at, *named


def _facts(dice: random.Random) -> AnswerFacts:
    preset = dice.choice(PRESETS)
    return AnswerFacts(
        preset=preset,
        asked_model=f"model-of-{preset}",
        answered_by=dice.choice(BACKENDS),
        answered_by_from=AnsweredByFrom.HEADER,
        http_status=200,
        finish_reason="stop",
        first_token_s=dice.uniform(0.1, 2.0),
        total_s=dice.uniform(2.0, 20.0),
        tokens_out=dice.randrange(20, 900),
        tokens_per_s=dice.uniform(20.0, 100.0),
    )
