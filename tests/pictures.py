"""Draws the pictures in `screenshots/` from the real app on real HTTP; the answers are scripted.

python -m tests.pictures screenshots        or: make screenshots

It takes a minute, since no clock is changed: the cold model really is silent for 47 seconds.
"""

import asyncio
import re
import sys
import threading
from pathlib import Path

from tests.picture_answers import (
    ANSWER,
    BEFORE_QUESTION,
    FIRST_ANSWER,
    NO_CREDITS,
    OTHER_ANSWER,
    PAST,
    QUESTION,
    SHORT_ANSWER,
)
from tests.picture_studio import sitting
from tests.servers import lan
from tests.servers.behaviour import Behaviour, refuses
from tests.servers.homelab import Homelab

PORT = 8082
"""The broker's usual port, so that the same address stands in every picture."""

COLD = "boltzmann answered, waiting for the model 0:47"
THEMES = ("paper", "contrast", "terminal", "mono")


async def workbench(lab: Homelab, folder: Path) -> None:
    """Three tabs: answering, done (in view) and failed; then the same in the other themes."""
    lab.script(lan.FAST, Behaviour(text=SHORT_ANSWER, hold_after=30, release=threading.Event()))
    lab.script(lan.CHAT, Behaviour(text=ANSWER, silent_s=0.4))
    lab.script(lan.CLOUD, refuses(402, NO_CREDITS))
    command = "aishtui --preset fast --preset chat --preset cloud"
    async with sitting(lab.url, "fast", "chat", "cloud") as app:
        await app.sees("11 models")
        await app.type(":tab 2")
        await app.type(":all")
        await app.type(QUESTION)
        await app.type(":all off")
        await app.sees("means what it says", "complete", "cloud failed", "1 answering")
        await app.no_longer_sees("One tab again")
        _write(folder, "workbench", app.draw(command))
        for theme in THEMES:
            await app.type(f":theme {theme}")
            await app.sees("Ask something", "To start with it")
            await app.press("left")
            await app.no_longer_sees("To start with it")
            _write(folder, f"themes-{theme}", app.draw(f"{command} --theme {theme}"))


async def ask_all(lab: Homelab, folder: Path) -> None:
    """One question to two tabs; both are answering, and the next prompt goes to both again."""
    lab.script(lan.FAST, Behaviour(text=SHORT_ANSWER, hold_after=62, silent_s=0.5, release=threading.Event()))
    lab.script(lan.CHAT, Behaviour(text=ANSWER, hold_after=50, silent_s=0.5, release=threading.Event()))
    async with sitting(lab.url, "fast", "chat") as app:
        await app.sees("11 models")
        await app.type(":all")
        await app.sees("to 2 tabs")
        await app.type(QUESTION)
        await app.sees("2 answering", "no password")
        await app.no_longer_sees("ends it")
        await app.type("And if the laptop is asleep at night?", enter=False)
        await app.sees("asleep at night?")
        await app.until(lambda: len(set(re.findall(r"writing [\d:]+", app.words))) == 1, "one time on both clocks")
        _write(folder, "ask-all", app.draw("aishtui --preset fast --preset chat, then :all"))


async def conversation(lab: Homelab, folder: Path) -> None:
    """One answer: words searched in it, what can be done with it, and everything known of it."""
    lab.script(lan.CHAT, Behaviour(text=ANSWER, silent_s=0.4))
    command = "aishtui --preset chat"
    async with sitting(lab.url, "chat") as app:
        await app.sees("11 models")
        await app.type(QUESTION)
        await app.sees("means what it says", "complete")
        await app.type(":find backup")
        await app.sees("of 2")
        _write(folder, "search", app.draw(f"{command}, then :find backup"))
        await app.press("escape", "alt+up", "enter")
        await app.sees("Copy as plain text")
        _write(folder, "message-menu", app.draw(f"{command}, then Alt+Up and Enter"))
        await app.press("d")
        await app.sees("Request, as it was sent")
        _write(folder, "details", app.draw(f"{command}, then Alt+Up, Enter and d"))


async def compare(lab: Homelab, folder: Path) -> None:
    """Two rounds with three presets. dirac falls asleep between them, so boltzmann answers for two of them at once."""
    short = Behaviour(text=FIRST_ANSWER, silent_s=0.3)
    lab.dirac_awake = True
    lab.script(lan.DEEP, short, Behaviour(text=ANSWER, silent_s=1.1, tokens_per_s=24))
    lab.script(lan.CHAT, short, Behaviour(text=SHORT_ANSWER, silent_s=0.4, tokens_per_s=38))
    lab.script(lan.CLOUD, short, Behaviour(text=OTHER_ANSWER, silent_s=0.7, tokens_per_s=85))
    async with sitting(lab.url, "chat", size=(200, 50)) as app:
        await app.sees("12 models")
        await app.type(":compare deep,chat,cloud")
        await app.sees("to 3 columns")
        await app.type(BEFORE_QUESTION)
        await app.sees("round 1 · ")
        lab.dirac_awake = False
        await app.type(QUESTION)
        await app.sees("last time dirac", "round 2 · ")
        _write(folder, "compare", app.draw("aishtui, then :compare deep,chat,cloud"))


