"""llama.cpp's own server with a random model, driven through `ask` and the workbench."""

import json
import re
import threading
import time
from pathlib import Path

from tests.real_servers.asking import Outcome, Program
from tests.real_servers.llama_asked import CHECKS
from tests.real_servers.presets import PRESETS
from tests.real_servers.report import Report
from tests.real_servers.serving import Served
from tests.real_servers.slots import build, busy, idle_after, until
from tests.stories.aishtui_program import ESCAPE, Aishtui, aishtui

_HERE = Path(__file__).parent


def make_model(report: Report, python: Path, folder: Path) -> Path:
    model = folder / "tiny.gguf"
    with Served([str(python), str(_HERE / "tiny_gguf.py"), str(model)], folder / "model.log") as made:
        report.heading(f"the model: random weights, {model.stat().st_size / 1e6:.0f} MB, gguf {made.said['gguf']}")
    return model


def serve(python: Path, model: Path, folder: Path, *options: str) -> Served:
    return Served([str(python), str(_HERE / "llama_server.py"), str(model), *options], folder / "llama.log")


def drive(report: Report, python: Path, model: Path, folder: Path) -> None:
    with serve(python, model, folder) as server:
        program = Program(folder / "llama", server.url, PRESETS)
        report.heading(
            f"llama.cpp's server, out of xllamacpp {server.said['xllamacpp']} (it calls itself {build(server.url)})"
        )
        for check in CHECKS:
            check(report, program)
        workbench(report, program)
        killed(report, program, server)
    with serve(python, model, folder, "--key", "sesame") as server:
        report.heading("the same, wanting a key")
        key(report, folder, server.url)
    with serve(python, model, folder, "--most-tokens", "150") as server:
        report.heading("the same, for the doctor")
        doctor(report, Program(folder / "doctor", server.url))


def workbench(report: Report, program: Program) -> None:
    with aishtui(program.folder, "--endpoint", program.url, "--preset", "short") as screen:
        screen.type("hello there")
        ended = _shows(screen, "cut off (length)")
        report.check("the workbench shows the same end", "12 tok" in ended and "backend unknown" in ended, ended)
        screen.type(":preset endless")
        screen.type("never stop")
        _shows(screen, "writing")
        screen.press(ESCAPE)
        idle_s = idle_after(program.url)
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
    until(lambda: busy(program.url))
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
    said = Program(folder / "keyless", url, PRESETS).ask("whole", "7×8?")
    report.check("without the token: failed, in the server's words", said.status == 1, said.answer["error"])
    said = Program(folder / "keyed", url, PRESETS, token="sesame").ask("whole", "7×8?")
    report.check("with AISHTUI_TOKEN: complete", said.status == 0, said.short)


def doctor(report: Report, program: Program) -> None:
    """It finds everything in order but what this server does not offer, and that this model cannot reckon."""
    said = program("doctor", "--live", "--json", "-m", "tiny")
    points = json.loads(said.out) if said.out else []
    for point in points:
        expected = ("not ok",) if point["point"] == "two turns" else ("ok", "not offered")
        report.check(f"{point['point']}: {point['verdict']}", point["verdict"] in expected, point["evidence"])
    report.check("the doctor looked at all of it, status 1", len(points) >= 10 and said.status == 1, said.notes.strip())
