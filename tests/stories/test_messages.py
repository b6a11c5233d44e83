"""A message chosen, copied in parts, edited, and looked at closely; also after a restart."""

from pathlib import Path

from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab
from tests.stories.aishtui_program import ENTER, ESCAPE, Aishtui, aishtui

ALT_UP = "\x1b[1;3A"
CTRL_O = "\x0f"
SOURCE = "Do this:\n\n```sh\nls -l\n```\n\nand **then** that."


def copied(folder: Path) -> str:
    path = folder / "data" / "last-copy.md"
    return path.read_text() if path.exists() else ""


def menu(program: Aishtui, key: str) -> None:
    program.press(CTRL_O)
    program.sees("Esc closes", "Raw view")
    program.press(key)


def test_parts_are_copied_and_an_edited_prompt_makes_another_version(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.FAST, Behaviour(text=SOURCE), Behaviour(text="another way"))
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.type("how do I")
        program.sees("then that.", "complete")
        menu(program, "1")
        program.until(lambda: copied(tmp_path) == "ls -l\n")
        menu(program, "p")
        program.until(lambda: copied(tmp_path) == "Do this:\n\nls -l\n\nand then that.")
        program.press(ALT_UP)
        program.sees("Enter: actions of the marked message")
        program.press(ALT_UP)
        program.pause()
        program.press(ENTER)
        program.sees("your prompt of", "Esc closes")
        program.press("e")
        program.sees("Editing your prompt", "how do I")
        program.type(" do that")
        program.sees("another way", "you ‹2/2›")
        menu(program, "d")
        program.sees("Request, as it was sent", "POST http://")
        program.press("y")
        program.until(lambda: copied(tmp_path).startswith("curl -N "))
        program.press(ESCAPE)
        program.sees("Ask something")
        program.type(":quit")
        program.ended()
    assert [exchange.messages[-1]["content"] for exchange in lab.chats] == ["how do I", "how do I do that"]
    with aishtui(tmp_path, "--endpoint", lab.url) as program:
        program.sees("another way", "you ‹2/2›")
        program.press(ALT_UP)
        program.pause()
        program.press(ALT_UP)
        program.pause()
        program.press(ENTER)
        program.sees("Older version")
        program.press("[")
        program.sees("then that.", "you ‹1/2›")
        menu(program, "v")
        program.sees("how do I", "Source of")
