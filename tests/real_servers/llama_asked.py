"""What llama.cpp's own server is asked through `aishtui ask`: every way an answer can end there."""

import json
import re
import threading
import time

from tests.real_servers.asking import Program
from tests.real_servers.presets import CONTEXT, KNOWN, THOUGHT
from tests.real_servers.report import Report
from tests.real_servers.slots import both_busy, idle_after, until

_CUT = (3, "cut_off", "length")


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
        said.ended == (0, "complete", "stop") and answer["text"] == KNOWN,
        said.short,
    )
    report.check(
        "nobody says who answered, so it is unknown; the model is the one it names itself",
        answer["answered_by"] is None and answer["answered_model"] == "tiny",
        f"answered_by {answer['answered_by']}, from {answer['answered_by_from']}, model {answer['answered_model']}",
    )


def thoughts(report: Report, program: Program) -> None:
    said = program.ask("thoughts", "7×8?")
    answer = said.answer
    report.check(
        "`reasoning_content` becomes thinking, and stands apart from the text",
        (answer["status"], answer["thinking"].strip(), answer["text"].strip()) == ("complete", THOUGHT, KNOWN),
        said.short,
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
    report.check("`max_tokens` reached is cut off (length), status 3", said.ended == _CUT, said.short)
    report.check(
        "… and 12 tokens are counted", said.answer["tokens_out"] == 12, f"tokens_out {said.answer['tokens_out']}"
    )
    said = program.ask("timed", "go on")
    report.check("… from `timings` where there is no usage", said.answer["tokens_out"] == 12, said.short)
    said = program.ask("endless", "talk until your context is full")
    used = (said.answer["tokens_in"] or 0) + (said.answer["tokens_out"] or 0)
    report.check("a full context is cut off (length)", said.ended == _CUT and used > CONTEXT - 100, said.short)


def stopped(report: Report, program: Program) -> None:
    said = program.followed("endless", "never stop", stop_after=200)
    idle_s = idle_after(program.url)
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
        said = program.followed("long", "talk for long")
        if said.pieces and said.status == 3:
            spans.append((began + said.pieces[0], began + said.pieces[-1]))

    askers = [threading.Thread(target=ask) for _ in range(2)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    overlap = min(end for _, end in spans) - max(begin for begin, _ in spans) if len(spans) == 2 else -1.0
    report.check("two answers at once overlap", overlap > 0, f"for {overlap:.2f} s")


def queued(report: Report, program: Program) -> None:
    """It has two slots; the third request gets not even headers before one is free."""
    talkers = [threading.Thread(target=program.followed, args=("long", "talk for long")) for _ in range(2)]
    for talker in talkers:
        talker.start()
    until(lambda: both_busy(program.url))
    said = program.ask("whole", "7×8?")
    for talker in talkers:
        talker.join()
    waited_s = said.answer["first_token_s"] or 0.0
    report.check(
        "behind two others it waits for a slot, and is whole",
        said.ended == (0, "complete", "stop") and waited_s > 0.5,
        f"the first token after {waited_s:.1f} s, {said.ended[1]}",
    )


CHECKS = (
    catalogue, whole, thoughts, streamed, at_the_limit, stopped, too_long, unknown, refused, tools, together, queued,
)  # fmt: skip
