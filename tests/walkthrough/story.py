"""The first quarter of an hour of somebody who has read nothing: what they do, and what they find it by."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aishtui.terminal.edited import Edited, Suspended
from tests.picture_answers import ANSWER, SHORT_ANSWER
from tests.picture_studio import SIZE, sitting
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.walkthrough.walker import Stride, Walker

NOTES = "backup.sh"
_NOTES_TEXT = "#!/bin/sh\nrsync -a --delete /home/ nas:/backup/home/\n"
_SYSTEM = "Answer in one sentence."
_QUESTION = "Is rsync a backup?"
_ABOUT_FILE = f"What is missing in @{NOTES[0]}"
_COMMENTED, _OWN = '#"answer.copy" = "Alt+C"', '"answer.copy" = "Alt+C"'
_COLON, _HELP = (": for commands", ": commands"), ("? for help", "? help")
_HAND_S = 0.1
"""A person's pause before Enter: what comes faster is taken for a paste."""


async def walk(lab: Homelab, folder: Path, size: tuple[int, int] = SIZE, draws: bool = False) -> Walker:
    """Walk it from empty folders, in `folder`, where the user's file lies. Raises NotSeen and NotNamed where the
    screen does not lead on."""
    (folder / NOTES).write_text(_NOTES_TEXT)
    lab.script(lan.CHAT, Behaviour(text=SHORT_ANSWER, silent_s=0.4), Behaviour(text=ANSWER, silent_s=0.4))
    editor = _Editor()
    with _within(folder):
        async with sitting(lab.url, "fast", size=size, open_editor=editor.open) as app:
            walker = Walker(app, draws)
            await _start(walker)
            await _make_a_preset(walker)
            await _write_its_system_prompt(walker)
            await _try_it(walker, lab)
            await _compare_it(walker)
            await _attach_a_file(walker, lab)
            await _change_the_theme(walker)
            await _change_a_key(walker, editor)
    return walker


async def _start(walker: Walker) -> None:
    walker.step("start", "The first start", "Nothing is configured; what the broker serves stands in the sidebar.")
    await walker.came("11 models", "Try in the first minute")
    walker.draw("start", "The first screen says what can be done, and which keys lead on.")


async def _make_a_preset(walker: Walker) -> None:
    walker.step(
        "preset", "A preset of a model in the sidebar",
        "The welcome says where the models are, and that `e` there makes a preset of one.",
    )  # fmt: skip
    await walker.press("f2", "F2")
    await walker.came("/ to filter")
    await walker.arrow("down", 8)
    await walker.came("131k")
    walker.draw("sidebar", "Under the cursor a model: what is known of it, and what the keys do.")
    await walker.press("e", "e makes a preset", "e new preset")
    await walker.came("New preset", "Ctrl+U empties it")
    await walker.press("ctrl+u", "Ctrl+U empties it")
    await walker.write("brief", "Name")
    await walker.came("Not saved yet")
    walker.draw("editor", "The form. What is written in is explained below, with the keys that lead on.")


async def _write_its_system_prompt(walker: Walker) -> None:
    walker.step(
        "system", "A system prompt for it",
        "It has a field of its own; beside the form the request grows as it would be sent.",
    )  # fmt: skip
    await walker.app.sees("Up and Down: the other fields")
    await walker.arrow("down", 5)
    await walker.write(_SYSTEM, "Sent before every conversation")
    await walker.came(_SYSTEM)
    walker.draw("system-prompt", "The system prompt is written; wide terminals show the request beside the form.")
    await walker.press("f2", "F2 saves")
    await walker.came("brief is saved; this tab asks it now")
    walker.draw("saved", "Saved: it has a slot in the sidebar, and this tab asks it.")


async def _try_it(walker: Walker, lab: Homelab) -> None:
    walker.step("try", "Trying it", "The tab asks the new preset already: a question is enough.")
    await walker.write(_QUESTION, "Ask")
    await asyncio.sleep(_HAND_S)
    await walker.press("enter", "press Enter")
    await walker.came("complete")
    sent = lab.chats[-1].body["messages"]
    if sent != [{"role": "system", "content": _SYSTEM}, {"role": "user", "content": _QUESTION}]:
        raise AssertionError(f"The preset was not what was sent: {sent}")
    walker.draw("tried", "The answer, who gave it, and how fast.")


