"""The help screen: every key and command, made from the table of actions."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from aishtui.widgets.action import Action
from aishtui.widgets.actions import ACTIONS
from aishtui.widgets.bound_keys import BoundKeys
from aishtui.widgets.fit import wrapped

WIDTH = 76
"""Cells of a line of help, at most."""
_AROUND = 7
"""Cells of the frame, the air within it and the scroll bar."""

_KEY, _LEFT = 14, 28
"""Cells for a key, and for a command. A longer one has a line of its own."""

_LAST = "Esc closes this. The model `guide` of the embedded broker knows more."


class HelpScreen(ModalScreen[None]):
    """Closed by Esc, F1, q or ?, and by the key that opened it."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape,f1,q,question_mark", "dismiss", "Close")]

    def __init__(self, keys: BoundKeys) -> None:
        super().__init__()
        self._keys = keys

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            yield Static(help_text(self._keys), id="help-text")

    def on_resize(self, event: events.Resize) -> None:
        width = min(WIDTH, event.size.width - _AROUND)
        self.query_one("#help-text", Static).update(help_text(self._keys, width))

    def on_key(self, event: events.Key) -> None:
        if event.key in self._keys.keys("help.show"):
            event.stop()
            self.dismiss()

    def on_mount(self) -> None:
        self.query_one("#help", VerticalScroll).focus()


def help_text(bound: BoundKeys, columns: int = WIDTH) -> Content:
    """Two aligned lists, keys and then commands, in lines of so many cells."""
    keys = [(shown, action) for action in ACTIONS if (shown := bound.shown(action))]
    commands = [action for action in ACTIONS if action.command]
    parts = [
        Content.styled("Keys", "bold $primary"),
        Content.styled(f"  {_others(bound)}", "$text-muted"),
        Content("\n"),
    ]
    width = min(_KEY, max(len(shown) for shown, _ in keys)) + 2
    for shown, action in keys:
        parts.append(_row(shown, width, columns, action))
    parts += [Content("\n"), Content.styled("Commands, typed in the prompt", "bold $primary"), Content("\n")]
    width = min(_LEFT, max(len(action.command) for action in commands)) + 2
    for action in commands:
        parts.append(_row(action.command, width, columns, action))
    parts.append(Content.styled("\n" + "\n".join(wrapped(_LAST, columns)), "$text-muted"))
    return Content("").join(parts)


def _others(bound: BoundKeys) -> str:
    return f"others of your own: {bound.name('config.open')}"


def _row(left: str, width: int, columns: int, action: Action) -> Content:
    """The key or command, and what it does beside it, or below one that is long, wrapped within its own column."""
    words = f"{action.label} – {action.help}" if action.help else action.label
    first, *more = wrapped(words, columns - width)
    label, rest = first[: len(action.label)], first[len(action.label) :]
    under = "".join(f"\n{' ' * width}{line}" for line in more)
    beside = f"{left:<{width}}" if len(left) < width else f"{left}\n{' ' * width}"
    return Content.assemble((beside, "$accent"), label, (f"{rest}{under}", "$text-muted"), "\n")
