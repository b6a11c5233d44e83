"""Shows answers as Markdown. Loads markdown-it and pygments: import it after the first paint."""

from aishtui.chat.clean import clean_text
from aishtui.pane.bounded import BoundedMarkdown, at_once
from aishtui.pane.lines import Line
from aishtui.pane.parsing import Parser


class MarkdownRenderer:
    """Lays out Markdown, whole or while it grows."""

    def __init__(self) -> None:
        self._parser = Parser()

    def body(self, source: str, width: int) -> list[Line]:
        return at_once(self._parser, clean_text(source), width)

    def growing(self, width: int) -> BoundedMarkdown:
        return BoundedMarkdown(self._parser, width)
