"""Copying a message or a part of it: always the source, by the clipboard's one way."""

import asyncio

from aishtui.chat.messages import Message
from aishtui.screens.chosen_message import ChosenMessage, Fits, is_answer
from aishtui.screens.copying import NothingToCopy, code_block_of, last_answer, plain_of, source_of, thinking_of
from aishtui.screens.message_choices import Act
from aishtui.screens.typed_commands import CommandFailed
from aishtui.widgets.notice import NoticeLevel

LARGE = 50_000
"""A longer message is parsed in a thread; a shorter one at once, so that keys behind it find what it opens."""


def part_of(message: Message, act: Act, number: int = 0) -> tuple[str, str]:
    """The text to copy, and what it is, where that is not the whole message. Raises NothingToCopy."""
    match act:
        case Act.PLAIN:
            return plain_of(message), "As plain text"
        case Act.THINKING:
            return thinking_of(message), "The thinking"
        case Act.CODE:
            return code_block_of(message, number).text, f"Code block {number}"
        case _:
            return source_of(message), ""


class MessageCopying(ChosenMessage):
    """What is copied is what was received or typed, or made from that; the notice says where it went."""

    def copy_message(self, what: str = "") -> None:
        """`what` is as typed behind `:copy`: nothing, `plain`, `thinking`, or a code block's number."""
        if what == "thinking":
            self._copy_part(self._to_copy(lambda message: bool(message.thinking)), Act.THINKING)
        elif what.isdecimal() and what.isascii():
            self._copy_part(self._to_copy(), Act.CODE, int(what[:9]))
        elif what in ("", "plain"):
            self._copy_part(self._to_copy(), Act.PLAIN if what else Act.COPY)
        else:
            raise CommandFailed(
                ":copy takes a code block's number, `plain` or `thinking`; with nothing it takes the source."
            )

    def _to_copy(self, fits: Fits = lambda message: bool(message.text)) -> Message:
        message = self.chosen_message(lambda message: is_answer(message) and fits(message))
        if message is None:
            some = last_answer(self.engine.path(self.tab.id) or ()) is not None
            raise CommandFailed("No answer here has any thinking." if some else "There is no answer to copy yet.")
        return message

    def _copy_part(self, message: Message, act: Act, number: int = 0) -> None:
        if len(message.text) > LARGE:
            self.run_worker(self._copy_of_large(message, act, number), exclusive=False)
            return
        try:
            text, what = part_of(message, act, number)
        except NothingToCopy as problem:
            raise CommandFailed(str(problem)) from problem
        self.run_worker(self._copy(text, what), exclusive=False)

    async def _copy_of_large(self, message: Message, act: Act, number: int) -> None:
        try:
            text, what = await asyncio.to_thread(part_of, message, act, number)
        except NothingToCopy as problem:
            self._notice.show(str(problem), NoticeLevel.WARNING)
        else:
            await self._copy(text, what)

    async def _copy(self, text: str, what: str = "") -> None:
        said = await self._copied(text)
        self._notice.show(f"{what}: {said}" if what else said)

    async def _copied(self, text: str) -> str:
        """Copies; the sentence that says where it went."""
        return await self._around.copy(text, self._output.write)
