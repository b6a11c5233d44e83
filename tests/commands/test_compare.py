"""`aishtui compare`: what it asks, what it prints in which form, and how it ends."""

import csv
import io
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.commands.program import LIMIT_S, Done, command, environment, run
from tests.commands.test_ask import FIELDS, stored
from tests.servers import lan
from tests.servers.behaviour import Behaviour, dies_after, refuses
from tests.servers.homelab import Homelab

PLACE = ["prompt_id", "round", "comparison", "column"]


def objects(done: Done) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def asked(lab: Homelab) -> list[tuple[str, str]]:
    """The model and the prompt of each request, in a fixed order, without what a killed process had only half sent."""
    return sorted((exchange.model, exchange.messages[-1]["content"]) for exchange in lab.chats if exchange.messages)


def prompts(folder: Path, text: str | bytes, name: str = "prompts.txt") -> str:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def compare(folder: Path, lab: Homelab, *arguments: str, stdin: str = "") -> Done:
    return run(folder, "--endpoint", lab.url, "compare", *arguments, stdin=stdin)


def test_for_people_the_texts_stand_in_order_and_the_figures_below(lab: Homelab, tmp_path: Path) -> None:
    done = compare(tmp_path, lab, "-p", "fast,chat", "-p", "cloud", "7×8")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert [line for line in lines if line.startswith("---")] == ["--- fast", "--- chat", "--- cloud"]
    assert lines.count("7 × 8 = 56") == 3
    table = [line.split()[:3] for line in lines[lines.index("") :] if "complete" in line]
    assert table == [
        ["fast", lan.FAST, "hertz"], ["chat", lan.CHAT, "boltzmann"], ["cloud", lan.CLOUD, "openrouter"]
    ]  # fmt: skip
    assert {line.split(":")[1].strip() for line in done.stderr.splitlines()[:3]} == {"fast", "chat", "cloud"}
    assert done.stderr.endswith("3 answers: 3 complete\n")


def test_json_is_a_line_for_each_answer_in_the_form_of_ask(lab: Homelab, tmp_path: Path) -> None:
    file = prompts(tmp_path, '{"id": "sum", "prompt": "7×8"}\n{"prompt": "hello", "system": "Be kind."}\n', "p.jsonl")
    done = compare(tmp_path, lab, "-p", "fast,chat", "--prompts", file, "--repeat", "2", "--json")
    found = objects(done)
    assert (done.returncode, len(found)) == (0, 8)
    assert all(list(each)[: len(PLACE)] == PLACE and set(each) >= {*PLACE, *FIELDS} for each in found)
    places = {(each["prompt_id"], each["round"], each["column"], each["preset"]) for each in found}
    assert places == {
        (id_, round_, *who) for id_ in ("sum", "2") for round_ in (1, 2) for who in ((0, "fast"), (1, "chat"))
    }
    assert len({each["comparison"] for each in found}) == 4
    systems = {e.messages[-1]["content"]: e.messages[0] for e in lab.chats}
    assert systems["hello"] == {"role": "system", "content": "Be kind."}


def test_all_answers_to_a_prompt_stand_in_one_conversation_as_a_comparison(lab: Homelab, tmp_path: Path) -> None:
    file = prompts(tmp_path, "7×8\nhello\n")
    found = objects(compare(tmp_path, lab, "-p", "fast,chat,fast", "--prompts", file, "--json"))
    rows = stored(
        tmp_path,
        "SELECT comparison, count(DISTINCT conversation_id), count(DISTINCT parent_id), count(*) FROM messages "
        "WHERE role = 'assistant' GROUP BY comparison ORDER BY comparison",
    )
    assert rows == [(name, 1, 1, 3) for name in sorted({each["comparison"] for each in found})]
    assert stored(tmp_path, "SELECT DISTINCT origin FROM conversations") == [("compare",)]
    assert stored(tmp_path, "SELECT count(*) FROM messages WHERE role = 'user'") == [(2,)]


