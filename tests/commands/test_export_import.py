"""`aishtui export` and `aishtui import`: what is written, what is taken, and what is said of the rest."""

import json
import os
import stat
import subprocess
import time
from pathlib import Path

import pytest

from aishtui.chat.answers import AnswerFacts
from aishtui.chat.messages import Conversation
from aishtui.chat.portable.kept import KeptConversation
from aishtui.store.database import Store
from tests.chat.portable.markdown_reader import texts_of
from tests.chat.portable.values import STAMP, an_id, answer, kept, prompt
from tests.commands.on_a_terminal import on_a_terminal
from tests.commands.program import Done, command, environment, run
from tests.servers.homelab import Homelab

FACTS = AnswerFacts(preset="fast", asked_model="qwen", answered_by="boltzmann", tokens_out=12)
SKIES = kept(
    prompt("Why is it blue?"),
    answer("Rayleigh.", 2, an_id(1), FACTS),
    answer("Mie\x1b[31m?", 3, an_id(1)),
    title="Skies",
)


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """A data folder with two conversations."""
    seas = KeptConversation(Conversation(an_id(50), STAMP, "Seas"))
    store = Store(tmp_path / "data")
    store.start()
    for one in (SKIES, seas):
        store.import_conversation(one).result()
    store.close()
    return tmp_path


def test_a_conversation_is_printed_as_markdown_by_its_newest_path(history: Path) -> None:
    done = run(history, "export", an_id(0))
    assert (done.returncode, done.stderr) == (0, "")
    assert [(role, text) for role, _, text in texts_of(done.stdout)] == [
        ("user", "Why is it blue?"), ("assistant", "Mie\x1b[31m?"),
    ]  # fmt: skip


def test_with_branches_it_has_all_of_them(history: Path) -> None:
    texts = [text for _, _, text in texts_of(run(history, "export", an_id(0), "--branches").stdout)]
    assert texts == ["Why is it blue?", "Rayleigh.", "Mie\x1b[31m?"]


def test_json_has_all_branches_unless_one_path_is_asked_for(history: Path) -> None:
    def messages(*options: str) -> int:
        value = json.loads(run(history, "export", an_id(0), "--format", "json", *options).stdout)
        return len(value["conversations"][0]["messages"])

    assert (messages(), messages("--no-branches")) == (3, 2)


def test_the_form_follows_the_files_name(history: Path) -> None:
    for name, begins in (("a.json", '{"format"'), ("a.md", "---\n"), ("a.txt", "Skies\n"), ("a", "---\n")):
        done = run(history, "export", "skies", "-o", str(history / name))
        assert (done.returncode, done.stdout) == (0, "")
        path = history / name
        assert done.stderr == f"aishtui: the conversation written to {path} ({path.stat().st_size} B).\n"
        assert path.read_text().startswith(begins)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_in_a_folder_the_file_is_called_after_the_conversation_and_replaces_none(history: Path) -> None:
    folder = history / "exported"
    folder.mkdir()
    for name in ("skies.md", "skies-2.md"):
        done = run(history, "export", "skies", "-o", str(folder))
        assert (done.returncode, done.stdout) == (0, "")
        assert done.stderr.startswith(f"aishtui: the conversation written to {folder / name} (")
    assert run(history, "export", "--all", "-o", f"{folder}/").returncode == 0
    assert [path.name[:10] for path in folder.glob("*.json")] == ["aishtui-20"]


def test_all_of_them_are_json_and_come_back_the_same(history: Path, tmp_path: Path) -> None:
    first = run(history, "export", "--all")
    assert [one["title"] for one in json.loads(first.stdout)["conversations"]] == ["Skies", "Seas"]
    other = tmp_path / "other"
    done = run(other, "import", "-", stdin=first.stdout)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "aishtui: 2 conversations imported (3 new messages).\n"
    assert run(other, "export", "--all", "-o", "-").stdout == first.stdout
    again = run(other, "import", "-", stdin=first.stdout)
    assert (again.returncode, again.stderr) == (0, "aishtui: 2 conversations were here already.\n")
    assert run(other, "export", "--all").stdout == first.stdout


