"""A parser that says how much it has read: work is counted, not timed."""

from typing import Any

from markdown_it.token import Token

from aishtui.pane.parsing import Parser, References


class CountingParser(Parser):
    """Counts the characters it was given. Blocks count as well as the text within them."""

    def __init__(self) -> None:
        super().__init__()
        self.read = 0

    def blocks(self, source: str, references: dict[str, Any]) -> list[Token]:
        self.read += len(source)
        return super().blocks(source, references)

    def inline(self, content: str, references: References) -> list[Token]:
        self.read += len(content)
        return super().inline(content, references)