def test_csv_can_be_read_and_runs_nothing_in_a_spreadsheet(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(text='=HYPERLINK("http://x")\nline "two"'))
    done = compare(tmp_path, lab, "-p", "fast,chat", "--csv", "7×8", "-o", str(tmp_path / "out.csv"))
    assert (done.returncode, done.stdout) == (0, "")
    content = (tmp_path / "out.csv").read_bytes().decode()
    assert content.endswith("\r\n")
    rows = {row["preset"]: row for row in csv.DictReader(io.StringIO(content, newline=""))}
    assert rows["fast"]["text"] == '\'=HYPERLINK("http://x")\nline "two"'
    assert (rows["chat"]["text"], rows["chat"]["answered_by"]) == ("7 × 8 = 56", "boltzmann")
    assert float(rows["chat"]["total_s"]) > 0


def test_markdown_has_a_table_for_each_prompt_and_one_of_all(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.CHAT, Behaviour(text="a | b\n```\nleft open"))
    file = prompts(tmp_path, "7×8\nhello\n")
    target = tmp_path / "out.md"
    target.write_text("of yesterday")
    assert compare(tmp_path, lab, "-p", "fast,chat", "--prompts", file, "--md", "-o", str(target)).returncode == 0
    text = target.read_text()
    assert text.startswith("# Compared: fast, chat\n")
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## 1 of 2",
        "## 2 of 2",
        "## All prompts",
    ]
    assert (text.count("|  | Model | Backend |"), text.count("|  | Answers | Backends |")) == (2, 1)
    assert text.count("left open\n<!--\n```\n-->") == 2
    assert "| chat | 2 | boltzmann |" in text


def test_a_preset_may_stand_twice_and_is_told_apart(lab: Homelab, tmp_path: Path) -> None:
    for named in ("fast,fast", "fast*2"):
        done = compare(tmp_path, lab, "-p", named, "--no-save", "7×8")
        assert done.stdout.count("--- fast #") == 2
    done = compare(tmp_path, lab, "-p", "fast, fast,", "7×8")
    assert ["--- fast #1" in done.stdout, "--- fast #2" in done.stdout, len(lab.chats)] == [True, True, 6]


def test_the_system_prompt_is_instead_of_the_presets_and_a_prompts_own_before_it(lab: Homelab, tmp_path: Path) -> None:
    file = prompts(tmp_path, '[[prompt]]\nprompt = "one"\n[[prompt]]\nprompt = "two"\nsystem = "Own."\n', "p.toml")
    compare(tmp_path, lab, "-p", "fast", "--system", "All.", "--prompts", file, "--json")
    assert {e.messages[1]["content"]: e.messages[0]["content"] for e in lab.chats} == {"one": "All.", "two": "Own."}


def test_the_prompt_comes_from_standard_input_too(lab: Homelab, tmp_path: Path) -> None:
    assert compare(tmp_path, lab, "-p", "fast", "--json", "-", stdin="7×8").returncode == 0
    assert compare(tmp_path, lab, "-p", "fast", "--json", "--prompts", "-", stdin="one\ntwo\n").returncode == 0
    assert [prompt for _, prompt in asked(lab)] == ["7×8", "one", "two"]


@pytest.mark.parametrize(
    ("behaviour", "status"),
    [(refuses(500, "the GPU fell off"), 1), (dies_after(2), 3), (Behaviour(text="a", finish="length"), 3)],
)
def test_one_that_goes_wrong_is_told_and_the_others_go_on(
    lab: Homelab, tmp_path: Path, behaviour: Behaviour, status: int
) -> None:
    lab.script(lan.FAST, behaviour)
    file = prompts(tmp_path, "7×8\nhello\n")
    done = compare(tmp_path, lab, "-p", "fast,chat", "--prompts", file, "--json")
    assert done.returncode == status
    assert sorted((each["preset"], each["status"] == "complete") for each in objects(done)) == [
        ("chat", True), ("chat", True), ("fast", False), ("fast", False)
    ]  # fmt: skip
    assert ("the GPU fell off" in done.stderr) == (status == 1)


