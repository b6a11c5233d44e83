"""What can stand behind a command here and now: presets, models, themes, tabs, code blocks."""

from collections.abc import Callable, Sequence
from typing import Protocol

from aishtui.chat.clean import clean_line
from aishtui.chat.fuzzy import Finder
from aishtui.chat.history_line import KEYS
from aishtui.chat.messages import Message
from aishtui.chat.tabs import Tab
from aishtui.engine.engine import Engine
from aishtui.pane.code_blocks import code_blocks
from aishtui.screens.message_copying import LARGE
from aishtui.widgets.completion import Candidate

MOST = 200
"""So many are offered."""
_HISTORY = ("is:pinned", "is:deleted", "is:compared", "-is:compared")


class Desk(Protocol):
    """What of the workbench is asked."""

    engine: Engine

    def theme_names(self) -> tuple[str, ...]: ...

    def entries(self) -> list[tuple[Tab, ...]]: ...

    def chosen_message(self, fits: Callable[[Message], bool] = ...) -> Message | None: ...


class CommandArguments:
    """By the kinds that the table of actions names."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(self, name: str, kind: str, word: str) -> Sequence[Candidate]:
        match kind:
            case "PRESET":
                return _like(word, self._presets())
            case "PRESETS":
                return _like(word, [*self._presets(), *self._models()])
            case "ID":
                return _like(word, self._models())
            case "THEME":
                return _like(word, [Candidate(theme) for theme in self._desk.theme_names()])
            case "URL":
                return _like(word, [Candidate(self._desk.engine.health.url, "the endpoint now")])
            case "N" if name == "tab":
                return [one for one in self._tabs() if one.text.startswith(word)]
            case "N":
                return [one for one in self._code_blocks() if one.text.startswith(word)]
            case "WORDS" if name == "history":
                return [Candidate(text) for text in _filters() if word and text.startswith(word)]
            case _:
                return ()

    def _presets(self) -> list[Candidate]:
        return [Candidate(preset.name, preset.model) for preset in self._desk.engine.presets.values()]

    def _models(self) -> list[Candidate]:
        catalog = self._desk.engine.catalog
        return [Candidate(entry.id, entry.name or "") for entry in catalog.entries] if catalog is not None else []

    def _tabs(self) -> list[Candidate]:
        entries = self._desk.entries()
        return [Candidate(str(number), "|".join(tab.preset for tab in tabs)) for number, tabs in enumerate(entries, 1)]

    def _code_blocks(self) -> list[Candidate]:
        """Those of the chosen message, or of the last answer."""
        message = self._desk.chosen_message(lambda message: message.facts is not None)
        if message is None or len(message.text) > LARGE:
            return []
        return [Candidate(str(block.number), _what(block.language, block.text)) for block in code_blocks(message.text)]


def _filters() -> tuple[str, ...]:
    return (*_HISTORY, *(f"{key}:" for key in KEYS if not key.endswith("is")))


def _like(word: str, known: Sequence[Candidate]) -> list[Candidate]:
    """Those that begin like the word; where none does, those that have its letters, the best first."""
    begin = [one for one in known if one.text.startswith(word)]
    if not begin and word:
        begin = [known[place] for place in Finder([one.text for one in known]).find(word)]
    return begin[:MOST]


def _what(language: str, text: str) -> str:
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return clean_line(f"{language} {first}", 40)