def test_a_file_that_is_there_is_replaced_only_when_all_is_written(history: Path) -> None:
    path = history / "a.json"
    path.write_text("old")
    assert run(history, "export", "nothing like that", "-o", str(path)).returncode == 2
    assert path.read_text() == "old"
    assert run(history, "export", "--all", "-o", str(path)).returncode == 0
    assert json.loads(path.read_text())["format"] == "aishtui"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("xyzzy", "There is no conversation “xyzzy”."),
        (an_id(0)[:8], "may be several conversations: "),
        ("s", "may be several conversations: "),
    ],
)
def test_a_name_must_lead_to_one_conversation(history: Path, name: str, said: str) -> None:
    done = run(history, "export", name)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


@pytest.mark.parametrize("arguments", [(), ("--all", "skies"), ("skies", "--format", "pdf")])
def test_a_wrong_command_line_is_status_2(history: Path, arguments: tuple[str, ...]) -> None:
    assert run(history, "export", *arguments).returncode == 2


def test_without_a_history_nothing_is_made_by_looking(tmp_path: Path) -> None:
    for arguments in (("export", "--all"), ("search", "words")):
        done = run(tmp_path, *arguments)
        assert done.returncode in (1, 2)
        assert done.stderr.startswith("aishtui: There is no history yet in ")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_conversation_is_not_exported_alone(history: Path) -> None:
    done = run(history, "export", "seas")
    assert (done.returncode, done.stderr) == (1, "aishtui: There is nothing in this conversation yet.\n")


def test_a_place_that_cannot_be_written_is_said(history: Path) -> None:
    done = run(history, "export", "skies", "-o", str(history / "none" / "a.md"))
    assert done.returncode == 1
    assert done.stderr == (
        f"aishtui: {history / 'none' / 'a.md'} cannot be written (No such file or directory). Choose another place.\n"
    )


def imported(folder: Path, content: str | bytes) -> Done:
    path = folder / "in.json"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    done = run(folder, "import", str(path))
    return Done(done.returncode, done.stdout, done.stderr.replace(str(path), "FILE"))


def test_lists_of_messages_are_taken_once(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"messages": [{"role": "user", "content": f"number {n}"}]}) for n in range(3))
    assert imported(tmp_path, lines) == Done(0, "", "aishtui: 3 conversations imported (3 new messages).\n")
    assert imported(tmp_path, lines) == Done(0, "", "aishtui: 3 conversations were here already.\n")


def test_what_is_wrong_is_said_with_its_place_and_the_rest_is_in(tmp_path: Path) -> None:
    lines = '{"messages": [{"role": "user", "content": 5}]}\n{"messages": [{"role": "user", "content": "ok"}]}\nxx\n'
    assert imported(tmp_path, lines) == Done(
        1,
        "",
        "aishtui: FILE, line 1: messages[0].content: must be text or a list of parts, not a number.\n"
        "aishtui: FILE, line 3: is no JSON: expecting value at “xx”.\n"
        "aishtui: 1 conversation imported (1 new message). 2 conversations were left out.\n",
    )


def test_what_was_changed_on_the_way_is_said_and_is_no_failure(tmp_path: Path) -> None:
    value = [{"role": "user", "content": "?"}, {"role": "tool", "content": "42"}]
    assert imported(tmp_path, json.dumps(value)) == Done(
        0,
        "",
        "aishtui: FILE, line 1: results of tools were left out.\naishtui: 1 conversation imported (1 new message).\n",
    )


def test_the_same_id_with_another_text_is_refused(history: Path) -> None:
    text = run(history, "export", "--all").stdout.replace("Rayleigh.", "Tyndall.")
    done = imported(history, text)
    assert done.returncode == 1
    assert done.stderr == (
        f"aishtui: FILE, line 2: the message {an_id(2)} is here with another text; the one that is here stays.\n"
        "aishtui: 2 conversations were here already. 1 message was refused.\n"
    )
    assert "Rayleigh." in run(history, "export", "skies", "--branches").stdout


def test_twenty_mistakes_are_enough_to_read(tmp_path: Path) -> None:
    done = imported(tmp_path, '{"messages": 1}\n' * 50)
    lines = done.stderr.splitlines()
    assert len(lines) == 22
    assert lines[-2] == "aishtui: … and 30 lines more of this kind."
    assert lines[-1] == "aishtui: No conversation imported. 50 conversations were left out."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        ("[]".encode("utf-16"), "The file is in UTF-16 or UTF-32"),
        (b"# Skies\n", "The file is no JSON: expecting value at “# Skies” (line 1)."),
        (b'{"format": "aishtui", "version": 7, "conversations": [', "The file was written by a newer aishtui"),
        (b"[" * 100_000, "in.json, line 1: what begins here is not whole: the file ends in the middle of it."),
    ],
    ids=["empty", "UTF-16", "Markdown", "newer", "deep"],
)
def test_what_cannot_be_read_at_all_is_said(tmp_path: Path, content: bytes, said: str) -> None:
    done = imported(tmp_path, content)
    assert done.returncode == 1
    assert said.replace("in.json", "FILE") in done.stderr
    assert "No conversation imported." in done.stderr


