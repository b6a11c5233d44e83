"""`aishtui search`: which conversations have these words."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts
from aishtui.chat.messages import Conversation, Message, Role
from aishtui.chat.portable.kept import KeptConversation
from aishtui.store.database import Store
from tests.chat.portable.values import an_id
from tests.commands.on_a_terminal import on_a_terminal
from tests.commands.program import run


def talk(number: int, question: str, reply: str, day: str, preset: str) -> KeptConversation:
    stamp, of = f"{day}T12:00:00.000+00:00", an_id(number)
    facts = AnswerFacts(
        preset=preset,
        asked_model=f"model-{preset}",
        answered_by=f"host-{preset}",
        answered_by_from=AnsweredByFrom.HEADER,
    )
    asked = Message(an_id(number + 1), of, None, Role.USER, question, stamp)
    replied = Message(an_id(number + 2), of, asked.id, Role.ASSISTANT, reply, stamp, facts=facts)
    return KeptConversation(Conversation(of, stamp, question[:30], {asked.id: asked, replied.id: replied}))


@pytest.fixture
def history(tmp_path: Path) -> Path:
    store = Store(tmp_path / "data")
    store.start()
    for one in (
        talk(0, "borrow checker", "a mutable reference\nis alone", "2026-11-01", "fast"),
        talk(10, "sky", "the mutable\x1b[2J sky", "2026-11-20", "deep"),
        talk(20, "sea", "waves", "2026-11-24", "deep"),
    ):
        store.import_conversation(one).result()
    store.close()
    return tmp_path


def found(folder: Path, *arguments: str) -> list[str]:
    return [line.split(" ")[0] for line in run(folder, "search", *arguments).stdout.splitlines()]


def test_a_row_has_id_day_title_and_what_was_found(history: Path) -> None:
    done = run(history, "search", "mutable")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        f"{an_id(10)}  2026-11-20  sky  the mutable\u241b[2J sky\n"
        f"{an_id(0)}  2026-11-01  borrow checker  a mutable reference is alone\n"
    )


def test_its_id_is_one_that_export_takes(history: Path) -> None:
    (id_,) = found(history, "refer")
    assert "a mutable reference" in run(history, "export", id_).stdout


def test_several_words_are_looked_for_together(history: Path) -> None:
    assert found(history, "mutable", "alone") == [an_id(0)]
    assert found(history, '"reference is"') == [an_id(0)]


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        (("--preset", "fast"), [0]),
        (("--model", "model-deep"), [10]),
        (("--backend", "host-deep"), [10]),
        (("--since", "2026-11-10"), [10]),
        (("--before", "2026-11-20"), [0]),
        (("--before", "2026-11-20T13:00:00+01:00"), [0]),
        (("--before", "2026-11-20T13:00:01+01:00"), [10, 0]),
        (("--limit", "1"), [10]),
    ],
)
def test_filters_and_limits(history: Path, options: tuple[str, ...], numbers: list[int]) -> None:
    assert found(history, "mutable", *options) == [an_id(number) for number in numbers]


def test_that_there_is_more_is_said(history: Path) -> None:
    assert run(history, "search", "mutable", "--limit", "1").stderr == "aishtui: there is more; --limit 2 shows it.\n"


def test_json_has_all_that_is_known(history: Path) -> None:
    done = run(history, "search", "mutable", "--json", "--preset", "deep")
    value = json.loads(done.stdout)
    assert value == {
        "conversations": [
            {
                "id": an_id(10),
                "title": "sky",
                "created_at": "2026-11-20T12:00:00.000+00:00",
                "changed_at": "2026-11-20T12:00:00.000+00:00",
                "messages": 2,
                "pinned": False,
                "presets": ["deep"],
                "models": ["model-deep"],
                "backends": ["host-deep"],
                "comparison": None,
                "hit": {
                    "message_id": an_id(12),
                    "role": "assistant",
                    "excerpt": "the mutable\x1b[2J sky",
                    "marks": [[4, 11]],
                    "count": 1,
                },
            }
        ],
        "more": False,
    }


def test_nothing_found_is_status_1_as_with_grep(history: Path) -> None:
    done = run(history, "search", "xyzzy")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "aishtui: nothing was found.\n")
    done = run(history, "search", "xyzzy", "--json")
    assert (done.returncode, json.loads(done.stdout)) == (1, {"conversations": [], "more": False})


@pytest.mark.parametrize("arguments", [('""',), (), (" ",), ("a", "--since", "yesterday"), ("a", "--limit", "0")])
def test_a_wrong_command_line_is_status_2(history: Path, arguments: tuple[str, ...]) -> None:
    assert run(history, "search", *arguments).returncode == 2


def test_a_damaged_history_is_status_2(history: Path) -> None:
    (history / "data" / "aishtui.db").write_bytes(b"no database" * 1000)
    done = run(history, "search", "mutable")
    assert (done.returncode, done.stdout) == (2, "")
    assert "is damaged" in done.stderr


def test_deleted_conversations_are_not_found(history: Path) -> None:
    store = Store(history / "data")
    store.start()
    store.delete_conversations([an_id(10)]).result()
    store.close()
    assert found(history, "mutable") == [an_id(0)]


def test_titles_are_found(history: Path) -> None:
    store = Store(history / "data")
    store.start()
    store.rename(an_id(20), "Notes on the tide").result()
    store.close()
    assert found(history, "tide") == [an_id(20)]


def test_a_message_that_is_hit_is_counted_with_the_others(history: Path) -> None:
    more = talk(30, "again", "again and again", "2026-11-25", "fast")
    store = Store(history / "data")
    store.start()
    store.import_conversation(replace(more, pinned=True)).result()
    store.close()
    assert run(history, "search", "again").stdout.endswith("  again and again (and 1 more)\n")


def test_on_a_terminal_the_words_are_marked_and_nothing_else_steers_it(history: Path) -> None:
    with on_a_terminal(history, "search", "mutable") as done:
        shown = done.ended()
    assert f"{an_id(10)}  2026-11-20  sky\n    the \x1b[1mmutable\x1b[22m\u241b[2J sky\n" in shown
    assert shown.count("\x1b") == 4
