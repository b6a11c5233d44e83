"""Asking again what is more than the model's context is asked about first, as it is with a prompt that is sent."""

from functools import partial

from aishtui.chat.context import ContextUse, Level
from aishtui.chat.messages import Message, Role
from aishtui.chat.presets import Preset
from aishtui.screens.branching import Branching
from aishtui.screens.context_meter import MAY_BE_REFUSED
from aishtui.screens.context_shown import ContextShown


class AskingAgain(Branching, ContextShown):
    """The model that is asked may be another than the one that has answered, with less room."""

    def _retry(self, message: Message, preset: Preset | None = None, without: str = "") -> None:
        send = partial(super()._retry, message, preset, without)
        self._refuse_while_answering()
        use = self._use_again(message, preset)
        if use is None or use.level is not Level.OVER:
            send()
            return

        from aishtui.screens.menu import Menu  # start-up: not before it is wanted
        from aishtui.widgets.menu_list import MenuRow

        def decide(anyway: bool | None) -> None:
            if anyway:
                self._attempt(send)

        rows = [
            (MenuRow("s", "Send it anyway", MAY_BE_REFUSED), True),
            (MenuRow("c", "Cancel", ":drop leaves the earliest turns out"), False),
        ]
        self.app.push_screen(Menu(f"{use} tokens", rows), decide)

    def _use_again(self, message: Message, preset: Preset | None) -> ContextUse | None:
        """What the prompt would take with all above it; None where the context is not known."""
        conversation = self.engine.conversation(self.tab.id)
        prompt_id = message.id if message.role is Role.USER else message.parent_id
        if conversation is None or prompt_id is None or message.id not in conversation.messages:
            return None
        asked = self.engine.preset_again(self.tab.id, message.id, preset)
        return self._meter.use_below(self.tab, conversation.path(prompt_id), 0, preset=asked)
