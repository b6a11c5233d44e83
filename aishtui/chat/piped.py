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


def piped(data: bytes, whole: bool = True) -> Piped:
    """What was read; not `whole`: there was more of it."""
    if b"\0" in data:
        return Piped(said="What was piped in is not text; nothing of it stands in the prompt.")
    if not whole or len(data) > MOST_BYTES:
        return Piped(
            said=f"More than {size(MOST_BYTES)} were piped in, which is not sent; nothing of it stands in the prompt. "
            "`head -c 100k` in the pipe takes the beginning."
        )
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    if not text.strip():
        return Piped(said="Nothing was piped in.")
    wrong = text.count("\ufffd") - data.count("\ufffd".encode())
    said = (
        f"{plural(wrong, 'sign')} of it {'is' if wrong == 1 else 'are'} not UTF-8, and shown as \ufffd."
        if wrong
        else ""
    )
    return Piped(text, f"{size(len(data))} were piped in; nothing is sent before you press Enter. {said}".strip())