async def difference(lab: Homelab, folder: Path) -> None:
    """One prompt put to three presets, and the difference of two of the answers."""
    lab.script(lan.FAST, Behaviour(text=SHORT_ANSWER, silent_s=0.2))
    lab.script(lan.CHAT, Behaviour(text=ANSWER, silent_s=0.4))
    lab.script(lan.CLOUD, Behaviour(text=OTHER_ANSWER, silent_s=0.6))
    async with sitting(lab.url, "chat") as app:
        await app.sees("11 models")
        await app.type(":compare chat,cloud,fast")
        await app.sees("to 3 columns")
        await app.type(QUESTION)
        await app.until(lambda: app.engine.running() == 3, "three answers being written")
        await app.until(lambda: app.engine.running() == 0, "the end of three answers")
        await app.press("alt+v")
        await app.sees("1 of ", "of the words are the same")
        await app.press("n")
        await app.sees("2 of ")
        _write(folder, "difference", app.draw("aishtui, then :compare chat,cloud,fast, and Alt+V"))


async def history(lab: Homelab, folder: Path) -> None:
    """Conversations with several models, searched: the hits in the list, and one of them seen beside it."""
    async with sitting(lab.url, "fast") as app:
        await app.sees("11 models")
        for preset, question, answer in PAST:
            lab.script(app.engine.presets[preset].model, Behaviour(text=answer, silent_s=0.4))
            await app.type(f":new {preset}")
            await app.type(question)
            await app.sees("complete", answer.split()[-1])
        await app.type(":pin")
        await app.sees("Pinned")
        await app.press("f3")
        await app.sees("History", f"{len(PAST)} conversations")
        await app.type("rsync", enter=False)
        await app.sees("2 conversations", "means what it says")
        _write(folder, "history", app.draw("aishtui, then F3 and rsync"))
        await app.press("escape", "escape")
        await app.sees("Ask something")
        await app.press("ctrl+r")
        await app.sees("Prompts sent before")
        await app.type("the", enter=False)
        await app.sees("1 of ")
        _write(folder, "prompts", app.draw("aishtui, then Ctrl+R and the"))


async def picking(lab: Homelab, folder: Path) -> None:
    """Models found by a few letters, with what is known of one; and a command that is being completed."""
    async with sitting(lab.url, "chat") as app:
        await app.sees("11 models")
        await app.type(":preset cloud")
        await app.sees("cloud · ")
        await app.press("alt+l")
        await app.sees("Models", "picks")
        await app.press("down", "ctrl+f")
        await app.type("clo", enter=False)
        await app.sees("claude-opus-4.7", "context")
        _write(folder, "picker", app.draw("aishtui, then Alt+L and clo"))
        await app.press("escape")
        await app.type(":compare chat,d", enter=False)
        await app.sees("deep", ":compare [PRESETS")
        await app.press("ctrl+c")
        await app.type(":theme ", enter=False)
        await app.press("tab", "tab")
        await app.sees(":theme paper", "contrast")
        _write(folder, "completion", app.draw("aishtui, then :theme and Tab"))


async def cold_model(lab: Homelab, folder: Path, asked: asyncio.Event) -> None:
    """A model that is being loaded: who answered is known, and for how long it has been silent. `asked` is set when
    the other models may be given other scripts."""
    lab.script(lan.FAST, Behaviour(text=FIRST_ANSWER, silent_s=0.4))
    lab.script(lan.CHAT_BIG, Behaviour(silent_s=300.0))
    async with sitting(lab.url, "fast") as app:
        await app.sees("11 models")
        await app.type(QUESTION)
        await app.sees("complete")
        asked.set()
        await app.type(":preset chat_big")
        await app.type(QUESTION)
        await asyncio.sleep(40)  # looking all the time would only slow the others down
        # Pane and status bar have clocks of their own; for most of each second they say the same.
        await app.until(lambda: app.words.count(COLD) == 2 or "0:48" in app.words, COLD)
        _write(folder, "cold-model", app.draw("aishtui, then :preset chat_big"))


async def broker_down(endpoint: str, folder: Path) -> None:
    """Nobody answers at the address; what was asked is kept."""
    async with sitting(endpoint, "fast") as app:
        await app.sees("refused")
        await app.type(QUESTION)
        await app.sees("asks again")
        _write(folder, "broker-down", app.draw("aishtui"))


async def draw_all(folder: Path) -> None:
    with homelab() as lab:
        asked = asyncio.Event()
        # The cold model's app is opened first and closed last: apps in one process give back what they took in turn.
        async with asyncio.TaskGroup() as drawing:
            drawing.create_task(cold_model(lab, folder, asked))
            await asked.wait()
            await compare(lab, folder)
            await workbench(lab, folder)
            await ask_all(lab, folder)
            await conversation(lab, folder)
            await difference(lab, folder)
            await history(lab, folder)
            await picking(lab, folder)
    await broker_down(lab.url, folder)


def homelab() -> Homelab:
    """At the broker's usual port, where that is free."""
    try:
        return Homelab(port=PORT, cold={})
    except OSError:
        print(f"Port {PORT} is taken: the pictures will show another one.", file=sys.stderr)
        return Homelab(cold={})


def _write(folder: Path, name: str, svg: str) -> None:
    path = folder / f"{name}.svg"
    path.write_text(svg, encoding="utf-8")
    print(path, flush=True)


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.pictures FOLDER")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(draw_all(folder))


if __name__ == "__main__":
    main()
