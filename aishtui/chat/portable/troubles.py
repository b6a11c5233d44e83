"""What is wrong with a file that is imported, each with its place."""

from aishtui.chat.clean import clean_line
from aishtui.chat.lazy_dataclass import dataclass


class Wrong(Exception):
    """This value is not what it has to be; `path` leads to it, as in `messages[3].text`."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}" if path else problem)


class NotJson(Wrong):
    """It cannot be read as JSON; `ahead` is how many lines behind its beginning."""

    def __init__(self, problem: str, ahead: int = 0) -> None:
        super().__init__("", f"is no JSON: {problem}")
        self.ahead = ahead


class NotImportable(Exception):
    """Nothing of the file can be read, from here on; the message is a sentence without the file's name."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A part of the file that is not taken, or was changed on the way. The rest goes on."""

    line: int
    problem: str
    """A sentence without its end, behind the place."""
    lost: bool = True
    """Whether a conversation is not taken."""

    def __str__(self) -> str:
        return f"line {self.line}: {clean_line(self.problem, 400)}"


def kind_of(value: object) -> str:
    """What JSON calls it, as it stands in a sentence."""
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case str():
            return "a text"
        case int() | float():
            return "a number"
        case list():
            return "a list"
        case _:
            return "an object"
