"""What can be done with a message, by name; the menu and the typed commands name the same."""

from enum import StrEnum

from aishtui.chat.answers import Status
from aishtui.chat.messages import Message, Role

GO_ON = "Go on exactly where you stopped, without repeating anything."
"""The prompt that has an answer continued."""


class Act(StrEnum):
    """What is done with a message."""

    COPY = "copy"
    PLAIN = "plain"
    THINKING = "thinking"
    CODE = "code"
    PRINT = "print"
    EDIT = "edit"
    RETRY = "retry"
    WITHOUT = "without"
    CONTINUE = "continue"
    KEEP = "keep"
    FOLD = "fold"
    RAW = "raw"
    VIEW = "view"
    DETAILS = "details"
    FORK = "fork"
    PRUNE = "prune"
    OLDER = "older"
    NEWER = "newer"
    TAKE_BACK = "take_back"
    SEND_ON = "send_on"
    EARLIER = "earlier"
    LATER = "later"


OF_QUEUED = frozenset(
    {
        *(Act.COPY, Act.PLAIN, Act.CODE, Act.PRINT, Act.EDIT, Act.FOLD, Act.RAW, Act.VIEW),
        *(Act.TAKE_BACK, Act.SEND_ON, Act.EARLIER, Act.LATER),
    }
)
"""What can be done with a prompt that has not been sent yet."""


def can_go_on(message: Message) -> bool:
    """Whether it is an answer that ended before its time, with something to go on from."""
    ended_early = message.status in (Status.STOPPED, Status.CUT_OFF, Status.FAILED)
    return message.role is Role.ASSISTANT and ended_early and bool(message.text.strip())
