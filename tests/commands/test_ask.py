"""`aishtui ask` as a real process against a real server: what it prints where, and how it ends."""

import json
import signal
import sqlite3
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.commands.program import LIMIT_S, Done, command, environment, run, write
from tests.servers import lan
from tests.servers.behaviour import Behaviour, dies_after, refuses
from tests.servers.homelab import Homelab

FIELDS = [
    "preset", "model", "answered_by", "answered_by_from", "answered_model", "provider", "cloud", "endpoint",
    "endpoint_name", "attempts", "http_status", "request_id", "system_fingerprint", "status", "finish_reason", "text",
    "thinking", "citations", "error", "notes", "first_token_s", "first_text_s", "total_s", "tokens_in", "cached_tokens",
    "tokens_out", "thinking_tokens", "tokens_from", "tokens_per_s", "chars_per_s", "cost", "cost_from",
    "beside",
]  # fmt: skip


def object_of(done: Done) -> dict[str, Any]:
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def stored(folder: Path, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(folder / "data" / "aishtui.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_the_text_goes_to_standard_output_and_everything_else_to_standard_error(lab: Homelab, tmp_path: Path) -> None:
    done = run(tmp_path, "ask", "--endpoint", lab.url, "-p", "fast", "7×8")
    assert (done.returncode, done.stdout) == (0, "7 × 8 = 56\n")
    assert "hertz" in done.stderr
    assert lan.FAST in done.stderr
    assert done.stderr.endswith("complete\n")


def test_without_a_name_the_first_served_preset_without_a_cloud_id_is_asked(lab: Homelab, tmp_path: Path) -> None:
    write(
        tmp_path,
        "presets.toml",
        f'[presets.fast]\nmodel = "not-served-now"\n[presets.paid]\nmodel = "{lan.CLOUD}"\n',
    )
    done = run(tmp_path, "--endpoint", lab.url, "ask", "--json", "hello")
    assert done.returncode == 0
    assert (object_of(done)["preset"], object_of(done)["model"]) == ("chat", lan.CHAT)


def test_a_paid_model_is_never_asked_by_itself(lab: Homelab, tmp_path: Path) -> None:
    lab.catalogue_body = json.dumps({"data": [{"id": lan.CLOUD}, {"id": lan.CLOUD_HAIKU}]}).encode()
    run(tmp_path, "--endpoint", lab.url, "ask", "hello")
    assert not [exchange.model for exchange in lab.chats if "/" in exchange.model]


def test_json_is_one_object_with_exactly_the_promised_fields(lab: Homelab, tmp_path: Path) -> None:
    done = run(tmp_path, "ask", "--endpoint", lab.url, "-p", "fast", "--json", "7×8")
    answer = object_of(done)
    assert list(answer) == FIELDS
    assert (answer["preset"], answer["model"], answer["answered_model"]) == ("fast", lan.FAST, lan.FAST)
    assert (answer["answered_by"], answer["answered_by_from"]) == ("hertz", "header")
    assert (answer["endpoint"], answer["status"], answer["finish_reason"]) == (lab.url, "complete", "stop")
    assert (answer["text"], answer["thinking"], answer["error"], answer["cost"]) == ("7 × 8 = 56", "", None, None)
    assert 0 <= answer["first_token_s"] <= answer["total_s"]
    assert answer["tokens_in"] == 1
    assert answer["tokens_out"] == 5


def test_a_bare_model_has_no_preset_and_an_unnamed_backend_is_unknown(lab: Homelab, tmp_path: Path) -> None:
    answer = object_of(run(tmp_path, "ask", "--endpoint", lab.url, "-m", lan.NAMELESS, "--json", "hello"))
    assert (answer["preset"], answer["model"]) == (None, lan.NAMELESS)
    assert (answer["answered_by"], answer["answered_by_from"]) == (None, "unknown")
    assert answer["cost"] > 0


def test_thinking_stands_apart_from_the_text(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(thinking="Let me see.", text="Done."))
    assert run(tmp_path, "ask", "--endpoint", lab.url, "-p", "fast", "x").stdout == "Done.\n"
    answer = object_of(run(tmp_path, "ask", "--endpoint", lab.url, "-p", "fast", "--json", "x"))
    assert (answer["thinking"], answer["text"]) == ("Let me see.", "Done.")


def test_a_refusal_ends_with_1_and_the_servers_words(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, refuses(500, "the GPU fell off"))
    done = run(tmp_path, "ask", "--endpoint", lab.url, "-p", "fast", "hello")
    assert (done.returncode, done.stdout) == (1, "")
    assert "the GPU fell off" in done.stderr
    assert done.stderr.endswith("failed\n")


def test_without_a_broker_it_ends_with_1_and_says_where_nobody_was(tmp_path: Path, closed_port: int) -> None:
    done = run(tmp_path, "ask", "--endpoint", f"127.0.0.1:{closed_port}", "hello")
    assert (done.returncode, done.stdout) == (1, "")
    assert f"127.0.0.1:{closed_port} refused the connection" in done.stderr


@pytest.mark.parametrize(
    ("behaviour", "reason"), [(Behaviour(text="one two three", finish="length"), "length"), (dies_after(2), None)]
)
def test_a_cut_off_answer_ends_with_3_and_keeps_what_came(
    lab: Homelab, tmp_path: Path, behaviour: Behaviour, reason: str | None
) -> None:
    lab.script(lan.FAST, behaviour)
    done = run(tmp_path, "ask", "--endpoint", lab.url, "-p", "fast", "--json", "hello")
    answer = object_of(done)
    assert (done.returncode, answer["status"], answer["finish_reason"]) == (3, "cut_off", reason)
    assert answer["text"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-p", "fsat", "hello"), ["fsat", "fast"]),
        (("-p", "fast", "-m", lan.FAST, "hello"), ["-p", "-m", "not both"]),
        (("-p", "fast", "  "), ["nothing to ask"]),
        (("--embedded", "--endpoint", "http://x", "hello"), ["--embedded", "--endpoint"]),
    ],
)
def test_wrong_usage_ends_with_2_and_asks_nobody(
    lab: Homelab, tmp_path: Path, arguments: tuple[str, ...], words: list[str]
) -> None:
    done = run(tmp_path, "--endpoint", lab.url, "ask", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert all(word in done.stderr for word in words)
    assert lab.log == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_answer_and_keeps_what_came(lab: Homelab, tmp_path: Path, number: signal.Signals) -> None:
    lab.script(lan.FAST, Behaviour(text="one two three four", hold_after=2, release=threading.Event()))
    arguments = command(tmp_path, "--endpoint", lab.url, "ask", "-p", "fast", "hello")
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as process:
        assert process.stdout is not None
        assert process.stdout.read(7) == b"one two"
        process.send_signal(number)
        out, err = process.communicate(timeout=LIMIT_S)
    assert process.returncode == 130
    assert out.decode().strip() == ""
    assert err.decode().endswith("stopped by you\n")
    lab.wait_for(lambda log: log[-1].client_closed)
    query = "SELECT status, trim(text) FROM messages WHERE role = 'assistant'"
    assert stored(tmp_path, query) == [("stopped", "one two")]


def test_ctrl_c_before_anything_was_asked_is_130_too(lab: Homelab, tmp_path: Path) -> None:
    arguments = command(tmp_path, "--endpoint", lab.url, "ask", "-")
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as process:
        assert process.stdin is not None
        process.stdin.write(b"x" * 200_000)  # more than a pipe holds: what follows has been read by it
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=LIMIT_S)
    assert (process.returncode, b"Traceback" in err) == (130, False)
    assert lab.log == []


def test_a_reader_that_has_read_enough_stops_the_answer_without_a_traceback(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(text="one\n" + "more and more " * 2000))
    arguments = command(tmp_path, "--endpoint", lab.url, "ask", "-p", "fast", "hello")
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"one\n"
        process.stdout.close()
        _, err = process.communicate(timeout=LIMIT_S)
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert err.decode().endswith("stopped by you\n")
    ((status, text),) = stored(tmp_path, "SELECT status, text FROM messages WHERE role = 'assistant'")
    assert status == "stopped"
    assert text.startswith("one\nmore")


def test_a_reader_that_never_read_json_is_no_traceback(lab: Homelab, tmp_path: Path) -> None:
    arguments = command(tmp_path, "--endpoint", lab.url, "ask", "-p", "fast", "--json", "hello")
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as process:
        assert process.stdout is not None
        process.stdout.close()
        _, err = process.communicate(timeout=LIMIT_S)
    assert (process.returncode, b"Traceback" in err) == (1, False)


def test_a_full_disk_behind_standard_output_is_said(lab: Homelab, tmp_path: Path) -> None:
    arguments = command(tmp_path, "--endpoint", lab.url, "ask", "-p", "fast", "hello")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(arguments, stdout=full, stderr=subprocess.PIPE, timeout=LIMIT_S, env=environment())
    assert done.returncode == 130
    assert b"cannot be written to standard output (No space left on device)" in done.stderr
    assert b"Traceback" not in done.stderr


def test_closed_standard_streams_do_no_harm(lab: Homelab, tmp_path: Path) -> None:
    arguments = command(tmp_path, "--endpoint", lab.url, "ask", "-p", "fast", "hello")
    shell = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *arguments]
    assert subprocess.run(shell, timeout=LIMIT_S, env=environment()).returncode == 0
    assert stored(tmp_path, "SELECT status FROM messages WHERE role = 'assistant'") == [("complete",)]


