"""Stopping answers: the one in view, or all of them."""

from aishtui.chat.wording import plural, sentences
from aishtui.screens.queueing import Queueing
from aishtui.screens.typed_commands import CommandFailed

FOREIGN = "Another aishtui is writing this answer; it cannot be stopped from here."


class Stopping(Queueing):
    """What has come of an answer is kept, and what was typed ahead is held."""

    def stop_answer(self) -> None:
        """Stop the answer in view, which is the first of those under way."""
        running = self.view.running()
        if not running:
            self._notice.show("Nothing is being written in this tab.")
            return
        if self.engine.is_foreign(running[0]):
            self._notice.show(FOREIGN)
            return
        self.engine.stop(running[0])
        others = len(self.under_way(self.entry()) - {*running})
        rest = plural(others, "answer") if others > 1 else "answer"
        here = f"Stopped in this column; :stop all stops the other {rest} too" if others else ""
        held = self.held_words(self.engine.queue.coming_to(self.tab.id))
        if here or held:
            self._notice.show(sentences(here, held))

    def stop_answers(self, which: str) -> None:
        """`:stop [all]`: all of a comparison's columns, or else of all tabs. Raises CommandFailed."""
        if which not in ("", "all"):
            raise CommandFailed(":stop stops the answer in view, :stop all those of every column or tab.")
        if not which:
            self.stop_answer()
            return
        tabs = self.entry() if self.tab.column is not None else self.engine.tabs()
        running = self.under_way(tabs)
        ours = [answer_id for answer_id in running if not self.engine.is_foreign(answer_id)]
        for answer_id in ours:
            self.engine.stop(answer_id)
        if ours:
            held = self.held_words(self.engine.queue.of(self.tab.id))
            self._notice.show(sentences(f"Stopped {plural(len(ours), 'answer')}; what came is kept", held))
        else:
            self._notice.show(FOREIGN if running else "Nothing is being written.")

    def action_answers_stop(self) -> None:
        self.stop_answers("all")
