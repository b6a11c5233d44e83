"""A suite that is interrupted, however that happens: the same command goes on, and nothing is asked twice."""

import json
import re
import signal
import subprocess
import termios
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from aishtui.chat.presets import Preset
from tests.commands.on_a_terminal import on_a_terminal
from tests.commands.program import LIMIT_S, command, environment, run
from tests.commands.test_ask import stored
from tests.commands.test_compare import asked, compare, objects, prompts
from tests.engine.bench import Bench
from tests.servers import lan
from tests.servers.behaviour import Behaviour, refuses
from tests.servers.homelab import Homelab

SETTLED = "SELECT count(*) FROM messages WHERE comparison IS NOT NULL AND status IN ('complete', 'failed')"
FIVE = "".join(f"prompt {number}\n" for number in range(5))


def wait_until(condition: Callable[[], bool]) -> None:
    ends_at = time.monotonic() + LIMIT_S
    while not condition():
        assert time.monotonic() < ends_at, "waited in vain"
        time.sleep(0.01)


def hangs_after(lab: Homelab, model: str, count: int) -> None:
    """The answers after the first `count` begin and do not end."""
    hanging = Behaviour(text="half of it", hold_after=1, release=threading.Event())
    lab.script(model, *[Behaviour(text="whole")] * count, hanging)


@contextmanager
def begun(folder: Path, lab: Homelab, arguments: Sequence[str], settled: int) -> Iterator["subprocess.Popen[str]"]:
    """The command as a process, when so many answers are on disk and the others hang."""
    words = command(folder, "--endpoint", lab.url, "compare", *arguments)
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdout=pipe, stderr=pipe, text=True, env=environment()) as process:
        try:
            lab.wait_for(lambda log: any(each.sent_text.strip() == "half" for each in log), LIMIT_S)
            wait_until(lambda: stored(folder, SETTLED) == [(settled,)])
            yield process
        finally:
            process.kill()


def healthy(lab: Homelab) -> None:
    for model in (lan.FAST, lan.CHAT):
        lab.script(model)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_what_was_interrupted_goes_on_and_nothing_is_asked_twice(
    lab: Homelab, tmp_path: Path, number: signal.Signals
) -> None:
    arguments = ("-p", "fast,chat", "--prompts", prompts(tmp_path, FIVE), "--json")
    hangs_after(lab, lan.FAST, 2)
    lab.script(lan.CHAT, refuses(500, "out of memory"), Behaviour(text="whole"))
    with begun(tmp_path, lab, arguments, 2 + 5) as process:
        process.send_signal(number)
        out, err = process.communicate(timeout=LIMIT_S)
    if number != signal.SIGKILL:
        assert process.returncode == 130
        assert "Stopped. The same command goes on: 7 of 10 answers are there." in err
        statuses = Counter(json.loads(line)["status"] for line in out.splitlines())
        assert (statuses["complete"], statuses["failed"]) == (6, 1)
        assert statuses["stopped"] > 0
    first = asked(lab)
    healthy(lab)
    done = compare(tmp_path, lab, *arguments)
    assert "7 of 10 answers are there." in done.stderr
    assert done.returncode == 1, "one had failed, and was not asked again"
    again = Counter(asked(lab)) - Counter(first)
    assert again == {(lan.FAST, f"prompt {index}"): 1 for index in (2, 3, 4)}
    found = [(each["preset"], each["prompt_id"]) for each in objects(done)]
    assert sorted(found) == [(name, str(index)) for name in ("chat", "fast") for index in range(1, 6)]
    assert [each["preset"] for each in objects(done) if each["status"] == "failed"] == ["chat"]
    assert len({each["comparison"] for each in objects(done)}) == 5
    assert stored(tmp_path, "SELECT count(*) FROM conversations") == [(5,)]


def test_under_nohup_it_goes_on_when_the_terminal_hangs_up(lab: Homelab, tmp_path: Path) -> None:
    hold = threading.Event()
    lab.script(lan.FAST, Behaviour(text="one two", hold_after=1, release=hold))
    suite = ("compare", "-p", "fast", "--prompts", prompts(tmp_path, FIVE), "--json")
    words = ["nohup", *command(tmp_path, "--endpoint", lab.url, *suite)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment()) as process:
        try:
            lab.wait_for(lambda log: any(each.sent_text for each in log), LIMIT_S)
            process.send_signal(signal.SIGHUP)
            hold.set()
            out, _ = process.communicate(timeout=LIMIT_S)
        finally:
            process.kill()
    assert process.returncode == 0
    assert [json.loads(line)["text"] for line in out.splitlines()] == ["one two"] * 5


