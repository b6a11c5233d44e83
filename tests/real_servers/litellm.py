"""LiteLLM's proxy in front of llama.cpp's server: who answered, said in headers, and what passes through it."""

from pathlib import Path

from tests.real_servers.asking import Program
from tests.real_servers.llama import serve
from tests.real_servers.presets import KNOWN, PRESETS, THOUGHT
from tests.real_servers.report import Report
from tests.real_servers.serving import Served
from tests.real_servers.slots import idle_after

_HERE = Path(__file__).parent
_KEY = "sk-sesame"


def drive(report: Report, llama_python: Path, python: Path, model: Path, folder: Path) -> None:
    with serve(llama_python, model, folder) as upstream:
        command = [str(python), str(_HERE / "litellm_server.py"), upstream.url, _KEY, str(folder)]
        with Served(command, folder / "litellm.log") as server:
            report.heading(f"LiteLLM {server.said['litellm']} in front of it")
            program = Program(folder / "litellm", server.url, PRESETS, token=_KEY)
            catalogue(report, program)
            who(report, program, upstream.url)
            cost(report, program)
            fallen_back(report, program, upstream.url)
            through(report, program)
            refusals(report, program)
            stopped(report, program, upstream.url)
            keyless(report, folder, server.url)


def catalogue(report: Report, program: Program) -> None:
    said = program("models", "--json")
    ids = [model["id"] for model in said.answer["models"]]
    report.check("the catalogue lists all models", sorted(ids) == ["fallen", "priced", "tiny"], ids)


def who(report: Report, program: Program, upstream: str) -> None:
    said = program.ask("short", "go on")
    answer = said.answer
    report.check(
        "who answered is the address in `x-litellm-model-api-base`, known from a header",
        (answer["answered_by"], answer["answered_by_from"]) == (f"{upstream}/v1", "header"),
        said.short,
    )
    shown = program.followed("short", "go on").notes
    report.check(
        "… and nobody calls a server on this machine a cloud", "cloud" not in shown, " / ".join(shown.splitlines())
    )
    report.check(
        "tokens are counted", answer["tokens_out"] == 12, f"in {answer['tokens_in']}, out {answer['tokens_out']}"
    )


def cost(report: Report, program: Program) -> None:
    said = program.ask("priced", "hello")
    answer = said.answer
    priced = (answer["tokens_in"] or 0) * 1e-6 + (answer["tokens_out"] or 0) * 2e-6
    report.check(
        "the cost is the one that the proxy says",
        bool(priced) and abs((answer["cost"] or 0.0) - priced) < 1e-9,
        f"${answer['cost']} for {answer['tokens_in']} + {answer['tokens_out']} tokens",
    )


def fallen_back(report: Report, program: Program, upstream: str) -> None:
    said = program.ask("fallen", "hello")
    answer = said.answer
    report.check(
        "a model that is down, answered by its fallback: who it was is said",
        answer["answered_by"] == f"{upstream}/v1"
        and answer["model"] == "fallen"
        and answer["answered_model"] == "tiny",
        said.short,
    )


def through(report: Report, program: Program) -> None:
    said = program.ask("thoughts", "7×8?")
    answer = said.answer
    report.check(
        "`reasoning_content` and unknown parameters pass through",
        (answer["status"], answer["thinking"].strip(), answer["text"].strip()) == ("complete", THOUGHT, KNOWN),
        said.short,
    )
    said = program.ask("tool", "what is the weather in Bern?")
    text = " ".join(str(said.answer["text"]).split())
    report.check(
        "a tool call comes back whole",
        said.answer["finish_reason"] == "tool_calls" and "weather" in text and "Bern" in text,
        said.short,
    )


def refusals(report: Report, program: Program) -> None:
    said = program.ask("short", "-", typed="word " * 3000)
    report.check(
        "a prompt that is too long: its words", "context size" in str(said.answer["error"]), said.answer["error"]
    )
    said = program("ask", "--json", "-m", "no-such-model", "hello")
    report.check("an unknown model: its words", "no-such-model" in str(said.answer["error"]), said.answer["error"])


def stopped(report: Report, program: Program, upstream: str) -> None:
    said = program.followed("endless", "never stop", stop_after=200)
    idle_s = idle_after(upstream)
    report.check(
        "Ctrl+C in mid-answer: stopped, and the server behind the proxy stops too",
        said.status == 130 and idle_s is not None and idle_s < 3.0,
        f"{len(said.out)} characters; llama.cpp idle after {idle_s} s",
    )


def keyless(report: Report, folder: Path, url: str) -> None:
    for token, what in (("", "without a token"), ("sk-wrong", "with a wrong token")):
        said = Program(folder / "keyless", url, PRESETS, token=token).ask("short", "hello")
        report.check(
            f"{what}: failed, in its words", said.status == 1 and bool(said.answer["error"]), said.answer["error"]
        )
