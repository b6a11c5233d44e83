"""What the user typed to search, as FTS5 and LIKE understand it, and where the words stand in a text."""

import re
import unicodedata
from functools import cache, lru_cache

from aishtui.chat.folding import base_letters
from aishtui.chat.lazy_dataclass import dataclass

EXCERPT_BEFORE = 40
EXCERPT_CHARS = 240
_PART = re.compile(r'"([^"]*)"?|(\S+)')
_WORD_BREAK = re.compile(r"\s+")
# Scripts that are written without blanks: a run of them is one word to FTS5, and what is searched stands within it.
_UNBROKEN = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
# Signs at the ends of a part that belong to it (`C++`, `c#`, `--delete`, `.bashrc`): neither punctuation around a word,
# nor the star with which some mean a beginning.
_SIGN = r"""^[^\w\s()\[\]{}<>"'“”„‘’«»¿¡,;:!?*…]|[^\w\s()\[\]{}<>"'“”„‘’«»¿¡.,;:!?*…]$"""
_MAX_PARTS = 32
_LIKE_CHARS = 1000
"""SQLite takes no pattern over 50,000 bytes; of a longer part the beginning is looked for."""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Not before something is searched: patterns of so many characters are dear, 2 ms each (measured)."""
    return re.compile(pattern)


@dataclass(frozen=True, slots=True)
class Words:
    """`parts` all have to occur; the last one may be the beginning of a word unless it was closed by a quote."""

    parts: tuple[str, ...]
    last_is_whole: bool = False

    @classmethod
    def of(cls, typed: str) -> "Words":
        parts, whole = [], False
        for match in _PART.finditer(typed.replace("\x00", " ")):
            quoted, bare = match.groups()
            part = _WORD_BREAK.sub(" ", quoted if bare is None else bare).strip()
            if part:
                parts.append(part)
                whole = bare is None and match.group().endswith('"') and len(match.group()) > 1
        return cls(tuple(parts[:_MAX_PARTS]), whole)

    def __bool__(self) -> bool:
        return bool(self.parts)

    @property
    def for_index(self) -> str | None:
        """The FTS5 query; None where the index would not find what is meant: a part without a letter or digit, or in a
        script without blanks between words."""
        if any(_compiled(_UNBROKEN).search(part) or not any(_is_token(char) for char in part) for part in self.parts):
            return None
        quoted = [f'"{part.replace(chr(34), chr(34) * 2)}"' for part in self.parts]
        return " AND ".join(quoted) + ("" if self.last_is_whole else "*")

    @property
    def for_like(self) -> tuple[str, ...]:
        """A LIKE pattern for each part, to be used with ESCAPE '\\'."""
        return tuple(map(_like, self.parts))

    @property
    def with_signs(self) -> tuple[str, ...]:
        """LIKE patterns for what the index knows only without its signs: it takes `C++` for `C`."""
        return tuple(_like(part) for part in self.parts if _compiled(_SIGN).search(part))


def _like(part: str) -> str:
    escaped = re.sub(r"([\\%_])", r"\\\1", part[:_LIKE_CHARS])
    return f"%{escaped}%"


def _is_token(char: str) -> bool:
    """Whether the tokenizer unicode61 takes it as part of a word: letters, numbers, and private use."""
    return unicodedata.category(char)[0] in "LN" or unicodedata.category(char) == "Co"


def excerpt(text: str, words: Words) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A piece of `text` around the first place of the words, in one line, and where in it they stand."""
    pattern = _pattern(words)
    match = pattern.search(text) if pattern is not None else None
    start = _start_of_excerpt(text, match.start()) if match is not None else 0
    piece = _WORD_BREAK.sub(" ", text[start : start + EXCERPT_CHARS]).strip()
    if start > 0:
        piece = f"… {piece}"
    if start + EXCERPT_CHARS < len(text):
        piece = f"{piece} …"
    return piece, tuple(found.span() for found in pattern.finditer(piece)) if pattern is not None else ()


def _start_of_excerpt(text: str, place: int) -> int:
    """Somewhat before `place`, at the beginning of a word if one is near."""
    start = max(0, place - EXCERPT_BEFORE)
    before = _WORD_BREAK.search(text, max(0, start - 1), place)
    return before.end() if start > 0 and before is not None else start


@lru_cache(maxsize=8)
def _pattern(words: Words) -> re.Pattern[str] | None:
    """What marks the words: any of the parts, whatever the case and the accents; at the beginning of a word where it
    begins with a letter, since that is how they were found."""
    if not words:
        return None
    last = None if words.last_is_whole else words.parts[-1]
    parts = sorted(words.parts, key=len, reverse=True)
    return re.compile("|".join(_marked(part, whole=part != last) for part in parts), re.IGNORECASE)


def _marked(part: str, *, whole: bool) -> str:
    tokens = [_token(token) for token in re.split(r"[^\w]+|_", part) if token]
    if not tokens or _compiled(_UNBROKEN).search(part) or _compiled(_SIGN).search(part):
        return r"\s+".join(re.escape(piece) for piece in part.split())
    end = r"(?![^\W_])" if whole else ""
    return r"(?<![^\W_])" + r"[\W_]+".join(tokens) + end


def _token(token: str) -> str:
    return "".join(_letter(char) for char in unicodedata.normalize("NFC", token))


def _letter(char: str) -> str:
    """A letter with or without accents, however they are encoded: `e` finds `é`, and `é` finds `e`."""
    base = unicodedata.normalize("NFD", char)[0]
    variants = {base, char, *_accented().get(base.lower(), "")}
    return f"[{''.join(re.escape(variant) for variant in sorted(variants))}][\u0300-\u036f]*"


@cache
def _accented() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, base in base_letters().items():
        found[base.lower()] = found.get(base.lower(), "") + chr(code)
    return found
