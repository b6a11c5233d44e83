"""Forking: another tab on the same conversation, which goes its own way from a message on."""

from aishtui.chat.messages import Message, Role
from aishtui.screens.chosen_message import ChosenMessage, title_of
from aishtui.screens.tabbing import Tabbing
from aishtui.screens.typed_commands import CommandFailed


class Forking(Tabbing, ChosenMessage):
    """Nothing is copied: both tabs show the one tree, and what each makes of it is a version for the other."""

    def _fork(self, message: Message) -> None:
        if not self.view.loaded:
            raise CommandFailed("This conversation is not loaded yet.")
        self._leave_tab()
        tab = self.engine.fork(self.tab.id, message.id)
        self._view(tab)
        self._show_tab()
        self.set_focus(self._prompt)
        if message.role is Role.USER:
            # A colon at its beginning is text: it was sent as such.
            self._put_draft(message.text, typed=not message.text.startswith(":"))
            self._notice.show(
                f"Forked before {title_of(message)}; change it and send it. The other tab stays as it is."
            )
        else:
            self._notice.show(f"Forked at {title_of(message)}. The other tab stays as it is.")
