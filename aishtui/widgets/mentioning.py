"""A text in which `@path` can be written: which mentions in it the user has made, and which one the cursor is at.

What is pasted, or put there by a program, attaches nothing: a mention counts once somebody has typed in it, or had it
completed. So no file goes out that was named by somebody else's text.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from textual import on
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult, Location

from aishtui.chat.mentions import Mention, begun_mention, mentions, write_mention


class MentioningArea(TextArea, inherit_bindings=False):
    """Keeps the mentions that count, as paths: where a path is mentioned twice, both are the same file."""

    @dataclass
    class PathTyped(Message):
        """The mention that ends at the cursor has changed by typing: its path so far; None: there is none any more."""

        path: str | None

    @dataclass
    class PathStepped(Message):
        """Up (-1) or Down (+1) while paths are offered."""

        step: int

    @dataclass
    class MentionsReplaced(Message):
        """The text was replaced, and other mentions count in it than before, or none."""

    def __init__(self, *, id: str | None = None, classes: str | None = None, compact: bool = False) -> None:
        self._made: set[str] = set()
        self._found: frozenset[str] = frozenset()
        self._pasting = False
        self._typing = False
        self.offering = False
        """Whether a list of paths is shown: the screen says so."""
        super().__init__(id=id, classes=classes, highlight_cursor_line=False, compact=compact)

    @property
    def attached(self) -> tuple[str, ...]:
        """The paths of the mentions that count, in their order."""
        if not self._made:
            return ()
        found = dict.fromkeys(mention.path for mention in mentions(self.text))
        return tuple(path for path in found if path in self._made)

    @property
    def begun_mention(self) -> Mention | None:
        """The mention that ends at the cursor, finished or not; its places are columns of the cursor's line."""
        row, column = self.cursor_location
        return begun_mention(self.document[row], column) if self.selection.is_empty else None

    def mention(self, path: str, *, whole: bool) -> None:
        """Put `path` in place of the mention at the cursor. A `whole` one counts."""
        begun = self.begun_mention
        if begun is None:
            return
        row, column = self.cursor_location
        if whole:
            self._made.add(path)
        line = self.document[row]
        stop = column + (whole and line[column : column + 1] == '"' and write_mention(path).endswith('"'))
        space = " " if whole and stop == len(line) else ""
        self.replace(
            write_mention(path, whole=whole) + space, (row, begun.start), (row, stop), maintain_selection_offset=False
        )

    def mention_spans(self, line: str) -> list[tuple[int, int]]:
        """Where in a line mentions stand whose files are known to be there: from, to."""
        return [(found.start, found.stop) for found in mentions(line) if found.path in self._found & self._made]

    def show_found(self, paths: Iterable[str]) -> None:
        """Which of the attached paths name a file that can be sent."""
        found = frozenset(paths)
        if found != self._found:
            self._found = found
            self.notify_style_update()  # TextArea's public way to have lines drawn anew that are the same text
            self.refresh()

    def count_mentions(self, paths: Iterable[str]) -> None:
        """These count and no others: the text is another."""
        made = set(paths)
        if made or self._made:
            self.post_message(self.MentionsReplaced())
        self._made = made

    def edit(self, edit: Edit) -> EditResult:
        row = edit.top[0]
        before = begun_mention(self.document[row], edit.bottom[1]) if edit.bottom[0] == row else None
        result = super().edit(edit)
        self._typing = True
        if "@" in self.text:
            self._take_made(edit.top, result.end_location, before.path if before is not None else "")
        return result

    def _take_made(self, top: Location, end: Location, before: str) -> None:
        """Count the mentions that were typed in; in a paste, those whose sign was there already."""
        for row in range(top[0], end[0] + 1):
            begins = top[1] if row == top[0] else 0
            ends = end[1] if row == end[0] else len(self.document[row])
            for mention in mentions(self.document[row]):
                added = begins < mention.stop and mention.start < ends
                cut = begins == ends and mention.start < begins <= mention.stop and before in self._made
                if (added and not (self._pasting and mention.start >= begins)) or cut:
                    self._made.add(mention.path)

    @on(TextArea.SelectionChanged)
    def _tell_path(self, event: TextArea.SelectionChanged) -> None:
        """Moving the cursor away ends what was offered; only typing begins it."""
        event.stop()
        typing, self._typing = self._typing, False
        begun = self.begun_mention if typing or self.offering else None
        if begun is not None or self.offering:
            self.post_message(self.PathTyped(begun.path if begun is not None else None))
