"""The text the models say: Markdown like that of a chat model, the same for the same seed."""

import random
from collections.abc import Callable, Iterator
from enum import StrEnum

from benchmarks.scripts import CHARACTERS

_VOCABULARY = (
    "the a of to in and is that for with as on by from which when each because however between before value result "
    "function system memory process request response server client buffer thread cache index query latency network "
    "model stream terminal widget message token layout line style parse block frame budget session history branch "
    "cursor region measure task queue broker machine answer prompt"
)
_WORDS = _VOCABULARY.split()
_FUNCTION = '''def merge_{n}(left: list[int], right: list[int]) -> list[int]:
    """Merge two sorted lists into one."""
    result, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:  # stable
            result.append(left[i])
            i += {step}
        else:
            result.append(right[j])
            j += 1
    return result + left[i:] + right[j:]


'''


class Kind(StrEnum):
    """`MIXED` is what a model says; the others are one block that does not end."""

    MIXED = "mixed"
    FENCE = "fence"
    LIST = "list"
    TABLE = "table"
    PARAGRAPH = "paragraph"


def _sentence(random_: random.Random, words: int = 13) -> str:
    chosen = [random_.choice(_WORDS) for _ in range(words)]
    marks = ("`{}_count`", "**{}**", "*{}*", "[{}](https://example.org/docs)")
    if random_.random() < 0.6:
        place = random_.randrange(1, words)
        chosen[place] = random_.choice(marks).format(chosen[place])
    return " ".join(chosen).capitalize() + "."


def _paragraph(random_: random.Random) -> str:
    return " ".join(_sentence(random_) for _ in range(random_.randint(3, 5))) + "\n\n"


def _heading(random_: random.Random) -> str:
    return f"## {' '.join(random_.choice(_WORDS) for _ in range(4)).capitalize()}\n\n"


def _list(random_: random.Random) -> str:
    items = "".join(f"- {_sentence(random_)}\n" for _ in range(4))
    return f"{items}  1. {_sentence(random_, 8)}\n  2. {_sentence(random_, 8)}\n\n"


def _function(random_: random.Random) -> str:
    return _FUNCTION.format(n=random_.randint(1, 99), step=random_.randint(1, 9))


def _fence(random_: random.Random) -> str:
    return f"```python\n{_function(random_).strip()}\n```\n\n"


def _row(random_: random.Random) -> str:
    name, kind = random_.choice(_WORDS), random_.choice(_WORDS)
    return f"| {name} | `{kind}` | {random_.randint(1, 9999)} | {_sentence(random_, 5)} |\n"


_HEAD = "| name | kind | value | note |\n|---|:---:|---:|---|\n"


def _table(random_: random.Random) -> str:
    return _HEAD + "".join(_row(random_) for _ in range(5)) + "\n"


_BLOCKS: tuple[Callable[[random.Random], str], ...] = (
    _heading, _paragraph, _list, _paragraph, _fence, _paragraph, _table,
)  # fmt: skip


def mixed(tokens: int, seed: object, mark: str = "") -> str:
    """Whole blocks and, to fill up, a last paragraph with `mark` for its last word; an empty line ends it."""
    random_ = random.Random(f"mixed {seed}")
    room = tokens * CHARACTERS - len(mark) - 3
    text, number = "", 0
    while len(text) + len(block := _BLOCKS[number % len(_BLOCKS)](random_)) <= room:
        text, number = text + block, number + 1
    return f"{text}{_filling(room - len(text), random_)} {mark}\n\n"


def _filling(length: int, random_: random.Random) -> str:
    """Plain words of exactly this length, dots at the end."""
    words = ""
    while len(words) < length:
        words += random_.choice(_WORDS) + " "
    return words[:length].rstrip().ljust(length, ".")


_BEGINNINGS = {Kind.FENCE: "```python\n", Kind.TABLE: _HEAD}


def beginning(kind: Kind) -> str:
    """What opens the block; shorter than a few tokens."""
    return _BEGINNINGS.get(kind, "")


def inside(kind: Kind, tokens: int, seed: object, mark: str) -> str:
    """The inside of a block: whole lines, and a last one that says `mark` (a paragraph: as its last word)."""
    if kind is Kind.MIXED:
        return mixed(tokens, seed, mark)
    random_ = random.Random(f"{kind} {seed}")
    length = tokens * CHARACTERS
    if kind is Kind.PARAGRAPH:
        return f"{_sentences(random_, length - len(mark) - 2)} {mark} "
    text, lines = "", _lines(kind, random_)
    while len(text) + len(line := next(lines)) <= length - len(_last_line(kind, mark, 0)):
        text += line
    return text + _last_line(kind, mark, length - len(text))


def _lines(kind: Kind, random_: random.Random) -> Iterator[str]:
    while True:
        match kind:
            case Kind.FENCE:
                yield from _function(random_).splitlines(keepends=True)
            case Kind.LIST:
                yield f"- {_sentence(random_)}\n"
            case _:
                yield _row(random_)


def _last_line(kind: Kind, mark: str, length: int) -> str:
    """A line with `mark`, filled up to `length` characters; as short as possible if that is less."""
    before, behind = {
        Kind.FENCE: (f"# {mark} ", "\n"),
        Kind.LIST: (f"- {mark} ", "\n"),
        Kind.TABLE: (f"| {mark} | `end` | 1 | ", " |\n"),
    }[kind]
    return before + "x" * (length - len(before) - len(behind)) + behind


def _sentences(random_: random.Random, length: int) -> str:
    text = ""
    while len(text) < length:
        text += _sentence(random_) + " "
    return text[:length].rstrip().ljust(length, ".")
