"""Who is to be compared, as somebody wrote it: presets and models by name, some perhaps several times."""

import re
from collections.abc import Collection, Mapping, Sequence

from aishtui.chat.clean import clean_line
from aishtui.chat.nearest import NearestIds, nearest, or_list
from aishtui.chat.presets import Preset

LEAST = 2
MOST = 8
"""So many columns a comparison has, and no more."""

_TIMES = re.compile(r"(?P<name>.+?)\*(?P<times>[0-9]{1,4})")
_NAME = 60


class BadNames(Exception):
    """They cannot be compared; the message is a sentence."""


def read_compared(
    text: str, presets: Mapping[str, Preset], served: Sequence[str] = (), most: int = MOST
) -> tuple[Preset, ...]:
    """`fast,deep cloud*2`: names of presets, or ids of what is `served`, separated by commas, blanks or both; `*2` asks
    one twice, up to one time more than `most`. Raises BadNames for those that are neither."""
    found: list[Preset] = []
    unknown: dict[str, None] = {}
    for word in _words(text, presets):
        name, times = _times(word, presets)
        preset = presets.get(name) or (Preset.of_model(name) if name in served else None)
        if preset is None:
            unknown[name] = None
        else:
            found += [preset] * min(times, most + 1)
    if unknown:
        raise BadNames(" ".join(_unknown(name, presets, served) for name in unknown))
    return tuple(found)


def check_count(count: int, beside: int = 0) -> None:
    """Raises BadNames where so many, with those that are there already, are too few or too many."""
    if count + beside < LEAST:
        raise BadNames("A comparison takes at least two, as in fast,deep; fast*2 asks the same one twice.")
    if count + beside > MOST:
        raise BadNames(f"A comparison has at most {MOST} columns.")


def _words(text: str, known: Collection[str]) -> list[str]:
    """A name that is known stays whole, blanks and all."""
    words: list[str] = []
    for part in (part.strip() for part in text.split(",")):
        words += [part] if _times(part, known)[0] in known else part.split()
    return words


def _times(word: str, known: Collection[str]) -> tuple[str, int]:
    several = _TIMES.fullmatch(word) if word not in known else None
    return (several["name"].strip(), int(several["times"])) if several is not None else (word, 1)


def _unknown(name: str, presets: Mapping[str, Preset], served: Sequence[str]) -> str:
    near = [*nearest(name, presets), *NearestIds(served).to(name)][:3]
    if near:
        hint = f"Did you mean {or_list(clean_line(one, _NAME) for one in near)}?"
    else:
        hint = f"There are {', '.join(clean_line(one, _NAME) for one in presets)}."
    what = "preset or served model" if served else "preset"
    return f"There is no {what} “{clean_line(name, _NAME)}”. {hint}"
