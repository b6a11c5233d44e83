"""A folded paste in the prompt: unfolded there, or shown on a screen of its own where it is too much to be edited."""

from aishtui.screens.message_copying import MessageCopying


class Unfolding(MessageCopying):
    """Either way it is sent whole."""

    def action_prompt_unfold(self) -> None:
        from aishtui.screens.reader import Copyable, Reader  # start-up: not before it is wanted
        from aishtui.widgets.reading_text import ReadingText

        text = self._prompt.folded_at_hand()
        if not text:
            self._notice.show("Nothing is folded in the prompt.")
        elif not self._prompt.unfold_at_hand():
            reading = ReadingText()
            reading.line(text)
            self.app.push_screen(
                Reader("A paste, sent as it is", reading, [Copyable("y", "copies it", text)], self._copied)
            )
