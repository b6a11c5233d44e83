"""Words looked for in a message: where they stand in its source, also where Markdown's marks stand between them.

A hit is where the words stand in the source as it was received, or would stand if it were read as Markdown: `bold move`
is found in `**bold** move`, and so is `**bold**`. White space matches any white space, a line break too; a capital in
the words makes capitals count.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import islice
from string import ascii_lowercase, ascii_uppercase

_MARKS = "*_~\\`"
"""What Markdown takes out of a text when it is shown. A mark that is among the words themselves is looked for."""
_LINK = r'!?\[(?=[^\[\]\n]*\]\()|\]\([^()\s]*(?:\s"[^"\n]*")?\)'
"""What is around the text of a link."""

# Possessive throughout: no text, however hostile, is gone through twice.
_GAP = r"\s++"
_GAP_IN_QUOTE = r"(?:[^\S\n]*+\n[\s>]*+|\s++)"
_LOWER = bytes.maketrans(ascii_uppercase.encode(), ascii_lowercase.encode())

MOST_HITS = 100_000
"""So many are found in one text at most: all letters of a line of five megabytes would hold up the screen."""

Hit = tuple[int, int]
"""Where the words begin in a text, and where they end."""


class Words:
    """What is looked for. Equal typing makes equal words."""

    def __init__(self, typed: str) -> None:
        parts = typed.split()
        self.text = " ".join(parts)
        self._capitals = any(letter.isupper() or letter.istitle() for letter in self.text)
        self._ascii = self.text.isascii()
        self._marks = "".join(mark for mark in _MARKS if mark not in self.text)
        self._links = re.fullmatch(r"\w*", self.text) is None
        self._table = None if self._capitals else _LOWER
        self._brackets = any(mark in self.text for mark in "![]()")
        self._single = len(parts) == 1
        self._bytes = self.text.encode(errors="surrogatepass")
        self._runs = [run.encode(errors="surrogatepass") for run in re.findall(r"\w+", self.text)]
        gap = _GAP if any(part.startswith(">") for part in parts) else _GAP_IN_QUOTE
        self._pattern = re.compile(gap.join(map(re.escape, parts)))
        self._markup = re.compile(self._markup_pattern()) if self._marks else None

    def __bool__(self) -> bool:
        return bool(self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def narrow(self, wider: "Words") -> bool:
        """Whether a text in which `wider` is not found cannot have these either."""
        same = (self._capitals, self._ascii, self._marks, self._links)
        return (
            bool(wider)
            and self.text.startswith(wider.text)
            and same == (wider._capitals, wider._ascii, wider._marks, wider._links)
        )

    def count(self, text: str) -> int:
        """How many hits `find` finds, at a fraction of the cost where no mark stands in their way."""
        return min(MOST_HITS, self._all(text)) if self.text and text else 0

    def _all(self, text: str) -> int:
        # In bytes: lower case and leaving out are several times quicker there, and counting is the same.
        encoded = self._encoded(text)
        unmarked = encoded.translate(self._table, self._marks.encode())
        if not all(run in unmarked for run in self._runs):
            return 0
        links = self._links and b"](" in unmarked
        most = self._most(unmarked) if links else self._count(unmarked)
        if most is None:
            return len(self.find(text))
        if not most or (len(unmarked) == len(encoded) and not links):
            return most
        return most if self._count(encoded.translate(self._table)) == most else len(self.find(text))

    def find(self, text: str) -> list[Hit]:
        """All hits from first to last, up to `MOST_HITS`; none lies over another."""
        if not self.text:
            return []
        folded = self._encoded(text).translate(self._table).decode(errors="surrogatepass")
        literal = [match.span() for match in islice(self._pattern.finditer(folded), MOST_HITS)]
        shown = _Unmarked(folded, self._markup) if self._markup is not None else None
        if shown is None or shown.text == folded:
            return literal
        return _united(literal, (shown.origin(*match.span()) for match in self._pattern.finditer(shown.text)))

    def _most(self, unmarked: bytes) -> int | None:
        """How many hits there are at most in a text with links; None where that takes finding them."""
        parts = _without_links(unmarked) if not self._brackets else None
        return sum(map(self._count, parts)) if parts is not None else None

    def _count(self, folded: bytes) -> int:
        if self._single:
            return folded.count(self._bytes)
        return sum(1 for _ in self._pattern.finditer(folded.decode(errors="surrogatepass")))

    def _encoded(self, text: str) -> bytes:
        """As many characters as the text has; in lower case where that is more than translating ASCII."""
        if not self._capitals and not self._ascii:
            lower = text.lower()
            text = lower if len(lower) == len(text) else "".join(map(_lower, text))
        return text.encode(errors="surrogatepass")

    def _markup_pattern(self) -> str:
        """One mark between two letters is none (`snake_case`, `2*3`), but a backtick is: the plural of `` `let` ``."""
        several = re.escape(self._marks)
        single = re.escape(self._marks.replace("`", ""))
        parts = [f"[{several}]{{2,}}"]
        if single:
            parts += [f"(?<![0-9A-Za-z])[{single}]", f"[{single}](?![0-9A-Za-z])"]
        if "`" in self._marks:
            parts.append("`")
        if self._links:
            parts.append(_LINK)
        return "|".join(parts)


class _Unmarked:
    """A text without Markdown's marks, and where each of its characters stood."""

    def __init__(self, text: str, markup: re.Pattern[str]) -> None:
        kept, at, length = [], 0, 0
        self._starts: list[int] = []
        self._origins: list[int] = []
        for match in [*markup.finditer(text), None]:
            stop = match.start() if match is not None else len(text)
            if stop > at:
                kept.append(text[at:stop])
                self._starts.append(length)
                self._origins.append(at)
                length += stop - at
            at = match.end() if match is not None else stop
        self.text = "".join(kept)

    def origin(self, start: int, stop: int) -> Hit:
        """What stands from `start` to `stop`, as a place in the text with its marks."""
        return self._origin(start), self._origin(stop - 1) + 1

    def _origin(self, at: int) -> int:
        piece = bisect_right(self._starts, at) - 1
        return self._origins[piece] + at - self._starts[piece]


def _united(literal: list[Hit], shown: Iterator[Hit]) -> list[Hit]:
    """The hits of the text as it stands, and those of the text as it reads that do not lie over one of them."""
    starts = [start for start, _ in literal]

    def is_another(hit: Hit) -> bool:
        at = bisect_left(starts, hit[1])
        return at == 0 or literal[at - 1][1] <= hit[0]

    more = list(islice(filter(is_another, shown), MOST_HITS))
    return sorted(literal + more)[:MOST_HITS] if more else literal


def _without_links(text: bytes) -> list[bytes] | None:
    """The text as it reads without the brackets and targets of its links, and each target; None if a link is odd."""
    before, *rest = text.split(b"](")
    read, targets = [], []
    for piece in rest:
        start, _, label = before.rpartition(b"[")
        read += [start.removesuffix(b"!"), label]
        target, closed, before = piece.partition(b")")
        if not closed or not target.isascii() or b"(" in target or b'"' in target or len(target.split()) > 1:
            return None
        targets.append(target)
    return [b"".join([*read, before]), *targets]


def _lower(letter: str) -> str:
    """One character for one: `İ` would become two."""
    lower = letter.lower()
    return lower if len(lower) == 1 else letter
