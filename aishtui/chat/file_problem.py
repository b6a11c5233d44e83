"""A mistake in a file that people edit, with the place where it stands."""

from pathlib import Path

from aishtui.chat.clean import clean_line
from aishtui.chat.lazy_dataclass import dataclass

_MOST = 4096
"""Characters of a path, which is not cut, and of a sentence, which may have one in it."""


@dataclass(frozen=True, slots=True)
class FileProblem:
    """`line` counts from 1; it is None, and `key` empty, where unknown. `str()` is one line that is safe to show,
    whatever stands in the file; the fields are as it has them."""

    path: Path
    line: int | None
    key: str
    problem: str

    def __str__(self) -> str:
        places = [clean_line(str(self.path), _MOST), f"line {self.line}" if self.line else "", clean_line(self.key)]
        return f"{', '.join(place for place in places if place)}: {clean_line(self.problem, _MOST)}"
