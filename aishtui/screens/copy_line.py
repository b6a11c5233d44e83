"""What stands behind `:copy` and `:print`: which text is meant."""

from enum import StrEnum

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.nearest import nearest, or_list

WORDS = ("plain", "thinking", "prompt", "all")


class Part(StrEnum):
    MESSAGE = "message"
    """The chosen one, or the last answer."""
    THINKING = "thinking"
    CODE = "code"
    PROMPT = "prompt"
    """The chosen one, or the last."""
    ALL = "all"
    """The conversation as the tab shows it, or the comparison."""


@dataclass(frozen=True, slots=True)
class WantedText:
    """`plain`: without Markdown's marks; of all, in the form of an export as text. `number` is a code block's."""

    part: Part = Part.MESSAGE
    plain: bool = False
    number: int = 0


class NoSuchText(Exception):
    """The line names no text; the message is a sentence."""


def read_copy_line(line: str, command: str = "copy") -> WantedText:
    """`line` is as typed behind the command: nothing, a number, or one or two of the words. Raises NoSuchText."""
    words = line.split()
    match words:
        case []:
            return WantedText()
        case [number] if number.isdecimal() and number.isascii():
            return WantedText(Part.CODE, number=int(number[:9]))
        case ["plain"]:
            return WantedText(plain=True)
        case ["thinking"]:
            return WantedText(Part.THINKING)
        case _:
            return _of_words(words, command)


def _of_words(words: list[str], command: str) -> WantedText:
    """`prompt` and `all` may be plain too."""
    parts = [word for word in words if word != "plain"]
    if len(words) <= 2 and len(parts) == 1 and parts[0] in ("prompt", "all"):
        return WantedText(Part(parts[0]), plain="plain" in words)
    unknown = [word for word in words if word not in WORDS]
    near = nearest(unknown[0], WORDS) if unknown else []
    hint = f" Did you mean {or_list(near)}?" if near else ""
    raise NoSuchText(
        f":{command} takes a code block's number, `plain`, `thinking`, `prompt` or `all` (these two also with "
        f"`plain`); with nothing it takes the source.{hint}"
    )