@pytest.mark.parametrize("form", ["text", "--md", "--csv"])
def test_what_was_there_is_printed_too(lab: Homelab, tmp_path: Path, form: str) -> None:
    arguments = ("-p", "fast,chat", "--prompts", prompts(tmp_path, FIVE), *([form] if form != "text" else []))
    hangs_after(lab, lan.FAST, 2)
    hangs_after(lab, lan.CHAT, 5)
    with begun(tmp_path, lab, arguments, 7) as process:
        process.kill()
    lab.script(lan.FAST, Behaviour(text="whole"))
    done = compare(tmp_path, lab, *arguments)
    assert done.returncode == 0
    assert done.stdout.count("whole") == 10
    assert "half of it" not in done.stdout


def test_what_was_asked_further_in_columns_is_not_the_suites(lab: Homelab, tmp_path: Path) -> None:
    arguments = ("-p", "fast,chat", "--prompts", prompts(tmp_path, FIVE), "--json")
    hangs_after(lab, lan.FAST, 2)
    with begun(tmp_path, lab, arguments, 7) as process:
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=LIMIT_S)
    healthy(lab)
    third = next(each for each in map(json.loads, out.splitlines()) if each["prompt_id"] == "3")
    more_rounds(lab, tmp_path / "data", third["comparison"])
    before = len(lab.chats)
    done = compare(tmp_path, lab, *arguments)
    assert "7 of 10 answers are there." in done.stderr
    assert (done.returncode, len(objects(done))) == (0, 10)
    now = [(each.model, each.messages[-1]["content"]) for each in lab.chats[before:]]
    assert sorted(now) == [(lan.FAST, f"prompt {index}") for index in (2, 3, 4)]


def more_rounds(lab: Homelab, data: Path, comparison: str) -> None:
    """Open it as the workbench does, ask on, and ask one more."""
    fast = Preset("fast", lan.FAST)
    with Bench(lab, data, [fast]) as bench:
        answers = bench.engine.comparing.reopen(comparison).result()
        bench.engine.load_conversation(answers[0].conversation_id).result()
        assert len(bench.engine.comparing.open_again(comparison, answers, fast)) == 2
        bench.engine.comparing.add_column(comparison, fast)
        for asked in bench.engine.send_to_columns(comparison, "something else").values():
            bench.ended(asked.answer)


def test_a_finished_run_begins_anew_and_so_does_another_suite(lab: Homelab, tmp_path: Path) -> None:
    arguments = ["-p", "fast,chat", "--prompts", prompts(tmp_path, "one\ntwo\n"), "--json"]
    for count, more in enumerate(([], [], ["--system", "Be kind."], ["--repeat", "2"]), 1):
        done = compare(tmp_path, lab, *arguments, *more)
        assert "Going on" not in done.stderr
        assert len(lab.chats) == 4 * count + (4 if more == ["--repeat", "2"] else 0)


def test_new_begins_anew_what_was_interrupted_and_that_is_not_gone_on_with_later(lab: Homelab, tmp_path: Path) -> None:
    arguments = ("-p", "fast", "--prompts", prompts(tmp_path, FIVE), "--json")
    hangs_after(lab, lan.FAST, 2)
    with begun(tmp_path, lab, arguments, 2) as process:
        process.kill()
    healthy(lab)
    done = compare(tmp_path, lab, *arguments, "--new")
    assert ("Going on" in done.stderr, len(objects(done))) == (False, 5)
    again = compare(tmp_path, lab, *arguments)
    assert ("Going on" in again.stderr, len(objects(again))) == (False, 5)
    assert len({each["comparison"] for each in objects(done) + objects(again)}) == 10


def test_a_run_that_is_still_going_on_is_left_alone(lab: Homelab, tmp_path: Path) -> None:
    arguments = ("-p", "fast", "--prompts", prompts(tmp_path, FIVE), "--json", "--at-once")
    hangs_after(lab, lan.FAST, 2)
    with begun(tmp_path, lab, arguments, 2) as process:
        healthy(lab)
        done = compare(tmp_path, lab, *arguments)
        assert done.returncode == 0
        assert "Another aishtui is at the run of" in done.stderr
        assert len(objects(done)) == 5
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=LIMIT_S)
    assert "2 of 5 answers are there" in err


def test_where_something_was_deleted_a_new_run_begins(lab: Homelab, tmp_path: Path) -> None:
    from aishtui.store.database import Store

    arguments = ("-p", "fast", "--prompts", prompts(tmp_path, FIVE), "--json")
    hangs_after(lab, lan.FAST, 2)
    with begun(tmp_path, lab, arguments, 2) as process:
        process.kill()
    store = Store(tmp_path / "data", with_tabs=False)
    store.start()
    store.delete_conversations([stored(tmp_path, "SELECT min(id) FROM conversations")[0][0]]).result()
    store.close()
    healthy(lab)
    done = compare(tmp_path, lab, *arguments)
    assert "something of it is deleted; this is a new one." in done.stderr
    assert len(objects(done)) == 5


