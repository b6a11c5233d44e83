"""A store with conversations of other days, and the workbench on it with its history open."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts
from aishtui.chat.messages import Conversation, Message, Role
from aishtui.chat.presets import Preset
from aishtui.engine.ids import IdSource
from aishtui.screens.history import HistoryScreen
from aishtui.store.database import Store
from tests.screens.desk import PRESETS, Desk, desk
from tests.servers import lan
from tests.widgets.host import text_of

MODELS = {"fast": lan.FAST, "chat": lan.CHAT, "deep": lan.DEEP, "gone": "an-older-model"}
BACKENDS = {"fast": "boltzmann", "chat": "boltzmann", "deep": "dirac", "gone": "curie"}


class Past:
    """Keeps conversations as if they had been held; each a day before the next."""

    def __init__(self, folder: Path, days: int = 0) -> None:
        self.store = Store(folder)
        self.store.start()
        self.store.opened.result(10)
        self._ids = IdSource()
        self._days = days

    def talk(self, *turns: tuple[str, str], by: str = "deep", title: str = "", days: int | None = None) -> str:
        """A conversation of prompts with their answers; returns its id."""
        when = datetime.now(UTC) - timedelta(days=self._days if days is None else days)
        self._days = max(0, self._days - 1)
        stamp = when.isoformat(timespec="milliseconds")
        of, parent, messages = self._ids.new(), None, list[Message]()
        for asked, answered in turns:
            prompt = Message(self._ids.new(), of, parent, Role.USER, asked, stamp)
            answer = Message(self._ids.new(), of, prompt.id, Role.ASSISTANT, answered, stamp, facts=facts(by))
            messages += (prompt, answer)
            parent = answer.id
        self.store.add_turn(Conversation(of, stamp, title or turns[0][0][:60]), messages).result(10)
        return of

    def messages(self, conversation_id: str) -> list[Message]:
        found = self.store.conversation(conversation_id).result(10)
        assert found is not None
        return list(found.messages.values())


def facts(by: str) -> AnswerFacts:
    known = AnswerFacts(preset=by, asked_model=MODELS[by], http_status=200, finish_reason="stop")
    return replace(known, answered_by=BACKENDS[by], answered_by_from=AnsweredByFrom.HEADER)


class History:
    """The history screen over a desk, as it is seen."""

    def __init__(self, here: Desk) -> None:
        self._here = here

    @property
    def screen(self) -> HistoryScreen:
        return next(screen for screen in self._here.app.screen_stack if isinstance(screen, HistoryScreen))

    @property
    def open(self) -> bool:
        return isinstance(self._here.app.screen, HistoryScreen)

    @property
    def titles(self) -> list[str]:
        return [summary.title for summary in self.screen._list.items]

    @property
    def chosen(self) -> str:
        chosen = self.screen._list.chosen
        return chosen.title if chosen is not None else ""

    def part(self, name: str) -> str:
        """What the part with this id draws, white space counted as one blank."""
        return " ".join(" ".join(text_of(self.screen.query_one(f"#history-{name}"))).split())

    @property
    def said(self) -> str:
        return self.screen._notice.text

    @property
    def line(self) -> str:
        return self.screen.line

    async def is_read(self) -> None:
        """Wait until what is listed is what the line asks for, and drawn."""
        await self._here.until(lambda: self.screen._reading.wanted == self.screen.wanted)
        await self._here.pilot.pause()

    async def shows(self, *titles: str) -> None:
        """Wait until these are listed, from first to last."""
        await self._here.until(lambda: self.open and self.titles == list(titles))


@asynccontextmanager
async def history(
    endpoint: str, past: Past, presets: Sequence[Preset] = PRESETS[:1], size: tuple[int, int] = (120, 36)
) -> AsyncIterator[tuple[Desk, History]]:
    """The workbench with the history open and read."""
    async with desk(endpoint, presets, keeper=past.store) as here:
        await here.pilot.resize_terminal(*size)
        opened = History(here)
        await here.press("f3")
        await here.until(lambda: opened.open and opened.screen._reading.wanted is not None)
        yield here, opened