def test_a_file_that_is_cut_in_half_gives_what_is_whole_in_it(history: Path, tmp_path: Path) -> None:
    text = run(history, "export", "--all").stdout
    other = tmp_path / "other"
    other.mkdir()
    done = imported(other, text[: text.index("Seas")])
    assert done.returncode == 1
    assert done.stderr == (
        "aishtui: FILE, line 7: what begins here is not whole: the file ends in the middle of it.\n"
        "aishtui: 1 conversation imported (3 new messages). 1 conversation was left out.\n"
    )


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    done = run(tmp_path, "import", str(tmp_path / "none.json"))
    assert done.returncode == 1
    assert done.stderr == f"aishtui: {tmp_path / 'none.json'} cannot be read (No such file or directory).\n"


def test_an_answer_that_was_asked_on_the_command_line_is_exported_without_secrets(lab: Homelab, tmp_path: Path) -> None:
    token = "sk-" + "verysecret" * 4
    run(
        tmp_path, "ask", "--endpoint", lab.url, "-m", "llama-3.1-8b-instruct", "hello", environ={"AISHTUI_TOKEN": token}
    )
    for form in ("json", "md", "txt"):
        text = run(tmp_path, "export", "hello", "--format", form).stdout
        assert "hello" in text
        assert token not in text
        assert "Bearer" not in text


@pytest.mark.parametrize("form", ["md", "txt"])
def test_on_a_terminal_an_export_cannot_steer_it(history: Path, form: str) -> None:
    with on_a_terminal(history, "export", "skies", "--format", form) as done:
        shown = done.ended()
    assert "Mie\u241b[31m?" in shown
    assert "\x1b" not in shown


def test_on_a_terminal_json_stays_json(tmp_path: Path) -> None:
    store = Store(tmp_path / "data")
    store.start()
    store.import_conversation(kept(prompt("\x1b[31m \x9b2J \u202e \x7f é \U0001f600"))).result()
    store.close()
    with on_a_terminal(tmp_path, "export", "--all") as done:
        shown = done.ended()
    (message,) = json.loads(shown)["conversations"][0]["messages"]
    assert message["text"] == "\x1b[31m \x9b2J \u202e \x7f é \U0001f600"
    assert all(letter.isprintable() or letter == "\n" for letter in shown)


def test_on_a_terminal_a_long_import_says_how_far_it_is(tmp_path: Path) -> None:
    with on_a_terminal(tmp_path, "import", "-", stream="stderr") as running:
        assert running.process.stdin is not None
        running.process.stdin.write(b'{"messages": [{"role": "user", "content": "hello"}]}\n')
        running.process.stdin.flush()
        running.until(lambda shown: "\rimporting: 53 B read; Ctrl+C stops and keeps what is in\x1b[K" in shown)
        running.process.stdin.close()
        shown = running.ended()
    assert shown.endswith("\r\x1b[Kaishtui: 1 conversation imported (1 new message).\n")


def test_what_does_not_fit_into_memory_at_once_needs_no_more_of_it(tmp_path: Path) -> None:
    path = tmp_path / "large.jsonl"
    line = json.dumps({"messages": [{"role": "user", "content": "words of one talk\n" * 5000}]}).encode() + b"\n"
    with path.open("wb") as file:
        for _ in range(400):
            file.write(line)
    assert path.stat().st_size > 35_000_000
    process = subprocess.Popen(command(tmp_path, "import", str(path)), env=environment())
    most_kb = 0
    while process.poll() is None:
        most_kb = max(most_kb, memory_kb(process.pid))
        time.sleep(0.02)
    assert process.returncode == 0
    assert 10_000 < most_kb < 75_000  # a program that has loaded Python, SQLite and this code has 33,000


def memory_kb(pid: int) -> int:
    """The most it has had so far. What `wait` tells of a child is no less than what its parent had."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")), 0)
