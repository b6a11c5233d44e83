"""The difference of two answers, on a screen of its own."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.timer import Timer

from aishtui.chat.clean import clean_text
from aishtui.chat.differences import Differences, differences
from aishtui.chat.messages import Message
from aishtui.chat.nearest import or_list
from aishtui.chat.unified import unified
from aishtui.chat.wording import and_list
from aishtui.screens.answers_to_compare import Candidates, named
from aishtui.widgets.difference_head import DifferenceHead
from aishtui.widgets.difference_view import DifferenceView
from aishtui.widgets.key_line import KeyLine
from aishtui.widgets.notice import Notice, NoticeLevel

_TITLE = "Difference"
_LOOK_S = 0.5
"""So often it is looked whether an answer that was still being written has ended."""


def _compared(left: Message, right: Message) -> Differences:
    """What is compared is what is shown: the texts as the terminal may have them."""
    return differences(clean_text(left.text), clean_text(right.text))


class DifferenceScreen(ModalScreen[None]):
    """Closed by Esc or q. The texts are compared in a thread: keys act meanwhile, and the newest choice counts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q", "dismiss", "Close"),
        ("s", "swap", "Swap the sides"),
        ("l", "next_left", "Another answer at the left"),
        ("r", "read_again", "Read them again"),
        ("y", "copy", "Copy it"),
        *((str(number), f"choose({number})", f"Answer {number} at the right") for number in range(1, 10)),
    ]

    def __init__(
        self, chosen: Candidates, read: Callable[[Message], Message], copy: Callable[[str], Awaitable[str]]
    ) -> None:
        """`read` gives an answer with all that has arrived of it; `copy` the sentence that says where it went."""
        super().__init__()
        self._chosen = chosen
        self._names = named(chosen.answers)
        self._read = read
        self._copy = copy
        self._found: Differences | None = None
        self._looking: Timer | None = None
        self._bar = KeyLine(_TITLE, (), id="difference-bar")
        self._head = DifferenceHead(id="difference-head")
        self._view = DifferenceView(id="difference-view")
        self._notice = Notice(id="difference-notice")
        self._keys = KeyLine("", (), id="difference-keys")

    def compose(self) -> ComposeResult:
        yield self._bar
        yield self._head
        yield self._view
        yield self._notice
        yield self._keys

    def on_mount(self) -> None:
        self._view.focus()
        self._compare(anew=True)

    def on_key(self) -> None:
        self._notice.key_pressed()

    # -- comparing

    @property
    def _sides(self) -> tuple[Message, Message]:
        return self._chosen.answers[self._chosen.left], self._chosen.answers[self._chosen.right]

    def _compare(self, *, anew: bool) -> None:
        """Read both sides and show their difference; not `anew`, the reader stays where they are."""
        self._chosen = replace(self._chosen, answers=tuple(map(self._read, self._chosen.answers)))
        self._names = named(self._chosen.answers)
        self._head.show(self._names, self._chosen.left, self._chosen.right)
        self._keys.show_keys(self._what_keys_do())
        self._bar.show_title(f"{_TITLE} · comparing …")
        self.run_worker(self._show_difference(anew), exclusive=True)
        self._look_if_needed()

    def _look_if_needed(self) -> None:
        """The timer runs only while a side is being written."""
        writing = self._writing()
        if writing and self._looking is None:
            self._looking = self.set_interval(_LOOK_S, self._look)
        elif not writing and self._looking is not None:
            self._looking.stop()
            self._looking = None

    def _look(self) -> None:
        """Whichever side has ended is read to its end; the reader stays where they are."""
        if any(self._read(side).status.ended for side in self._writing()):
            self._compare(anew=False)

    def _writing(self) -> list[Message]:
        """The sides that were not at their end when they were read."""
        return [side for side in self._sides if not side.status.ended]

    async def _show_difference(self, anew: bool) -> None:
        left, right = self._sides
        self._found = None
        found = await asyncio.to_thread(_compared, left, right)
        if (left, right) != self._sides:
            return
        self._found = found
        self._bar.show_title(f"{_TITLE} · {found.summary if left.text or right.text else self._why_empty()}")
        self._view.show(found, anew=anew)
        self._say_what_is_missing()

    def _why_empty(self) -> str:
        return "nothing is written yet" if self._writing() else "neither has any text"

    def _say_what_is_missing(self) -> None:
        both = {self._chosen.left, self._chosen.right}
        writing = [self._names[at].short for at in sorted(both) if not self._chosen.answers[at].status.ended]
        if writing:
            are = "are" if len(writing) > 1 else "is"
            self._notice.show(
                f"{and_list(writing)} {are} still writing; r reads what has come since.", NoticeLevel.WARNING
            )
        else:
            self._notice.dismiss()

    def _what_keys_do(self) -> list[tuple[str, str]]:
        count = len(self._chosen.answers)
        return [
            ("n", "next"),
            ("p", "back"),
            *([(f"1-{min(9, count)}", "right"), ("l", "left")] if count > 2 else []),
            ("s", "swap"),
            *([("r", "read again")] if self._writing() else []),
            ("Esc", "closes"),
            ("y", "copy the diff"),
        ]

    @on(DifferenceView.Moved)
    def _moved(self, event: DifferenceView.Moved) -> None:
        event.stop()
        if self._found is None:
            return
        share = "" if self._view.whole else f"{event.share:.0%}"
        here = f"{event.here + 1} of {len(self._found.places)}" if event.here is not None else ""
        self._bar.show_right("".join(f"  {part}" for part in (here, share) if part))

    # -- keys

    def action_choose(self, number: int) -> None:
        """Answer `number`, from 1, at the right; the one at the left goes over to the right by swapping."""
        if number > len(self._chosen.answers):
            numbers = or_list([str(number + 1) for number in range(len(self._chosen.answers))])
            self._notice.show(f"There is no answer {number} here: {numbers}.", NoticeLevel.WARNING)
        elif number - 1 == self._chosen.left:
            self.action_swap()
        elif number - 1 != self._chosen.right:
            self._chosen = replace(self._chosen, right=number - 1)
            self._compare(anew=True)

    def action_next_left(self) -> None:
        """The next answer that does not stand at the right."""
        count = len(self._chosen.answers)
        order = [(self._chosen.left + step) % count for step in range(1, count)]
        left = next((at for at in order if at != self._chosen.right), self._chosen.left)
        if left != self._chosen.left:
            self._chosen = replace(self._chosen, left=left)
            self._compare(anew=True)

    def action_swap(self) -> None:
        self._chosen = self._chosen.swapped()
        self._compare(anew=False)

    def action_read_again(self) -> None:
        self._compare(anew=False)

    async def action_copy(self) -> None:
        if self._found is None:
            self._notice.show("They are being compared still; press y again in a moment.", NoticeLevel.WARNING)
            return
        left, right = self._names[self._chosen.left], self._names[self._chosen.right]
        text = unified(self._found, left.name, right.name)
        self._notice.show(await self._copy(text) if text else "Both are the same: there is nothing to copy.")
