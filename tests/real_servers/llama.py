"""llama.cpp's own server with a random model: every way an answer can end there, through `ask` and the workbench."""

import json
import re
import threading
import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from tests.real_servers.asking import Outcome, Program
from tests.real_servers.report import Report
from tests.real_servers.serving import Served
from tests.stories.aishtui_program import ESCAPE, Aishtui, aishtui

CONTEXT = 2048
"""What `tiny_gguf.py` makes; that module needs what only its own environment has."""
_KNOWN = "seven times eight is 56"
_THOUGHT = "well, that is 50 and 6"
_PRESETS = f"""
[presets.whole]
model = "tiny"
params.grammar = 'root ::= "{_KNOWN}"'

[presets.thoughts]
model = "tiny"
params.grammar = 'root ::= "<think>\\n{_THOUGHT}\\n</think>\\n\\n{_KNOWN}"'

[presets.short]
model = "tiny"
params = {{ max_tokens = 12, ignore_eos = true }}

[presets.talk]
model = "tiny"
params = {{ max_tokens = 300, ignore_eos = true }}

[presets.endless]
model = "tiny"
params = {{ ignore_eos = true }}

[presets.unsupported]
model = "tiny"
params = {{ max_tokens = 5, n = 3 }}

[presets.tool]
model = "tiny"
[presets.tool.params]
tool_choice = "required"
parallel_tool_calls = false
logit_bias = [["<tool_call>", 50], ["</s>", 80]]
[[presets.tool.params.tools]]
type = "function"
[presets.tool.params.tools.function]
name = "weather"
description = "The weather in a town."
[presets.tool.params.tools.function.parameters]
type = "object"
required = ["town"]
properties = {{ town = {{ type = "string", enum = ["Bern"] }} }}
"""
"""The model says what it must where a grammar leaves no choice, and words by chance where none does."""


def drive(report: Report, python: Path, folder: Path) -> None:
    here = Path(__file__).parent
    model = folder / "tiny.gguf"
    made = Served([str(python), str(here / "tiny_gguf.py"), str(model)], folder / "model.log")
    with made:
        report.heading(f"the model: {model.stat().st_size / 1e6:.1f} MB, gguf {made.said['gguf']}")
    command = [str(python), str(here / "llama_server.py"), str(model)]
    with Served(command, folder / "llama.log") as server:
        program = Program(folder / "llama", server.url, _PRESETS)
        report.heading(f"llama.cpp: xllamacpp {server.said['xllamacpp']}, {fingerprint(server.url)}")
        for check in (
            catalogue,
            whole,
            thoughts,
            streamed,
            at_the_limit,
            stopped,
            too_long,
            unknown,
            refused,
            tools,
            together,
        ):
            check(report, program)
        workbench(report, program)
        killed(report, program, server)
    with Served([*command, "sesame"], folder / "llama.log") as server:
        report.heading("llama.cpp that wants a key")
        key(report, folder, server.url)


def fingerprint(url: str) -> str:
    """The build that llama.cpp says it is."""
    return str(_get(f"{url}/props").get("build_info", "of an unknown build"))


def catalogue(report: Report, program: Program) -> None:
    said = program("models", "--json")
    entry = said.answer["models"][0]
    report.check(
        "the catalogue lists the model with the context that is served",
        said.status == 0 and entry["id"] == "tiny" and not entry["cloud"] and entry["context_length"] == CONTEXT,
        json.dumps(entry),
    )


def whole(report: Report, program: Program) -> None:
    said = program.ask("whole", "7×8?")
    answer = said.answer
    report.check(
        "a whole answer is complete (stop)",
        (said.status, answer["status"], answer["finish_reason"]) == (0, "complete", "stop")
        and _KNOWN in answer["text"],
        _short(answer),
    )
    report.check(
        "nobody says who answered, so it is unknown; the model is the one it names itself",
        answer["answered_by"] is None and answer["answered_model"] == "tiny",
        f"answered_by {answer['answered_by']}, from {answer['answered_by_from']}, model {answer['answered_model']}",
    )


