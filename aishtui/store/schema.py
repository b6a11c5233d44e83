"""The tables, and how a database of an older version becomes one of this version."""

import sqlite3
from collections.abc import Callable, Sequence

from aishtui.store.connection import writing
from aishtui.store.facts import facts_from_json

Migration = tuple[str, ...]

# `number` is the place to which a full-text index can refer, since a rowid of its own stays the same over VACUUM;
# its rows are to be written when an answer has ended, not by triggers. `asked_model` and `backend` are copied
# out of `facts` to be found by index. Times are ISO 8601 in UTC. Deleting sets `deleted_at`, so it can be undone.
_FIRST: Migration = (
    """
    CREATE TABLE conversations (
        id TEXT NOT NULL PRIMARY KEY,
        created_at TEXT NOT NULL,
        title TEXT NOT NULL DEFAULT '',
        origin TEXT NOT NULL DEFAULT 'workbench',
        newest_message_id TEXT NOT NULL DEFAULT '',
        pinned INTEGER NOT NULL DEFAULT 0,
        deleted_at TEXT
    )
    """,
    "CREATE INDEX conversations_by_age ON conversations (newest_message_id) WHERE deleted_at IS NULL",
    """
    CREATE TABLE messages (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        parent_id TEXT,
        role TEXT NOT NULL,
        text TEXT NOT NULL,
        thinking TEXT NOT NULL DEFAULT '',
        status TEXT NOT NULL,
        created_at TEXT NOT NULL,
        facts TEXT,
        asked_model TEXT,
        backend TEXT,
        owner TEXT,
        deleted_at TEXT
    )
    """,
    "CREATE INDEX messages_by_conversation ON messages (conversation_id, id)",
    "CREATE INDEX messages_by_model ON messages (asked_model, id) WHERE asked_model IS NOT NULL",
    "CREATE INDEX messages_by_named_backend ON messages (asked_model, id) WHERE backend IS NOT NULL",
    "CREATE INDEX messages_being_written ON messages (owner) WHERE status = 'writing'",
    """
    CREATE TABLE pieces (
        answer_id TEXT NOT NULL,
        seq INTEGER NOT NULL,
        text TEXT NOT NULL,
        thinking TEXT NOT NULL,
        PRIMARY KEY (answer_id, seq)
    )
    """,
    """
    CREATE TABLE tabs (
        id TEXT NOT NULL PRIMARY KEY,
        owner TEXT,
        position INTEGER NOT NULL,
        conversation_id TEXT NOT NULL,
        preset TEXT NOT NULL,
        model TEXT NOT NULL,
        leaf_id TEXT,
        draft TEXT NOT NULL DEFAULT '',
        active INTEGER NOT NULL DEFAULT 0
    )
    """,
    "CREATE INDEX tabs_by_owner ON tabs (owner, position)",
    "CREATE TABLE prompt_history (number INTEGER PRIMARY KEY, text TEXT NOT NULL, created_at TEXT NOT NULL)",
    "CREATE TABLE catalogs (endpoint TEXT NOT NULL PRIMARY KEY, fetched_at TEXT NOT NULL, body TEXT NOT NULL)",
)