async def _compare_it(walker: Walker) -> None:
    walker.step(
        "compare", "Comparing it with another preset",
        "The commands are behind a colon, and are completed as they are typed.",
    )  # fmt: skip
    await walker.command(":", *_COLON)
    await walker.write("com", ":")
    await walker.command("pare", ":compare")
    await asyncio.sleep(_HAND_S)
    await walker.again("enter")
    await walker.came("Space marks")
    await walker.arrow("down")
    await walker.press("space", "Space marks")
    await walker.came("Enter begins")
    walker.draw("compare-list", "Who is to be compared: marked with the space bar.")
    await walker.press("enter", "Enter begins")
    await walker.came("The next prompt goes to 2 columns")
    await walker.write("And a snapshot?", "Ask")
    await asyncio.sleep(_HAND_S)
    await walker.again("enter")
    await walker.came("round 1 · ")
    walker.draw("compared", "Both answers, with their figures; the line above the prompt says in what the two differ.")


async def _attach_a_file(walker: Walker, lab: Homelab) -> None:
    walker.step("attach", "A file with the prompt", "The empty prompt names `@`; what a path may become is listed.")
    await walker.write(_ABOUT_FILE, "@ adds a file", "@ file")
    await walker.came(NOTES, "Tab takes it")
    walker.draw("completing", "The path is completed; its size is shown before it is attached.")
    await walker.press("tab", "Tab takes it")
    await walker.came(f"with {NOTES}")
    asked = len(lab.chats)
    await asyncio.sleep(_HAND_S)
    await walker.again("enter")
    await walker.app.until(lambda: len(lab.chats) == asked + 2 and walker.app.engine.running() == 0, "two answers")
    await walker.came("round 2 · ")
    if any(_NOTES_TEXT not in chat.body["messages"][-1]["content"] for chat in lab.chats[-2:]):
        raise AssertionError("The file did not go with the prompt.")
    walker.draw("attached", "It went to both, fenced and with its name.")


async def _change_the_theme(walker: Walker) -> None:
    walker.step("theme", "Another theme", "Themes are tried on while the cursor goes through the list.")
    await walker.command(":", *_COLON)
    await walker.write("the", ":")
    await walker.command("me", ":theme")
    await asyncio.sleep(_HAND_S)
    await walker.again("enter")
    await walker.came("Themes", "Enter picks")
    await walker.arrow("down")
    await walker.app.until(lambda: walker.app.app.theme == "paper", "the theme being tried on")
    walker.draw("themes", "The list of themes, in the colours of the one at the cursor.")
    await walker.press("enter", "Enter picks")
    await walker.came("paper now. To start with it: :config")
    walker.draw("theme", "The theme holds, and it is said how to keep it.")


async def _change_a_key(walker: Walker, editor: "_Editor") -> None:
    walker.step(
        "key", "Another key",
        "Settings and keys are one file, which opens in the user's own editor with a comment at every line.",
    )  # fmt: skip
    await walker.command(":config", ":config")
    await asyncio.sleep(_HAND_S)
    await walker.again("enter")
    await walker.came("Taken over: keys")
    walker.count(1, Stride("one `#` taken out, saved", f"under `[keys]` in the file: `{_COMMENTED}`"))
    walker.draw("key-taken-over", "What was saved holds at once.")
    await walker.press("alt+c", "Taken over: keys")
    await walker.came("sent to your terminal")
    await walker.command("?", *_HELP)
    await walker.came("Keys", "of your own: :config")
    await walker.scroll("Alt+C Copy")
    walker.draw("help", "The help names the new key.")


class _Editor:
    """The user in their editor: takes the # from one line of what they find, and saves."""

    async def open(self, path: Path, suspended: Suspended) -> Edited:
        text = path.read_text()
        if "[keys]\n" not in text or _COMMENTED not in text:
            raise AssertionError(f"There is nothing about keys in {path}.")
        path.write_text(text.replace(_COMMENTED, _OWN))
        return Edited(None, 0, False, "the editor")


@contextmanager
def _within(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