def thoughts(report: Report, program: Program) -> None:
    answer = program.ask("thoughts", "7×8?").answer
    report.check(
        "`reasoning_content` becomes thinking, and stands apart from the text",
        (answer["status"], answer["thinking"].strip(), answer["text"].strip()) == ("complete", _THOUGHT, _KNOWN),
        _short(answer),
    )


def streamed(report: Report, program: Program) -> None:
    said = program.followed("talk", "talk to me")
    first, last = said.pieces[0], said.pieces[-1]
    report.check(
        "the answer comes in pieces and is printed as it comes",
        len(said.pieces) > 3 and last - first > 0.1,
        f"{len(said.pieces)} pieces within {last - first:.2f} s: {said.out[:60]!r} …",
    )
    report.check(
        "tokens and rate come from the server's count",
        bool(re.search(r"\b\d+ tok/s · 300 tok\b", said.notes)),
        " / ".join(said.notes.splitlines()),
    )


def at_the_limit(report: Report, program: Program) -> None:
    said = program.ask("short", "go on")
    report.check("`max_tokens` reached is cut off (length), status 3", _is_cut(said, "length"), _short(said.answer))
    report.check(
        "… and 12 tokens are counted", said.answer["tokens_out"] == 12, f"tokens_out {said.answer['tokens_out']}"
    )
    said = program.ask("endless", "talk until your context is full")
    used = (said.answer["tokens_in"] or 0) + (said.answer["tokens_out"] or 0)
    report.check(
        "a full context is cut off (length)", _is_cut(said, "length") and used > CONTEXT - 100, _short(said.answer)
    )


def stopped(report: Report, program: Program) -> None:
    said = program.followed("endless", "never stop", stop_after=200)
    idle_s = _idle_after(program.url)
    report.check(
        "Ctrl+C in mid-answer: stopped by you, status 130, the text kept",
        said.status == 130 and "stopped by you" in said.notes and len(said.out) >= 200,
        f"{len(said.out)} characters; {said.notes.splitlines()[-1]}",
    )
    report.check("… and llama.cpp stops generating", idle_s is not None and idle_s < 1.0, f"idle after {idle_s} s")


def too_long(report: Report, program: Program) -> None:
    said = program.ask("short", "-", typed="word " * 3000)
    error = str(said.answer["error"])
    report.check(
        "a prompt longer than the context fails in the server's own words",
        said.status == 1 and said.answer["status"] == "failed" and "context size" in error and str(CONTEXT) in error,
        error,
    )


def unknown(report: Report, program: Program) -> None:
    said = program("ask", "--json", "-m", "no-such-model", "hello")
    answer = said.answer
    told = answer["answered_model"] if answer["status"] != "failed" else answer["error"]
    report.check(
        "an unknown model: whatever happens is said",
        (answer["status"] == "failed" and bool(answer["error"])) or bool(answer["answered_model"]),
        f"{answer['status']}: asked no-such-model, told {told}",
    )


def refused(report: Report, program: Program) -> None:
    said = program.ask("unsupported", "hello")
    error = str(said.answer["error"])
    report.check(
        "a parameter that the server does not take: its words name it",
        said.status == 1 and "400" in error and "'n'" in error,
        error,
    )


def tools(report: Report, program: Program) -> None:
    answer = program.ask("tool", "what is the weather in Bern?").answer
    text = " ".join(str(answer["text"]).split())
    report.check(
        "`tools` are passed on, and the call that comes back in pieces is shown whole",
        answer["finish_reason"] == "tool_calls" and "weather" in text and "Bern" in text,
        f"{answer['status']} ({answer['finish_reason']}): {text} {answer['error'] or ''}",
    )