def test_a_failure_counts_more_than_what_was_cut_off(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, refuses(500, "the GPU fell off"))
    lab.script(lan.CHAT, Behaviour(text="a", finish="length"))
    assert compare(tmp_path, lab, "-p", "chat,fast", "--json", "7×8").returncode == 1


def test_where_nobody_is_the_rest_is_not_asked_for_and_asked_later(
    lab: Homelab, tmp_path: Path, closed_port: int
) -> None:
    file = prompts(tmp_path, "\n".join(f"prompt {number}" for number in range(40)))
    arguments = ("compare", "-p", "fast,chat", "--prompts", file, "--json")
    done = run(tmp_path, "--endpoint", f"127.0.0.1:{closed_port}", *arguments)
    assert done.returncode == 1
    assert f"127.0.0.1:{closed_port} refused the connection" in done.stderr
    assert done.stderr.count("Nobody can be reached; the rest was not asked for. The same command goes on") == 1
    assert {each["status"] for each in objects(done)} <= {"failed", "stopped"}
    assert len(objects(done)) < 20
    assert "0 of 80 answers are there." in done.stderr, "none of them has been answered"
    again = Homelab(speed=1e6, port=closed_port)
    with again:
        done = run(tmp_path, "--endpoint", f"127.0.0.1:{closed_port}", *arguments)
    assert (done.returncode, len(objects(done)), len(again.chats)) == (0, 80, 80)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-p", "fsat,chta,fast", "hello"), ["fsat", "fast", "chta", "chat"]),
        (("-p", "fast*101", "hello"), ["At most 100"]),
        (("hello",), ["-p fast,chat", "There are fast, chat"]),
        (("-p", "fast", "  "), ["nothing to ask"]),
        (("-p", "fast", "--prompts", "p.txt", "hello"), ["not both"]),
        (("-p", "fast", "--prompts", "there-is-no-such-file"), ["there-is-no-such-file", "No such file"]),
        (("-p", "fast", "--prompts", ""), ["--prompts cannot be read"]),
        (("-p", "fast", "--prompts", "/"), ["/ cannot be read", "directory"]),
        (("-p", "fast", "--repeat", "0", "hello"), ["--repeat"]),
        (("--embedded", "-p", "fast", "hello"), ["--embedded", "--endpoint"]),
    ],
)
def test_wrong_usage_ends_with_2_and_asks_nobody(
    lab: Homelab, tmp_path: Path, arguments: tuple[str, ...], words: list[str]
) -> None:
    done = compare(tmp_path, lab, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert all(word in done.stderr for word in words), done.stderr
    assert lab.log == []


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "is empty."), (b"\n \n", "is empty."), (b"\xff\xfea\0", "UTF-16"), (b"\xff\n", "nothing to ask")],
)
def test_a_file_without_a_prompt_ends_with_2(lab: Homelab, tmp_path: Path, content: bytes, words: str) -> None:
    done = compare(tmp_path, lab, "-p", "fast", "--prompts", prompts(tmp_path, content))
    assert done.returncode == 2
    assert words in done.stderr
    assert lab.log == []


def test_a_file_that_is_too_large_is_not_read_to_its_end(lab: Homelab, tmp_path: Path) -> None:
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(1 << 30)
    done = compare(tmp_path, lab, "-p", "fast", "--prompts", str(tmp_path / "huge"))
    assert done.returncode == 2
    assert "is larger than 32.0 MB" in done.stderr


def test_a_bad_line_is_told_twice_the_others_run_and_it_counts_as_failed(lab: Homelab, tmp_path: Path) -> None:
    file = prompts(tmp_path, b"7\xc3\x978\nno\0 good\nhello\n")
    done = compare(tmp_path, lab, "-p", "fast", "--prompts", file, "--json")
    assert done.returncode == 1
    assert sorted(each["prompt_id"] for each in objects(done)) == ["1", "3"]
    sentence = f"aishtui: {file}, line 2 has a NUL character in its prompt. It is left out.\n"
    assert done.stderr.startswith(sentence)
    assert done.stderr.endswith(sentence)


