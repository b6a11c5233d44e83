"""`aishtui export --comparison`: which one is meant, and that its JSON brings it back."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from aishtui.chat.messages import Conversation
from aishtui.chat.portable.kept import KeptConversation
from aishtui.store.database import Store
from tests.chat.portable.markdown_reader import texts_of
from tests.chat.portable.test_comparison import KEY, a_comparison
from tests.chat.portable.values import STAMP, an_id, answer, kept, prompt
from tests.commands.program import run


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """A data folder with a comparison, and a newer conversation without any."""
    store = Store(tmp_path / "data")
    store.start()
    turn = [prompt("Hm?", 1001), answer("Hm.", 1002, an_id(1001))]
    messages = {one.id: replace(one, conversation_id=an_id(1000)) for one in turn}
    plain = KeptConversation(Conversation(an_id(1000), STAMP, "Plain", messages))
    for one in (*a_comparison().conversations, plain):
        assert store.import_conversation(one).result().new
    store.close()
    return tmp_path


@pytest.mark.parametrize("name", [(), ("newest",), (KEY,), (an_id(0),), ("wh",)])
def test_it_is_found_by_its_id_its_conversation_or_as_the_newest(history: Path, name: tuple[str, ...]) -> None:
    done = run(history, "export", "--comparison", *name)
    assert (done.returncode, done.stderr) == (0, "")
    assert [text for _, _, text in texts_of(done.stdout)][:3] == ["Before?", "Before.", "Why?"]


def test_its_json_brings_it_back_the_same(history: Path, tmp_path: Path) -> None:
    first = run(history, "export", "--comparison", "--format", "json")
    other = tmp_path / "other"
    done = run(other, "import", "-", stdin=first.stdout)
    assert (done.returncode, done.stderr) == (0, "aishtui: 1 conversation imported (9 new messages).\n")
    assert run(other, "export", "--comparison", KEY, "--format", "json").stdout == first.stdout
    again = run(other, "import", "-", stdin=first.stdout)
    assert again.stderr == "aishtui: 1 conversation was here already.\n"
    assert len(json.loads(first.stdout)["comparison"]["answers"]) == 4


def test_a_file_and_a_folder_are_written(history: Path) -> None:
    done = run(history, "export", "--comparison", "-o", str(history / "a.json"))
    size = (history / "a.json").stat().st_size
    assert done.stderr == f"aishtui: the comparison written to {history / 'a.json'} ({size / 1000:.1f} kB).\n"
    (history / "there").mkdir()
    assert run(history, "export", "--comparison", "-o", str(history / "there")).returncode == 0
    assert [path.name for path in (history / "there").iterdir()] == ["compare-why.md"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--comparison", "plain"), "Nothing was compared in “Plain”"),
        (("--comparison", "xyzzy"), "There is no conversation “xyzzy”."),
        (("--comparison", "-o", "a.txt"), "A comparison is written as md or json"),
        (("--comparison", "--format", "txt"), "--comparison goes with --format md or json"),
        (("--comparison", "--all"), "--comparison goes with"),
    ],
)
def test_what_it_cannot_be_is_said(history: Path, options: tuple[str, ...], says: str) -> None:
    done = run(history, "export", *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr


def test_where_nothing_was_compared_that_is_said(tmp_path: Path) -> None:
    store = Store(tmp_path / "data")
    store.start()
    store.import_conversation(kept(prompt("Hm?"))).result()
    store.close()
    done = run(tmp_path, "export", "--comparison")
    assert (done.returncode, done.stderr) == (2, "aishtui: Nothing has been compared yet.\n")