def test_a_file_is_replaced_when_all_of_it_is_there(lab: Homelab, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("of yesterday")
    arguments = ("-p", "fast", "--prompts", prompts(tmp_path, FIVE), "--json", "-o", str(target))
    hangs_after(lab, lan.FAST, 2)
    with begun(tmp_path, lab, arguments, 2) as process:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=LIMIT_S)
    assert f"{target} was not written. The same command goes on" in err
    assert target.read_text() == "of yesterday"
    healthy(lab)
    assert compare(tmp_path, lab, *arguments).returncode == 0
    assert len(target.read_text().splitlines()) == 5
    assert {path.name for path in tmp_path.iterdir()} - {"config"} == {"data", "out.jsonl", "prompts.txt"}


def test_without_keeping_what_has_ended_is_written_all_the_same(lab: Homelab, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    hangs_after(lab, lan.FAST, 2)
    words = ("compare", "-p", "fast", "--prompts", prompts(tmp_path, FIVE), "--no-save", "--json", "-o", str(target))
    process = subprocess.Popen(
        command(tmp_path, "--endpoint", lab.url, *words), stderr=subprocess.PIPE, text=True, env=environment()
    )
    with process:
        lab.wait_for(lambda log: any(each.sent_text.strip() == "half" for each in log), LIMIT_S)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=LIMIT_S)
    assert process.returncode == 130
    assert "Nothing is kept (--no-save): the same command begins anew." in err
    statuses = [json.loads(line)["status"] for line in target.read_text().splitlines()]
    assert statuses.count("complete") == 2


def test_a_second_interrupt_ends_it_at_once_and_the_next_run_goes_on(lab: Homelab, tmp_path: Path) -> None:
    arguments = ("-p", "fast", "--prompts", prompts(tmp_path, FIVE), "--json")
    hangs_after(lab, lan.FAST, 2)
    with begun(tmp_path, lab, arguments, 2) as process:
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=LIMIT_S)
        assert process.returncode == 130
    healthy(lab)
    assert "2 of 5 answers are there" in compare(tmp_path, lab, *arguments).stderr
    assert Counter(asked(lab))[lan.FAST, "prompt 0"] == 1


def test_on_a_terminal_it_says_how_far_it_is(lab: Homelab, tmp_path: Path) -> None:
    hangs_after(lab, lan.FAST, 2)
    words = ("compare", "-p", "fast,chat", "--prompts", prompts(tmp_path, FIVE), "--json")
    with on_a_terminal(tmp_path, "--endpoint", lab.url, *words, stream="stderr") as terminal:
        for columns, words in (
            (
                200,
                " · fast 2/5, on hertz · chat 5/5, on boltzmann · a few seconds left (Ctrl+C stops; the same command",
            ),
            (78, " · fast 2/5, on hertz · chat 5/5, on boltzmann · a few seconds left\x1b"),
            (60, " · fast 2/5 · chat 5/5 · a few seconds left\x1b"),
            (30, " · a few seconds left\x1b"),
            (12, " · a\x1b"),
        ):
            termios.tcsetwinsize(terminal.terminal, (24, columns))
            terminal.until(lambda shown, words=words: f"\r7 of 10{words}" in shown)  # type: ignore[misc]
        terminal.process.send_signal(signal.SIGINT)
        assert "7 of 10 answers are there" in terminal.ended()


def test_how_far_it_is_stays_to_be_read_while_answers_end(lab: Homelab, tmp_path: Path) -> None:
    for model in (lan.FAST, lan.CHAT):
        lab.script(model, Behaviour(text="whole", silent_s=20.0))
    words = ("compare", "-p", "fast,chat", "--prompts", prompts(tmp_path, FIVE), "--json")
    with on_a_terminal(tmp_path, "--endpoint", lab.url, *words, stream="stderr") as terminal:
        shown = terminal.ended()
    numbers = [int(number) for number in re.findall(r"\r(\d+) of 10", shown)]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) > 3
    assert "10 of 10" not in shown or "left" not in shown.rpartition("10 of 10")[2]
    assert shown.count("\r\x1b[K") == 1, "it is taken away once, in the end"


def test_a_suite_never_asks_two_of_one_model_twice_in_a_row_of_the_same_prompt(lab: Homelab, tmp_path: Path) -> None:
    """A server would answer the second time out of its cache."""
    run(
        tmp_path,
        "--endpoint",
        lab.url,
        "compare",
        "-p",
        "fast",
        "--prompts",
        prompts(tmp_path, "one\ntwo\n"),
        "--repeat",
        "2",
    )
    order = [exchange.messages[-1]["content"] for exchange in lab.chats]
    assert sorted(order[:2]) == sorted(order[2:]) == ["one", "two"]