def test_many_bad_lines_are_not_told_twice(lab: Homelab, tmp_path: Path) -> None:
    file = prompts(tmp_path, "one\ntwo\n" + "\0\n" * 30)
    done = compare(tmp_path, lab, "-p", "fast", "--prompts", file)
    assert (done.returncode, done.stderr.count("NUL character")) == (1, 30)
    assert done.stderr.endswith(f"{file}: 30 prompts are left out, as said at the beginning.\n")


def test_the_prompts_are_not_written_over_with_their_answers(lab: Homelab, tmp_path: Path) -> None:
    file = Path(prompts(tmp_path, "one\n"))
    (tmp_path / "link").symlink_to(file)
    for name in (file, tmp_path / "link"):
        done = compare(tmp_path, lab, "-p", "fast", "--prompts", str(file), "-o", str(name))
        assert (done.returncode, done.stderr) == (2, f"aishtui: -o names the file that the prompts are in, {name}.\n")
    assert (file.read_text(), lab.chats) == ("one\n", [])


def test_a_place_that_cannot_be_written_is_told_before_anybody_is_asked(lab: Homelab, tmp_path: Path) -> None:
    for target in (tmp_path, tmp_path / "none" / "out.json"):
        done = compare(tmp_path, lab, "-p", "fast", "--json", "7×8", "-o", str(target))
        assert (done.returncode, done.stdout) == (1, "")
        assert f"{target} cannot be written" in done.stderr
    assert lab.chats == []


def test_a_full_disk_is_told_and_the_answers_are_in_the_history(lab: Homelab, tmp_path: Path) -> None:
    done = compare(tmp_path, lab, "-p", "fast,chat", "--json", "7×8", "-o", "/dev/full")
    assert (done.returncode, len(lab.chats)) == (1, 2)
    assert "/dev/full cannot be written (No space left on device). Make room there" in done.stderr
    assert stored(tmp_path, "SELECT DISTINCT status FROM messages WHERE comparison IS NOT NULL") == [("complete",)]


def test_when_nobody_reads_any_more_the_rest_is_not_asked_for(lab: Homelab, tmp_path: Path) -> None:
    file = prompts(tmp_path, "\n".join(f"prompt {number}" for number in range(300)))
    arguments = command(tmp_path, "--endpoint", lab.url, "compare", "-p", "fast", "--prompts", file, "--json")
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.wait(LIMIT_S) == 1
    assert len(lab.chats) < 300


def test_with_no_save_nothing_is_kept_and_there_is_no_comparison_to_open(lab: Homelab, tmp_path: Path) -> None:
    done = compare(tmp_path, lab, "-p", "fast,chat", "--no-save", "--json", "7×8")
    assert (done.returncode, [each["comparison"] for each in objects(done)]) == (0, [None, None])
    assert not (tmp_path / "data" / "aishtui.db").exists()
    assert "7 × 8 = 56" in compare(tmp_path, lab, "-p", "fast,chat", "--no-save", "7×8").stdout


def test_at_once_presets_that_share_a_backend_are_asked_together(lab: Homelab, tmp_path: Path) -> None:
    slow = Behaviour(text="one two three", silent_s=20.0)
    lab.script(lan.CHAT, slow)
    lab.script(lan.CHAT_BIG, slow)
    assert compare(tmp_path, lab, "-p", "chat,chat_big", "--at-once", "--json", "7×8").returncode == 0
    assert lab.in_flight_together(lan.CHAT, lan.CHAT_BIG)


def test_what_is_printed_on_a_terminal_is_clean(lab: Homelab, tmp_path: Path) -> None:
    from tests.commands.on_a_terminal import on_a_terminal

    lab.script(lan.FAST, Behaviour(text="a\x1b[31mb\x9bc"))
    for form in ((), ("--md",), ("--csv",), ("--json",)):
        with on_a_terminal(tmp_path, "--endpoint", lab.url, "compare", "-p", "fast", *form, "x") as terminal:
            assert "\x1b[31m" not in terminal.ended()
            assert "\x9b" not in terminal.shown
