"""A mistake in a file that people edit, with the place where it stands."""

from pathlib import Path

from aishtui.chat.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class FileProblem:
    """`line` counts from 1; it is None, and `key` empty, where unknown."""

    path: Path
    line: int | None
    key: str
    problem: str

    def __str__(self) -> str:
        places = [str(self.path), f"line {self.line}" if self.line else "", self.key]
        return f"{', '.join(place for place in places if place)}: {self.problem}"