# What a list of conversations says of each stands in one index: texts would be read over for it. `indexed` says whether
# the words of a message are in the full-text index, which is no part of the schema, since not every SQLite can have it
# (see `word_index.py`). `unseen` marks an answer that ended after the screen had gone.
_SECOND: Migration = (
    "ALTER TABLE messages ADD COLUMN preset TEXT",
    "ALTER TABLE messages ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE messages ADD COLUMN unseen INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE conversations ADD COLUMN imported_at TEXT",
    "ALTER TABLE tabs ADD COLUMN place TEXT NOT NULL DEFAULT ''",
    "UPDATE messages SET preset = preset_in(facts) WHERE facts IS NOT NULL",
    "DROP INDEX messages_by_conversation",
    """
    CREATE INDEX messages_by_conversation ON messages
        (conversation_id, id, role, status, created_at, preset, asked_model, backend, unseen, deleted_at)
    """,
    "CREATE INDEX messages_by_preset ON messages (preset, conversation_id) WHERE preset IS NOT NULL",
    "CREATE INDEX messages_by_backend ON messages (backend, conversation_id) WHERE backend IS NOT NULL",
    "CREATE INDEX messages_not_indexed ON messages (number) WHERE indexed = 0 AND status <> 'writing'",
    "CREATE INDEX messages_unseen ON messages (id) WHERE unseen = 1",
    "CREATE INDEX messages_deleted ON messages (deleted_at) WHERE deleted_at IS NOT NULL",
    "CREATE INDEX conversations_deleted ON conversations (deleted_at) WHERE deleted_at IS NOT NULL",
    "CREATE INDEX conversations_imported ON conversations (imported_at) WHERE imported_at IS NOT NULL",
    "DROP INDEX conversations_by_age",
    "CREATE INDEX conversations_listed ON conversations (pinned, newest_message_id) WHERE deleted_at IS NULL",
)

# A comparison is kept in its answers: `comparison`, and where in it they belong, are copied out of their facts, as
# `preset` is. Two indexes that hold nothing of other answers say all that a list of conversations tells of comparisons.
# What a tab is in one, and what it sends instead of what its preset says, are JSON, empty where there is nothing.
_THIRD: Migration = (
    "ALTER TABLE messages ADD COLUMN comparison TEXT",
    "ALTER TABLE messages ADD COLUMN compared_column INTEGER",
    "ALTER TABLE messages ADD COLUMN compared_round INTEGER",
    "ALTER TABLE tabs ADD COLUMN column_of TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE tabs ADD COLUMN own TEXT NOT NULL DEFAULT ''",
    """
    CREATE INDEX messages_by_comparison ON messages
        (comparison, id, conversation_id, compared_column, compared_round, preset, asked_model, deleted_at)
        WHERE comparison IS NOT NULL
    """,
    """
    CREATE INDEX messages_compared ON messages (conversation_id, id, comparison, deleted_at)
        WHERE comparison IS NOT NULL
    """,
)

# The paths in a draft whose files go with it, as JSON, empty where there are none. And with which message a request
# begins where earlier ones are left out: of a prompt that was sent, and of a tab's next one.
_FOURTH: Migration = (
    "ALTER TABLE tabs ADD COLUMN attached TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE tabs ADD COLUMN begins_at TEXT",
    "ALTER TABLE messages ADD COLUMN begins_at TEXT",
)

# The prompts typed ahead in a tab, as JSON, empty where there are none.
_FIFTH: Migration = ("ALTER TABLE tabs ADD COLUMN queue TEXT NOT NULL DEFAULT ''",)

MIGRATIONS: tuple[Migration, ...] = (_FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH)
"""The n-th brings a database from `user_version` n to n + 1. What is here is never changed, only added to."""


def _preset_in(facts: str | None) -> str | None:
    known = facts_from_json(facts)
    return known.preset or None if known is not None else None


def version_of(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def is_foreign(connection: sqlite3.Connection) -> bool:
    """Whether these are some other program's tables: there are some, and no version of ours."""
    tables = int(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])
    return version_of(connection) == 0 and tables > 0


def migrate(
    connection: sqlite3.Connection,
    back_up: Callable[[int], None],
    migrations: Sequence[Migration] = MIGRATIONS,
) -> None:
    """Brings the database to the newest version; `back_up` is called with the version it has before each step, unless
    it is only being made."""
    new = version_of(connection) == 0
    connection.create_function("preset_in", 1, _preset_in, deterministic=True)
    while (version := version_of(connection)) < len(migrations):
        if not new:
            back_up(version)
        with writing(connection):
            if version_of(connection) != version:
                continue  # another aishtui was quicker
            for statement in migrations[version]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {version + 1}")
