"""Presses keys as somebody who has read nothing: each is named on the screen before it is pressed, and is counted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from aishtui.terminal.key_names import write_key
from aishtui.widgets.form_view import FormView
from aishtui.widgets.menu_list import MenuList
from aishtui.widgets.search_bar import SearchBar
from aishtui.widgets.sidebar import Sidebar
from tests.picture_studio import Sitter

_WITH_A_CURSOR = (FormView, MenuList, SearchBar, Sidebar)
"""What has a marked row that arrow keys move: they need no other name there."""


class NotNamed(Exception):
    """A key that nothing on the screen leads to."""


@dataclass
class Count:
    keys: int = 0
    """All that were pressed, letters among them."""
    letters: int = 0
    """Of these, what was typed as text."""
    screens: int = 0
    """How often another screen came to be on top."""

    def __add__(self, other: "Count") -> "Count":
        return Count(self.keys + other.keys, self.letters + other.letters, self.screens + other.screens)


@dataclass
class Stride:
    """One or more presses in a row with one reason."""

    keys: str
    named: str
    """The words on the screen that named it; empty for what is the user's own text."""


@dataclass
class Step:
    """One thing the user wanted."""

    name: str
    title: str
    sentence: str
    strides: list[Stride] = field(default_factory=list)
    count: Count = field(default_factory=Count)
    pictures: list[tuple[str, str]] = field(default_factory=list)
    """The name of a picture, and what is said of it."""


class Walker:
    """`sketches` has the pictures, where they are wanted."""

    def __init__(self, app: Sitter, draws: bool) -> None:
        self.app = app
        self.steps: list[Step] = []
        self.sketches: dict[str, str] = {}
        self._draws = draws
        self._learnt: set[str] = set()
        self._top: object = None

    def step(self, name: str, title: str, sentence: str) -> None:
        """What follows belongs to this."""
        self.steps.append(Step(name, title, sentence))
        self._top = self.app.app.screen

    async def press(self, key: str, *named: str) -> None:
        """Press `key`, once one of `named` can be read."""
        words = await self._seen(named)
        self._learnt.add(key)
        await self._press([key], Stride(_shown(key), words))

    async def again(self, key: str) -> None:
        """Press what the screen has named before, in this story."""
        if key not in self._learnt:
            raise NotNamed(f"{key} has never been on the screen.")
        await self._press([key], Stride(_shown(key), "as before"))

    async def arrow(self, key: str, times: int = 1) -> None:
        """Move through what has a cursor."""
        if not isinstance(self.app.app.screen.focused, _WITH_A_CURSOR):
            raise NotNamed(f"{key}: nothing here has a cursor; {self.app.app.screen.focused} has the focus.")
        shown = _shown(key) if times == 1 else f"{_shown(key)} × {times}"
        await self._press([key] * times, Stride(shown, "the marked row"))

    async def scroll(self, until: str) -> None:
        """Press PageDown until the words `until` can be read; it is a text with a scroll bar."""
        while until not in self.app.words:
            await self._press(["pagedown"], Stride(_shown("pagedown"), "the scroll bar"))
            await self.app.app.animator.wait_until_complete()

    async def write(self, text: str, *at: str) -> None:
        """Type what is the user's own, where one of the words `at` says what is written there."""
        await self._type(text, Stride(f"“{text}”", await self._seen(at)))

    async def command(self, text: str, *named: str) -> None:
        """Type what one of the words `named` names."""
        await self._type(text, Stride(f"`{text}`", await self._seen(named)))

    async def _seen(self, either: Sequence[str]) -> str:
        """Which of them can be read, once one can."""
        seen: list[str] = []

        def look() -> bool:
            text = self.app.words
            seen[:] = [words for words in either if stands_in(text, words)]
            return bool(seen)

        await self.app.until(look, f"one of {either}")
        return seen[0]

    def count(self, letters: int, stride: Stride) -> None:
        """What was typed somewhere else, in an editor."""
        step = self.steps[-1]
        step.strides.append(stride)
        step.count += Count(letters, letters, 1)

    def draw(self, name: str, words: str) -> None:
        """A picture of what is there now."""
        step = self.steps[-1]
        step.pictures.append((name, words))
        if self._draws:
            self.sketches[name] = self.app.draw(f"aishtui: {step.title.lower()}")

    async def _type(self, text: str, stride: Stride) -> None:
        await self._press(list(text), stride)
        self.steps[-1].count.letters += len(text)

    async def _press(self, keys: Sequence[str], stride: Stride) -> None:
        step = self.steps[-1]
        step.strides.append(stride)
        await self.app.press(*keys)
        step.count.keys += len(keys)
        self._look()

    def _look(self) -> None:
        top = self.app.app.screen
        if top is not self._top:
            self.steps[-1].count.screens += 1
            self._top = top

    async def came(self, *words: str) -> None:
        """Wait for what the last key has brought about."""
        await self.app.sees(*words)
        self._look()


def stands_in(text: str, words: str) -> bool:
    """Whether `words` are to be read there, and not parts of longer ones."""
    before, behind = (r"(?<!\w)" if words[0].isalnum() else ""), (r"(?!\w)" if words[-1].isalnum() else "")
    return re.search(f"{before}{re.escape(words)}{behind}", text) is not None


def _shown(key: str) -> str:
    return key if len(key) == 1 else write_key(key)
