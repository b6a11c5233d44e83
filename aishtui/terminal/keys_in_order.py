"""Keys act in the order they were pressed, whoever has a use for them.

Textual looks for most bindings when a key has gone up from the focused widget to the app, where it waits behind the
keys that have come since; and for bindings with priority at once. `Esc` and then `Ctrl+P` would open the palette and
close it.
"""

from collections import deque
from functools import cached_property
from typing import TypeVar

from textual import events
from textual.message import Message

from aishtui.terminal.textual_private import OpenApp

T = TypeVar("T")


class KeysInOrder(OpenApp[T]):
    """Before a key is handed out, those that no widget had a use for have acted."""

    @cached_property
    def _come_up(self) -> deque[events.Key]:
        """The keys that no widget had a use for, and that have not acted yet."""
        return deque()

    def post_message(self, message: Message) -> bool:
        if isinstance(message, events.Key) and message.is_forwarded:
            self._come_up.append(message)
        return super().post_message(message)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and event.is_forwarded:
            if event not in self._come_up:
                return  # it has acted before a key that was pressed behind it
            self._come_up.remove(event)
        elif isinstance(event, events.Key):
            while self._come_up:
                await super().on_event(self._come_up.popleft())
        await super().on_event(event)
