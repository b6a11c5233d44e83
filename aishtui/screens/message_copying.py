"""Copying and printing a message, a part of it or all of them: always the source, by the clipboard's one way."""

import asyncio
from collections.abc import Awaitable, Callable

from aishtui.chat.clean import clean_text
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.messages import Message
from aishtui.chat.portable.forms import Form
from aishtui.engine.job import ExportOrder, Job, NothingToExport
from aishtui.pane.code_blocks import code_blocks
from aishtui.screens.chosen_message import ChosenMessage, Fits, is_answer, is_prompt
from aishtui.screens.copy_line import NoSuchText, Part, WantedText, read_copy_line
from aishtui.screens.copying import NothingToCopy, code_block_of, last_answer, plain_of, source_of, thinking_of
from aishtui.screens.message_acts import Act
from aishtui.screens.typed_commands import CommandFailed
from aishtui.store.errors import StoreError
from aishtui.terminal.print_view import NoPrintView, print_view
from aishtui.widgets.notice import NoticeLevel

LARGE = 50_000
"""A longer message is parsed in a thread; a shorter one at once, so that keys behind it find what it opens."""


@dataclass(frozen=True, slots=True)
class Found:
    """A text to copy or print. `what` it is, where that is not the whole message; `of` is the message whose code
    blocks are less than it."""

    text: str
    what: str = ""
    of: Message | None = None


Use = Callable[[Found], Awaitable[None]]


def part_of(message: Message, act: Act, number: int = 0) -> Found:
    """Raises NothingToCopy."""
    match act:
        case Act.PLAIN:
            return Found(plain_of(message), "As plain text", message)
        case Act.THINKING:
            return Found(thinking_of(message), "The thinking")
        case Act.CODE:
            return Found(code_block_of(message, number).text, f"Code block {number}")
        case _:
            return Found(source_of(message), "", message)


class MessageCopying(ChosenMessage):
    """What is copied is what was received or typed, or made from that; the notice says where it went."""

    def copy_message(self, what: str = "") -> None:
        """`what` is as typed behind `:copy`. Raises CommandFailed."""
        self._take(self._wanted(what, "copy"), self._copy_found)

    def print_message(self, what: str = "") -> None:
        """The print view of what is named as behind `:copy`. Raises CommandFailed."""
        self._take(self._wanted(what, "print"), self._print)

    def action_answer_copy(self) -> None:
        self._attempt(self.copy_message)

    def action_answer_print(self) -> None:
        self._attempt(self.print_message)

    def action_conversation_copy(self) -> None:
        self._attempt(lambda: self.copy_message("all"))

    # -- which text

    def _wanted(self, line: str, command: str) -> WantedText:
        try:
            return read_copy_line(line, command)
        except NoSuchText as problem:
            raise CommandFailed(str(problem)) from problem

    def _take(self, wanted: WantedText, use: Use) -> None:
        as_text = Act.PLAIN if wanted.plain else Act.COPY
        match wanted.part:
            case Part.ALL:
                self.run_worker(self._take_all(self._all_of_it(wanted.plain), use), exclusive=False)
            case Part.THINKING:
                self._take_part(self._to_copy(lambda message: bool(message.thinking)), Act.THINKING, 0, use)
            case Part.CODE:
                self._take_part(self._to_copy(), Act.CODE, wanted.number, use)
            case Part.PROMPT:
                self._take_part(self._prompt_to_copy(), as_text, 0, use)
            case Part.MESSAGE:
                self._take_part(self._to_copy(), as_text, 0, use)

    def _to_copy(self, fits: Fits = lambda message: bool(message.text)) -> Message:
        message = self.chosen_message(lambda message: is_answer(message) and fits(message))
        if message is None:
            some = last_answer(self.engine.path(self.tab.id) or ()) is not None
            raise CommandFailed("No answer here has any thinking." if some else "There is no answer to copy yet.")
        return message

    def _prompt_to_copy(self) -> Message:
        chosen = self.chosen_message(is_prompt)
        if chosen is not None and is_prompt(chosen):
            return chosen
        prompts = [message for message in self.engine.path(self.tab.id) or () if is_prompt(message)]
        if not prompts:
            raise CommandFailed("There is no prompt to copy yet.")
        return prompts[-1]

    def _all_of_it(self, plain: bool) -> ExportOrder:
        """What `:export` would write of this tab."""
        comparison = self.tab.comparison
        if comparison is not None and self.engine.comparing.rounds(comparison):
            if plain:
                raise CommandFailed("A comparison is Markdown, with tables; leave `plain` out.")
            return ExportOrder(Form.MARKDOWN, True, comparison=comparison)
        conversation = self.engine.conversation(self.tab.id)
        if conversation is None or not conversation.messages:
            raise CommandFailed("There is nothing in this conversation yet.")
        return ExportOrder(Form.TEXT if plain else Form.MARKDOWN, False, conversation.id, self.tab.leaf_id)

    # -- what it says

    def _take_part(self, message: Message, act: Act, number: int, use: Use) -> None:
        if len(message.text) > LARGE:
            self.run_worker(self._take_part_of_large(message, act, number, use), exclusive=False)
            return
        try:
            found = part_of(message, act, number)
        except NothingToCopy as problem:
            raise CommandFailed(str(problem)) from problem
        self.run_worker(use(found), exclusive=False)

    async def _take_part_of_large(self, message: Message, act: Act, number: int, use: Use) -> None:
        try:
            found = await asyncio.to_thread(part_of, message, act, number)
        except NothingToCopy as problem:
            self._notice.show(str(problem), NoticeLevel.WARNING)
        else:
            await use(found)

    async def _take_all(self, order: ExportOrder, use: Use) -> None:
        try:
            text = await asyncio.wrap_future(self.engine.porting.text(order, Job()))
        except (StoreError, NothingToExport) as problem:
            self._notice.show(str(problem), NoticeLevel.ERROR)
            return
        await use(Found(text, "The comparison" if order.comparison is not None else "The conversation"))

    # -- what is done with it

    async def _copy(self, text: str) -> None:
        await self._copy_found(Found(text))

    async def _copy_found(self, found: Found) -> None:
        copied = await self._around.copy(found.text, self._output.write)
        said = f"{found.what}: {copied.sentence}" if found.what else copied.sentence
        if not copied.too_long:
            self._notice.show(said)
            return
        less = await asyncio.to_thread(_less_than, found.of) if found.of is not None else ""
        self._notice.show(f"{said}{less}", NoticeLevel.WARNING)

    async def _copied(self, text: str) -> str:
        """Copies; the sentence that says where it went."""
        return (await self._around.copy(text, self._output.write)).sentence

    async def _print(self, found: Found) -> None:
        try:
            await print_view(self.app, clean_text(found.text))
        except NoPrintView as problem:
            self._notice.show(str(problem), NoticeLevel.WARNING)


def _less_than(message: Message) -> str:
    """That its code blocks can be copied one by one."""
    count = len(code_blocks(message.text))
    if not count:
        return ""
    return (
        "; :copy 1 takes its code block alone" if count == 1 else f"; :copy 1 to :copy {count} take a code block alone"
    )
