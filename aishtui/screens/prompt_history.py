"""Walking through the prompts sent before, without losing the draft that stood there."""

from collections.abc import Sequence


class PromptHistory:
    """`entries` newest first. Position -1 is the draft."""

    def __init__(self) -> None:
        self._entries: list[str] = []
        self._position = -1
        self._draft = ""

    @property
    def entries(self) -> Sequence[str]:
        return self._entries

    def load(self, entries: Sequence[str]) -> None:
        self._entries = list(entries)
        self._position = -1

    def remember(self, text: str) -> None:
        """A prompt was sent, or a draft cleared: it is the newest entry now."""
        if text.strip() and (not self._entries or self._entries[0] != text):
            self._entries.insert(0, text)
        self._position = -1

    def move(self, direction: int, draft: str) -> str | None:
        """The entry one older (-1) or newer (+1), finally the draft again; None at either end."""
        if self._position >= 0 and self._entries[self._position] != draft:
            self._position = -1  # what stands there is no longer the entry: walking begins anew
        target = self._position - direction
        if target < -1 or target >= len(self._entries):
            return None
        if self._position == -1:
            self._draft = draft
        self._position = target
        return self._draft if target == -1 else self._entries[target]
