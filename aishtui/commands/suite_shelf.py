"""The answers of a suite that are still to be printed, prompt by prompt: in memory, or out of the history."""

import time
from collections.abc import Callable
from concurrent.futures import Future

from aishtui.chat.comparisons import rounds_of
from aishtui.chat.messages import Message
from aishtui.chat.suites import Cell
from aishtui.store.errors import StoreError

MOST_LETTERS = 4_000_000
"""So much is held in memory; a model's turn may come when hundreds of answers of others have ended."""

PATIENCE_S = 5.0
LOOK_S = 0.02

Stored = Callable[[str], Future[tuple[Message, ...]]]
"""The answers of a comparison, as they are kept."""


class Shelf:
    """`stored` None: nothing is kept, so that everything has to stay in memory."""

    def __init__(self, stored: Stored | None) -> None:
        self._stored = stored
        self._held: dict[Cell, Message] = {}
        self._letters = 0
        self.problem = ""
        """Why something that is kept could not be read: a sentence."""

    def put(self, cell: Cell, message: Message) -> None:
        letters = len(message.text) + len(message.thinking)
        if self._stored is None or self._letters + letters <= MOST_LETTERS:
            self._held[cell] = message
            self._letters += letters

    def take(self, cells: list[Cell], comparison: str) -> dict[Cell, Message]:
        """Those of `cells` that are there; they are let go."""
        found = {cell: message for cell in cells if (message := self._held.pop(cell, None)) is not None}
        self._letters -= sum(len(message.text) + len(message.thinking) for message in found.values())
        if len(found) < len(cells) and self._stored is not None:
            kept = self.read(comparison)
            found |= {cell: kept[cell.column] for cell in cells if cell not in found and cell.column in kept}
        return {cell: found[cell] for cell in cells if cell in found}

    def read(self, comparison: str) -> dict[int, Message]:
        """The newest answers of a comparison by their columns, as they are kept; none, and a problem, where they cannot
        be read."""
        if self._stored is None:
            return {}
        try:
            return self._settled(self._stored, comparison)
        except StoreError as problem:
            self.problem = str(problem)
            return {}

    def _settled(self, stored: Stored, comparison: str) -> dict[int, Message]:
        """What has ended this moment is on its way to the disk."""
        until = time.monotonic() + PATIENCE_S
        while True:
            rounds = rounds_of(comparison, stored(comparison).result())
            answers = rounds[0].answers if rounds else {}
            ended = {column: answer for column, answer in answers.items() if answer.status.ended}
            if len(ended) == len(answers) or time.monotonic() > until:
                break
            time.sleep(LOOK_S)
        if len(ended) < len(answers):
            self.problem = "The end of some answers could not be read from the history; they are not printed."
        return ended
