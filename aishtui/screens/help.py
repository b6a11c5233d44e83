"""The help screen: every key and command, made from the table of actions."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from aishtui.widgets.actions import ACTIONS, Action
from aishtui.widgets.fit import wrapped

WIDTH = 76
"""Cells of a line of help."""


class HelpScreen(ModalScreen[None]):
    """Closed by Esc, F1, q or ?."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape,f1,q,question_mark", "dismiss", "Close")]

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            yield Static(help_text(), id="help-text")

    def on_mount(self) -> None:
        self.query_one("#help", VerticalScroll).focus()


def help_text() -> Content:
    """Two aligned lists: keys, then commands."""
    keys = [action for action in ACTIONS if action.shown]
    commands = [action for action in ACTIONS if action.command]
    parts = [Content.styled("Keys", "bold $primary"), Content("\n")]
    width = max(len(action.shown) for action in keys) + 2
    for action in keys:
        parts.append(_row(action.shown, width, action))
    parts += [Content("\n"), Content.styled("Commands, typed in the prompt", "bold $primary"), Content("\n")]
    width = max(len(action.command) for action in commands) + 2
    for action in commands:
        parts.append(_row(action.command, width, action))
    parts.append(
        Content.styled("\nEsc closes this. The model `guide` of the embedded broker knows more.", "$text-muted")
    )
    return Content("").join(parts)


def _row(left: str, width: int, action: Action) -> Content:
    """The key or command, and what it does beside it, wrapped within its own column."""
    words = f"{action.label} – {action.help}" if action.help else action.label
    first, *more = wrapped(words, WIDTH - width)
    label, rest = first[: len(action.label)], first[len(action.label) :]
    under = "".join(f"\n{' ' * width}{line}" for line in more)
    return Content.assemble((f"{left:<{width}}", "$accent"), label, (f"{rest}{under}", "$text-muted"), "\n")
