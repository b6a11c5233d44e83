"""What was piped into aishtui, as a text for the prompt."""

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.wording import plural, size

MOST_BYTES = 8_000_000
"""Of this, and of a file: more fits into no model's context."""


@dataclass(frozen=True, slots=True)
class Piped:
    """`text` is empty where there was none, or where it is not for a prompt; `said` is a sentence about it."""

    text: str = ""
    said: str = ""


class NotForAPrompt(Exception):
    """`why` is a clause without its end, and `cure` a sentence or nothing."""

    def __init__(self, why: str, cure: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.cure = cure


def prompt_in(data: bytes, whole: bool = True) -> tuple[str, int]:
    """The text of what was read, and how many signs of it were not UTF-8 and are now \ufffd; not `whole`: there was
    more of it. Raises NotForAPrompt."""
    if b"\0" in data:
        raise NotForAPrompt("What was piped in is not text")
    if not whole or len(data) > MOST_BYTES:
        raise NotForAPrompt(
            f"More than {size(MOST_BYTES)} were piped in, too much for a prompt",
            "`head -c 100k` in the pipe takes the beginning.",
        )
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    return text, text.count("\ufffd") - data.count("\ufffd".encode())


def not_utf_8(wrong: int, of: str, become: str) -> str:
    """The sentence for so many signs of `of`, which are `become` \ufffd; nothing for none."""
    if not wrong:
        return ""
    return f"{plural(wrong, 'sign')} of {of} {'is' if wrong == 1 else 'are'} not UTF-8, and {become} \ufffd."


def piped(data: bytes, whole: bool = True) -> Piped:
    """What was read, for the prompt of the full screen; not `whole`: there was more of it."""
    try:
        text, wrong = prompt_in(data, whole)
    except NotForAPrompt as refusal:
        return Piped(said=f"{refusal.why}; nothing of it stands in the prompt. {refusal.cure}".strip())
    if not text.strip():
        return Piped(said="Nothing was piped in.")
    said = f"{size(len(data))} were piped in; nothing is sent before you press Enter."
    return Piped(text, f"{said} {not_utf_8(wrong, 'it', 'shown as')}".strip())