def test_a_terminal_of_another_encoding_gets_what_it_can_show(lab: Homelab, tmp_path: Path) -> None:
    arguments = command(tmp_path, "ask", "--endpoint", lab.url, "-p", "fast", "7×8")
    ascii_only = environment(PYTHONIOENCODING="ascii")
    done = subprocess.run(arguments, stdin=subprocess.DEVNULL, capture_output=True, timeout=LIMIT_S, env=ascii_only)
    assert (done.returncode, done.stdout) == (0, b"7 ? 8 = 56\n")


@pytest.mark.parametrize("argument", [("-",), ()])
def test_the_prompt_is_read_from_standard_input(lab: Homelab, tmp_path: Path, argument: tuple[str, ...]) -> None:
    prompt = "first line\nsecond line: ü\n"
    done = run(tmp_path, "ask", "--endpoint", lab.url, "-p", "fast", *argument, stdin=prompt)
    assert done.returncode == 0
    assert lab.chats[-1].messages == [{"role": "user", "content": prompt}]


def test_the_system_prompt_is_put_in_place_of_the_presets(lab: Homelab, tmp_path: Path) -> None:
    write(tmp_path, "presets.toml", f'[presets.brief]\nmodel = "{lan.FAST}"\nsystem = "Be brief."\n')
    for extra in ((), ("--system", "Be long."), ("--system", "")):
        run(tmp_path, "ask", "--endpoint", lab.url, "-p", "brief", *extra, "hello")
    systems = [exchange.messages[0]["content"] for exchange in lab.chats if exchange.messages[0]["role"] == "system"]
    assert systems == ["Be brief.", "Be long."]


