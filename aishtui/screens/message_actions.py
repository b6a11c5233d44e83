"""What can be done with one message: the menu, its keys and its typed commands."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on

from aishtui.chat.beginnings import sent
from aishtui.chat.branches import Version, versions
from aishtui.chat.messages import Message
from aishtui.chat.presets import Preset
from aishtui.pane.transcript import Transcript
from aishtui.screens.chosen_message import Fits, is_answer, is_prompt, title_of
from aishtui.screens.copying import word_for
from aishtui.screens.editing_outside import EditingOutside
from aishtui.screens.forking import Forking
from aishtui.screens.message_acts import OF_QUEUED, Act
from aishtui.screens.message_copying import LARGE, MessageCopying
from aishtui.screens.pruning import Pruning
from aishtui.screens.typed_commands import CommandFailed
from aishtui.widgets.notice import NoticeLevel
from aishtui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from aishtui.pane.code_blocks import CodeBlock
    from aishtui.screens.message_choices import Choice
    from aishtui.screens.reader import Copyable
    from aishtui.widgets.reading_text import ReadingText

_NONE: dict[Act, str] = {
    Act.EDIT: "There is no prompt to edit yet.",
    Act.RETRY: "There is no answer to ask for again.",
    Act.CONTINUE: "There is no answer to continue.",
    Act.WITHOUT: "There is no answer for which the server refused a parameter.",
    Act.FOLD: "Nothing here is folded.",
    Act.OLDER: "No message here has another version; :edit and :retry make some.",
    Act.FORK: "There is nothing yet to fork.",
    Act.PRUNE: "There is nothing yet to delete.",
    Act.NEWER: "No message here has another version; :edit and :retry make some.",
}
"""Why an act that needs a message of its kind cannot be done where there is none."""


class MessageActions(Forking, MessageCopying, EditingOutside, Pruning):
    """The menu lists what applies to its message; the typed forms say why something does not."""

    # -- the menu

    @on(Transcript.CursorMoved)
    def _cursor_moved(self, event: Transcript.CursorMoved) -> None:
        event.stop()
        self._show_hint()

    @on(Transcript.Activated)
    def _activated(self, event: Transcript.Activated) -> None:
        event.stop()
        self.action_message_menu()

    @on(Prompt.EnteredEmpty)
    def _entered_empty(self, event: Prompt.EnteredEmpty) -> None:
        event.stop()
        edit = self.editing
        if edit is not None and edit.queued:
            back = self.keys.name("queue.take_back")
            self._notice.show(f"Esc leaves the waiting prompt as it was, {back} takes it back.")
        elif self._pane.message_under_cursor is not None:
            self.action_message_menu()

    def action_message_menu(self) -> None:
        from aishtui.pane.code_blocks import code_blocks  # start-up: not before it is wanted

        message = self.chosen_message(is_answer) or self.chosen_message()
        if message is None:
            self._notice.show("There is no message yet.", NoticeLevel.WARNING)
        elif len(message.text) <= LARGE:
            self._open_menu(message, self._message_choices(message, code_blocks(message.text)))
        else:
            self.run_worker(self._open_large_menu(message), exclusive=False)

    async def _open_large_menu(self, message: Message) -> None:
        from aishtui.pane.code_blocks import code_blocks  # start-up: not before it is wanted

        blocks = await asyncio.to_thread(code_blocks, message.text)
        self._open_menu(message, self._message_choices(message, blocks))

    def _message_choices(self, message: Message, blocks: "Sequence[CodeBlock]") -> "list[Choice]":
        from aishtui.screens.message_choices import choices, queued_choices  # start-up: not before it is wanted

        fold, opened, version = self._fold_and_version(message)
        if self.view.is_queued(message):
            return queued_choices(message, blocks, self.engine.queue.of(self.tab.id), fold, opened)
        return choices(message, blocks, fold, opened, version)

    def _open_menu(self, message: Message, offered: "list[Choice]") -> None:
        from aishtui.screens.message_menu import MessageMenu  # start-up: not before it is wanted

        def do(choice: "Choice | None") -> None:
            if choice is not None:
                self._attempt(lambda: self._do(choice.act, message, choice.number))

        self.app.push_screen(MessageMenu(title_of(message), offered), do)

    def _do(self, act: Act, message: Message, number: int = 0) -> None:
        if act not in OF_QUEUED:
            self.refuse_queued(message)
        match act:
            case Act.TAKE_BACK:
                self.take_back(message)
            case Act.SEND_ON:
                self.send_on()
            case Act.EARLIER:
                self.move_queued(message, -1)
            case Act.LATER:
                self.move_queued(message, 1)
            case Act.COPY | Act.PLAIN | Act.THINKING | Act.CODE:
                self._take_part(message, act, number, self._copy_found)
            case Act.PRINT:
                self._take_part(message, act, number, self._print)
            case Act.EDIT:
                self._edit(message)
            case Act.RETRY:
                self._retry(message)
            case Act.WITHOUT:
                self._retry_without(message)
            case Act.CONTINUE:
                self._go_on(message)
            case Act.KEEP:
                go_on, retry = self.keys.name("answer.continue"), self.keys.name("answer.retry")
                self._notice.show(f"It stays as it is; {go_on} and {retry} are there whenever you want more of it.")
            case Act.FOLD:
                self._toggle_fold(message)
            case Act.RAW:
                self._show_raw(message)
            case Act.VIEW:
                self.view_outside(message)
            case Act.DETAILS:
                self.run_worker(self._show_details(message), exclusive=False)
            case Act.FORK:
                self._fork(message)
            case Act.PRUNE:
                self._prune(message)
            case Act.OLDER:
                self._show_version(message, -1)
            case Act.NEWER:
                self._show_version(message, 1)

    # -- typed and by key

    def act_on_chosen(self, act: Act) -> None:
        """Do it with the message under the cursor, else the last one that it fits. Raises CommandFailed."""
        message = self.chosen_message(self._fitting(act))
        if act is Act.EDIT and self._pane.message_under_cursor is None:
            message = self.last_queued() or message
        if message is None and act in (Act.RAW, Act.VIEW, Act.DETAILS, Act.FORK, Act.PRUNE):
            message = self.chosen_message()
        if message is None:
            raise CommandFailed(_NONE.get(act, "There is no message yet."))
        if act is Act.RETRY:
            message = self.to_ask_again(message)
        elif act in (Act.WITHOUT, Act.CONTINUE):
            message = self.answer_to(message)
        self._do(act, message)

    def retry_with(self, preset: Preset) -> None:
        """Ask `preset` for the chosen or the last answer. Raises CommandFailed."""
        message = self.chosen_message(self._fitting(Act.RETRY))
        if message is None:
            raise CommandFailed(_NONE[Act.RETRY])
        self._retry(self.to_ask_again(message), preset)

    def _fitting(self, act: Act) -> Fits:
        match act:
            case Act.EDIT:
                return is_prompt
            case Act.RETRY:
                return self.is_asked_again
            case Act.FOLD:
                return lambda message: bool(self._fold_and_version(message)[0])
            case Act.OLDER | Act.NEWER:
                return lambda message: self._fold_and_version(message)[2] is not None
            case Act.PRUNE:
                return lambda _message: True
            case _:
                return is_answer

    def action_prompt_edit(self) -> None:
        self._attempt(lambda: self.act_on_chosen(Act.EDIT))

    def action_answer_retry(self) -> None:
        self._attempt(lambda: self.act_on_chosen(Act.RETRY))

    def action_answer_without(self) -> None:
        self._attempt(lambda: self.act_on_chosen(Act.WITHOUT))

    def action_answer_continue(self) -> None:
        self._attempt(lambda: self.act_on_chosen(Act.CONTINUE))

    def action_message_fold(self) -> None:
        self._attempt(lambda: self.act_on_chosen(Act.FOLD))

    def action_message_raw(self) -> None:
        self._attempt(lambda: self.act_on_chosen(Act.RAW))

    def action_message_editor(self) -> None:
        self._attempt(lambda: self.act_on_chosen(Act.VIEW))

    def action_message_details(self) -> None:
        self._attempt(lambda: self.act_on_chosen(Act.DETAILS))

    def action_message_fork(self) -> None:
        self._attempt(lambda: self.act_on_chosen(Act.FORK))

    def action_branch_delete(self) -> None:
        self._attempt(lambda: self.act_on_chosen(Act.PRUNE))

    def action_version_older(self) -> None:
        self._attempt(lambda: self.act_on_chosen(Act.OLDER))

    def action_version_newer(self) -> None:
        self._attempt(lambda: self.act_on_chosen(Act.NEWER))

    # -- looking closer

    def _fold_and_version(self, message: Message) -> tuple[str, bool, Version | None]:
        entry = self._pane.document.entry_of(message.id)
        fold = entry.fold if entry is not None else ""
        tree = self.engine.own_tree(self.tab.id)
        version = versions(tree, (message,)).get(message.id) if tree is not None else None
        return fold, entry is not None and fold in entry.opened, version

    def _toggle_fold(self, message: Message) -> None:
        fold, _, _ = self._fold_and_version(message)
        if not fold:
            raise CommandFailed(f"Nothing in this {word_for(message)} is folded.")
        self._pane.toggle_fold(message.id, fold)

    def _show_raw(self, message: Message) -> None:
        from aishtui.screens.raw_view import raw_view  # start-up: not before it is wanted
        from aishtui.screens.reader import Copyable

        copyables = [Copyable("y", "copies it", message.text)]
        self._open_reader(f"Source of {title_of(message)}", raw_view(message), copyables)

    async def _show_details(self, message: Message) -> None:
        from aishtui.screens.details import details  # start-up: not before it is wanted
        from aishtui.screens.reader import Copyable

        conversation = self.engine.conversation(self.tab.id)
        path = sent(conversation.path(message.parent_id)) if conversation is not None else ()
        found = await asyncio.to_thread(details, message, path, self._fold_and_version(message)[2])
        copyables = [Copyable("y", "copies the curl line", found.curl), Copyable("j", "copies the body", found.body)]
        shown = [copyable for copyable in copyables if copyable.text]
        self._open_reader(f"Details of {title_of(message)}", found.reading, shown)

    def _open_reader(self, title: str, reading: "ReadingText", copyables: "list[Copyable]") -> None:
        from aishtui.screens.reader import Reader  # start-up: not before it is wanted

        self.app.push_screen(Reader(title, reading, copyables, self._copied))
