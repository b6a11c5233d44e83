"""`@path` in a prompt: where mentions stand, how they are written, and how what they name is sent with the text."""

import re
from collections.abc import Iterable, Iterator

from aishtui.chat.lazy_dataclass import dataclass

_MENTION = re.compile(r"""(?:^|(?<=[\s(\[{"'«“‘]))@(?:"((?:[^"\\\n]|\\.)+)"|([^\s"]+))""", re.MULTILINE)
"""At a beginning or behind a blank or an opening sign, so that no e-mail address is one."""
_BEGUN = re.compile(r"""(?:^|(?<=[\s(\[{"'«“‘]))@(?:"((?:[^"\\\n]|\\.)*)|([^\s"]*))$""")
"""The same while it is typed: up to the cursor, its quotation mark still open."""
_ENDS = ".,;:!?)]}'»”’"
"""What behind a mention without quotation marks belongs to the sentence."""
_QUOTED = re.compile(r"\\(.)")
_BACKTICKS = re.compile("`+")
_LANGUAGE = re.compile(r"\.([A-Za-z0-9_+-]{1,12})$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention from `start` to `stop` in a text; `path` is what it names, without quotation marks."""

    start: int
    stop: int
    path: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes with a prompt: its name as the user wrote it, and its whole text."""

    name: str
    text: str


def mentions(text: str) -> Iterator[Mention]:
    """Everything that could be one; whether such a file is there, the disk knows."""
    if "@" not in text:
        return
    for found in _MENTION.finditer(text):
        quoted, plain = found.groups()
        if quoted is not None:
            yield Mention(found.start(), found.end(), _QUOTED.sub(r"\1", quoted))
            continue
        path = plain.rstrip(_ENDS)
        if path:
            yield Mention(found.start(), found.start() + 1 + len(path), path)


def begun_mention(line: str, column: int) -> Mention | None:
    """The mention that ends at `column` of a line, be it finished or not: what is to be completed. Its path may be
    empty."""
    found = _BEGUN.search(line[:column])
    if found is not None:
        quoted, plain = found.groups()
        return Mention(found.start(), column, plain if quoted is None else _QUOTED.sub(r"\1", quoted))
    return next((mention for mention in mentions(line) if mention.stop == column), None)


def write_mention(path: str, *, whole: bool = True) -> str:
    """How `path` is mentioned: `@notes.md`, `@"my notes.md"`. Not `whole`: more of it is to be typed, as behind a
    folder."""
    plain = not re.search(r"""[\s"\\]""", path) and (not whole or path.rstrip(_ENDS) == path)
    if plain:
        return f"@{path}"
    quoted = re.sub(r'(["\\])', r"\\\1", path)
    return f'@"{quoted}"' if whole else f'@"{quoted}'


def is_path(path: str) -> bool:
    """Whether nothing but a path is written so; `@name` may as well be a person, a package or a decorator."""
    return path.startswith(("/", "~/", "./", "../"))


def with_files(text: str, files: Iterable[Attached]) -> str:
    """The prompt as it is sent: the text, and below it each file with its name, whole, between fences that are longer
    than any in it."""
    return "\n\n".join([text, *map(_fenced, files)])


def _fenced(file: Attached) -> str:
    longest = max((len(run) for run in _BACKTICKS.findall(file.text)), default=0)
    fence = "`" * max(3, longest + 1)
    language = _LANGUAGE.search(file.name)
    end = "" if not file.text or file.text.endswith("\n") else "\n"
    return f"{file.name}:\n{fence}{language[1].lower() if language else ''}\n{file.text}{end}{fence}"
