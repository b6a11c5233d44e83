"""A conversation's title while it is being typed, in the place of the one it has."""

from dataclasses import replace

from rich.cells import cell_len
from textual import events

from aishtui.chat.clean import clean_line
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.widgets.line import Span
from aishtui.widgets.line_editor import LineEditor

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class TitleField:
    """One line of text for one conversation. Every change makes another one."""

    conversation_id: str
    editor: LineEditor

    @classmethod
    def of(cls, conversation_id: str, title: str) -> "TitleField":
        """With the present title in it, and the cursor behind that."""
        text = clean_line(title, _LONGEST)
        return cls(conversation_id, LineEditor(text, len(text)))

    @property
    def title(self) -> str:
        return self.editor.text.strip()

    def pressed(self, event: events.Key) -> "TitleField":
        """What a key makes of it; keys that do not edit make nothing."""
        if event.character and event.is_printable and "alt+" not in event.key:
            return self.typed(event.character)
        return replace(self, editor=self.editor.pressed(event.key) or self.editor)

    def typed(self, text: str) -> "TitleField":
        """With some text where the cursor is, as far as there is room."""
        room = max(0, _LONGEST - len(self.editor.text))
        return replace(self, editor=self.editor.typed(text[:room]))

    def pasted(self, text: str) -> "TitleField":
        """The same with a text from outside, in one line."""
        return self.typed(clean_line(text, _LONGEST))

    def spans(self, room: int) -> list[Span]:
        """What is shown of it in so many cells."""
        shown, at = self.editor.in_view(room)
        field, cursor = "history-list--field", "history-list--field-cursor"
        return [Span(shown[:at], field), Span(shown[at : at + 1] or " ", cursor), Span(shown[at + 1 :], field)]

    def cursor(self, room: int) -> int:
        """The cell its cursor is in."""
        shown, at = self.editor.in_view(room)
        return cell_len(shown[:at])
