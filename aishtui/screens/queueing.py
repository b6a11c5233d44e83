"""Working with the prompts typed ahead: edited in their place, taken back, moved, and sent on when they are held."""

from aishtui.chat.clean import clean_line
from aishtui.chat.messages import Message
from aishtui.chat.prompt_queue import Queue, count_words
from aishtui.chat.tabs import Hold
from aishtui.chat.wording import plural
from aishtui.engine.prompt_queue import NotQueued
from aishtui.screens.chosen_message import ChosenMessage
from aishtui.screens.typed_commands import CommandFailed

NOTHING_WAITS = "No prompt waits here to be sent; one that you send while an answer is being written does."


class Queueing(ChosenMessage):
    """Acts raise CommandFailed with a sentence where they cannot be done."""

    def run_queue(self, how: str) -> None:
        """`:queue [send | back | earlier | later]`."""
        match how:
            case "":
                self.show_queue()
            case "send":
                self.send_on()
            case "back":
                self.take_back(self.queued_meant())
            case "earlier" | "later":
                self.move_queued(self.queued_meant(), -1 if how == "earlier" else 1)
            case _:
                raise CommandFailed(
                    ":queue shows what waits; :queue send, back, earlier or later does something with it."
                )

    # -- which

    def _queue(self) -> Queue:
        return self.engine.queue.of(self.tab.id)

    def last_queued(self) -> Message | None:
        """The last of what was typed ahead, where it stands in view."""
        return next(reversed(self.view.queued()), None)

    def queued_meant(self) -> Message:
        """The one that is being edited, else the chosen one, else the last."""
        edit, under = self.editing, self._pane.message_under_cursor
        if edit is not None and edit.queued:
            return edit.prompt
        if under is not None and self.view.is_queued(under):
            return under
        last = self.last_queued()
        if last is None:
            raise CommandFailed(NOTHING_WAITS)
        return last

    # -- what is done with it

    def show_queue(self) -> None:
        """The message cursor goes to the first."""
        waiting = self.view.queued()
        if not waiting:
            raise CommandFailed(NOTHING_WAITS)
        self._pane.point_at(waiting[0].id)
        self._notice.show(f"{count_words(self._queue())}; {self.keys.name('message.menu')} shows what can be done.")

    def send_on(self) -> None:
        """What is held is sent, one after another."""
        queue = self._queue()
        if not queue:
            raise CommandFailed(NOTHING_WAITS)
        if not any(tab.taking_part for tab in self.entry()):
            raise CommandFailed("All columns are left out. :skip off takes this one in again.")
        count = self.engine.queue.release(self.tab.id)
        self._show_queued()
        first = next(iter(self._queue()), None)
        if first is not None and first.held is Hold.NO_PRESET:
            back = self.keys.name("queue.take_back")
            raise CommandFailed(
                f"There is no preset {clean_line(first.preset, 40)} any more, so nothing is sent. {back} takes one "
                "back: sent again, it goes to this tab's preset."
            )
        if count:
            self._notice.show(f"{plural(count, 'prompt')} {'goes' if count == 1 else 'go'} on, in turn.")
        elif self.under_way(self.entry()):
            stop = self.keys.name("escape")
            self._notice.show(f"Nothing is held: each is sent when the answer above has ended. {stop} stops that.")

    def edit_queued(self, message: Message) -> None:
        """Its text comes into the prompt; it is not sent meanwhile, nor are those behind it."""
        try:
            queued = self.engine.queue.begin_edit(self.tab.id, message.id)
        except NotQueued as problem:
            raise CommandFailed(f"{problem} {self.keys.name('prompt.edit')} edits what was sent.") from problem
        self.begin_edit(next(one for one in self.view.queued() if one.id == queued.id), queued=True)
        self._show_queued()

    def put_back(self, text: str) -> None:
        """What was edited waits again, in the place where it was."""
        edit = self.editing
        if edit is not None and not self.engine.queue.end_edit(edit.tab_id, text):
            raise CommandFailed("It does not wait any more. Esc brings back what stood in the prompt before.")
        self._keep_prompt(text)
        self.leave_edit()
        self._show_queued()

    def leave_edit(self) -> bool:
        left = super().leave_edit()
        if left:
            self._show_queued()
        return left

    def take_back(self, message: Message) -> None:
        """It is not sent: it stands in the prompt, and what stood there is brought back by Up. One that is being edited
        stands there as it is."""
        edit, before = self.editing, self._prompt.value
        if edit is not None and not edit.queued:
            raise CommandFailed("A prompt is being edited; Enter or Esc ends that first.")
        try:
            taken = self.engine.queue.take_back(self.tab.id, message.id)
        except NotQueued as problem:
            raise CommandFailed(str(problem)) from problem
        text = taken.text
        if edit is not None and edit.prompt.id == taken.id:
            text, before = before or text, edit.draft
            self._edits.pop(self.draft_tab.id, None)
        self._keep_prompt(before)
        self._put_draft(text, typed=not text.startswith(":"))
        self._show_target()
        self.set_focus(self._prompt)
        self._show_queued()
        up = " Up brings back what stood there." if before.strip() else ""
        self._notice.show(f"It is not sent, and stands in the prompt.{up}")

    def move_queued(self, message: Message, step: int) -> None:
        """One place earlier (-1) or later (+1)."""
        try:
            moved = self.engine.queue.move(self.tab.id, message.id, step)
        except NotQueued as problem:
            raise CommandFailed(str(problem)) from problem
        if not moved:
            raise CommandFailed(f"It is the {'first' if step < 0 else 'last'} of those that wait.")
        self._show_queued()
        self._pane.point_at(message.id)

    def _show_queued(self) -> None:
        self._show_trees({tab.conversation_id for tab in self.entry()})
        self._show_status()
        self._show_hint()

    def held_words(self, queue: Queue) -> str:
        """What becomes of what waits when the answer above it is stopped; empty where nothing waits."""
        count = len(queue)
        if not count:
            return ""
        send, back = map(self.keys.name, ("queue.send", "queue.take_back"))
        what = "The prompt that waits is" if count == 1 else f"The {count} prompts that wait are"
        return f"{what} held: {send} sends on, {back} takes {'it' if count == 1 else 'the last one'} back"

    # -- actions, by the names of the table

    def action_queue_send(self) -> None:
        self._attempt(self.send_on)

    def action_queue_take_back(self) -> None:
        self._attempt(lambda: self.run_queue("back"))

    def action_queue_show(self) -> None:
        self._attempt(self.show_queue)

    def action_queue_earlier(self) -> None:
        self._attempt(lambda: self.run_queue("earlier"))

    def action_queue_later(self) -> None:
        self._attempt(lambda: self.run_queue("later"))