def test_the_turn_stands_in_the_history_as_asked_here(lab: Homelab, tmp_path: Path) -> None:
    run(tmp_path, "ask", "--endpoint", lab.url, "-p", "fast", "7×8")
    assert stored(tmp_path, "SELECT title, origin FROM conversations") == [("7×8", "ask")]
    messages = stored(tmp_path, "SELECT role, text, status, backend FROM messages ORDER BY id")
    assert messages == [("user", "7×8", "complete", None), ("assistant", "7 × 8 = 56", "complete", "hertz")]
    assert stored(tmp_path, "SELECT * FROM tabs") == []


def test_no_save_leaves_no_trace(lab: Homelab, tmp_path: Path) -> None:
    done = run(tmp_path, "ask", "--endpoint", lab.url, "-p", "fast", "--no-save", "7×8")
    assert (done.returncode, done.stdout) == (0, "7 × 8 = 56\n")
    assert list(tmp_path.rglob("*")) == []


def test_a_database_that_cannot_be_used_is_said_and_the_answer_given(lab: Homelab, tmp_path: Path) -> None:
    database = tmp_path / "data" / "aishtui.db"
    database.parent.mkdir()
    database.write_text("this is no database " * 100)
    done = run(tmp_path, "ask", "--endpoint", lab.url, "-p", "fast", "7×8")
    assert (done.returncode, done.stdout) == (0, "7 × 8 = 56\n")
    assert f"The database {database} is damaged" in done.stderr


def test_a_cloud_that_answered_unasked_is_told_in_the_words_of_the_screen(lab: Homelab, tmp_path: Path) -> None:
    told = b'data: {"model": "anthropic/claude", "choices": [{"delta": {"content": "Hi"}}]}\n\ndata: [DONE]\n\n'
    lab.script(lan.FAST, Behaviour(raw=(told,)))
    done = run(tmp_path, "ask", "--endpoint", lab.url, "-p", "fast", "hello")
    words = f"A cloud answered, and {lan.FAST} has no cloud id: the model that answered is anthropic/claude."
    assert f"aishtui: {words}\n" in done.stderr


def test_who_answered_is_told_of_an_answer_that_came_in_one_piece_too(lab: Homelab, tmp_path: Path) -> None:
    whole = b'data: {"choices": [{"delta": {"content": "Hi"}, "finish_reason": "stop"}]}\n\ndata: [DONE]\n\n'
    lab.script(lan.FAST, Behaviour(raw=(whole,)))
    for _ in range(5):  # how much of it is seen before its end is for the scheduler to say
        done = run(tmp_path, "ask", "--endpoint", lab.url, "-p", "fast", "hello")
        assert (done.stdout, done.stderr.splitlines()[0]) == ("Hi\n", f"{lan.FAST} · hertz")