def together(report: Report, program: Program) -> None:
    spans: list[tuple[float, float]] = []

    def ask() -> None:
        began = time.monotonic()
        said = program.followed("talk", "talk to me")
        if said.pieces and said.status == 3:
            spans.append((began + said.pieces[0], began + said.pieces[-1]))

    askers = [threading.Thread(target=ask) for _ in range(2)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    overlap = min(end for _, end in spans) - max(begin for begin, _ in spans) if len(spans) == 2 else -1.0
    report.check("two answers at once overlap", overlap > 0, f"for {overlap:.2f} s")


def workbench(report: Report, program: Program) -> None:
    with aishtui(program.folder, "--endpoint", program.url, "--preset", "short") as screen:
        screen.type("hello there")
        ended = _shows(screen, "cut off (length)")
        report.check("the workbench shows the same end", "12 tok" in ended and "backend unknown" in ended, ended)
        screen.type(":preset endless")
        screen.type("never stop")
        _shows(screen, "writing")
        screen.press(ESCAPE)
        idle_s = _idle_after(program.url)
        ended = _shows(screen, "stopped by you")
        report.check(
            "Esc stops it, at llama.cpp's end too", idle_s is not None and idle_s < 1.0, f"{idle_s} s; {ended}"
        )
        screen.quit()


def _shows(screen: Aishtui, words: str) -> str:
    """The status line once it has these words."""
    screen.until(lambda: words in screen.status_line)
    return re.sub(r" {2,}", " … ", screen.status_line.strip())


def killed(report: Report, program: Program, server: Served) -> None:
    """The last one: nobody serves afterwards."""
    said: list[Outcome] = []
    asker = threading.Thread(target=lambda: said.append(program.ask("endless", "talk until you die")))
    asker.start()
    _until(lambda: _busy(program.url))
    time.sleep(0.5)
    server.kill()
    asker.join()
    answer = said[0].answer
    report.check(
        "the server is killed in mid-answer: cut off, what came is kept",
        said[0].status == 3 and answer["status"] == "cut_off" and len(answer["text"]) > 0 and bool(answer["error"]),
        f"{len(answer['text'])} characters: {answer['error']}",
    )
    said.append(program.ask("short", "anybody there?"))
    report.check("nobody listens any more: said so, status 1", said[1].status == 1, said[1].answer["error"])


def key(report: Report, folder: Path, url: str) -> None:
    said = Program(folder / "keyless", url, _PRESETS).ask("whole", "7×8?")
    report.check("without the token: failed, in the server's words", said.status == 1, said.answer["error"])
    said = Program(folder / "keyed", url, _PRESETS, token="sesame").ask("whole", "7×8?")
    report.check("with AISHTUI_TOKEN: complete", said.status == 0, _short(said.answer))


def _is_cut(said: Outcome, reason: str) -> bool:
    return (said.status, said.answer["status"], said.answer["finish_reason"]) == (3, "cut_off", reason)


def _short(answer: dict[str, Any]) -> str:
    known = {name: value for name, value in answer.items() if value not in (None, "") and name not in ("endpoint",)}
    if len(str(known.get("text", ""))) > 60:
        known["text"] = f"{str(known['text'])[:50]} … ({len(str(answer['text']))} characters)"
    return ", ".join(f"{name} {value!r}" for name, value in known.items())


def _idle_after(url: str, patience_s: float = 5.0) -> float | None:
    """Seconds until no slot of the server works on an answer."""
    began = time.monotonic()
    while time.monotonic() - began < patience_s:
        if not _busy(url):
            return round(time.monotonic() - began, 2)
        time.sleep(0.02)
    return None


def _busy(url: str) -> bool:
    return any(slot["is_processing"] for slot in _get(f"{url}/slots"))


def _until(condition: Any, patience_s: float = 20.0) -> None:
    ends_at = time.monotonic() + patience_s
    while not condition():
        if time.monotonic() > ends_at:
            raise RuntimeError("waited in vain")
        time.sleep(0.02)


def _get(url: str) -> Any:
    with urlopen(url, timeout=10) as response:
        return json.load(response)
