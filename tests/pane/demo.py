"""Look at the pane: `python -m tests.pane.demo [THEME]` streams a rich answer, `… picture FOLDER` draws every theme."""

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

from aishtui.chat.answers import AnswerFacts, Stage, Status
from aishtui.pane.document import Document
from aishtui.pane.markdown import MarkdownRenderer
from tests.pane.pane_app import PaneApp, answer, delta, prompt

RICH = (Path(__file__).parent / "rich_answer.md").read_text()
LONG_PROMPT = "Here is my file:\n" + "\n".join(f"{n:03}  def function_{n}():\treturn {n}" for n in range(120))
THINKING = "The user asks about the borrow checker.\nI should explain aliasing first.\n" * 8
FAILURE = AnswerFacts(
    preset="cloud",
    asked_model="anthropic/claude-sonnet-4.6",
    http_status=502,
    error="upstream says: no credits left",
)


def conversation() -> Document:
    document = Document()
    document.load(
        [
            prompt(0, LONG_PROMPT),
            answer(1, "Short answer: **no**.", thinking=THINKING),
            prompt(2, "Why does the borrow checker complain here?"),
        ]
    )
    return document


class Demo(PaneApp):
    """Streams the rich answer at about 100 tokens per second, then stays open."""

    async def on_mount(self) -> None:
        self.run_worker(self.stream())

    async def stream(self) -> None:
        document = self.pane.document
        document.add(answer(3, "", Status.WRITING))
        for stage in (Stage.CONNECTING, Stage.WAITING):
            document.grow(delta(3, "", stage=stage))
            self.pane.document_changed()
            await asyncio.sleep(0.5)
        for at in range(0, len(RICH), 4):
            document.grow(delta(3, RICH[at : at + 4], at))
            self.pane.document_changed()
            await asyncio.sleep(0.01)
        document.end(answer(3, RICH))
        self.pane.document_changed()


async def draw_pictures(folder: Path) -> None:
    for theme in ("dusk", "paper", "contrast", "terminal", "mono"):
        document = conversation()
        document.add(answer(3, RICH, thinking=THINKING))
        document.add(prompt(4, "And in Python?"))
        document.add(replace(answer(5, "It began well", Status.FAILED), facts=FAILURE))
        app = PaneApp(document, theme)
        async with app.run_test(size=(100, 84)) as pilot:
            while not isinstance(app.pane._renderer, MarkdownRenderer):
                await pilot.pause(0.05)
            app.pane.previous_message()
            app.pane.follow_end()
            await pilot.pause()
            (folder / f"pane-{theme}.svg").write_text(app.export_screenshot())


if __name__ == "__main__":
    if sys.argv[1:2] == ["picture"]:
        asyncio.run(draw_pictures(Path(sys.argv[2])))
    else:
        Demo(conversation(), *sys.argv[1:2]).run()
