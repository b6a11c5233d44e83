"""What is done with the terminal itself: whose the mouse is, and leaving it to the shell for a while."""

from aishtui.screens.board import Board
from aishtui.screens.typed_commands import CommandFailed
from aishtui.terminal.suspending import has_shell, suspend


class TerminalActs(Board):
    """Acts raise CommandFailed with a sentence where they cannot be done."""

    def switch_mouse(self, how: str) -> None:
        """`:mouse [on | off]`; without either the other of the two."""
        if how not in ("", "on", "off"):
            raise CommandFailed(":mouse on gives the mouse to aishtui, :mouse off to the terminal.")
        on = how == "on" if how else not self._output.mouse
        self._output.switch_mouse(on)
        again = self.keys.name("mouse.toggle")
        if on:
            self._notice.show(f"The mouse scrolls and selects here; {again} leaves it to the terminal.")
        else:
            self._notice.show(f"The mouse is the terminal's now; {again} takes it back.")

    def suspend_here(self) -> None:
        """`:suspend`, until the shell's `fg`."""
        if self.app.is_headless or not has_shell():
            raise CommandFailed("There is no shell here that could wake aishtui up again, so it stays awake.")
        suspend()

    def action_mouse_toggle(self) -> None:
        self.switch_mouse("")

    def action_app_suspend(self) -> None:
        try:
            self.suspend_here()
        except CommandFailed as problem:
            self._notice.show(str(problem))
