"""A file of tables that is not TOML as a whole: what of it can be read, table by table."""

from collections.abc import Sequence
from dataclasses import field, replace
from pathlib import Path

from aishtui.chat.file_problem import FileProblem
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.store.errors import BadFile
from aishtui.store.toml_file import TomlFile, parse_toml
from aishtui.store.toml_lines import KeyPath, dotted, places


@dataclass(frozen=True, slots=True)
class Pieces:
    """What could be read. `lost` are the tables that are there and could not be, by their names."""

    file: TomlFile
    problems: tuple[FileProblem, ...] = ()
    lost: dict[str, FileProblem] = field(default_factory=dict)


@dataclass(slots=True)
class _Piece:
    """The lines of one table with the tables in it, or with no name those above all of them."""

    name: str
    lines: set[int] = field(default_factory=set)
    headers: dict[KeyPath, int] = field(default_factory=dict)
    lists: set[KeyPath] = field(default_factory=set)
    """Arrays of tables: their headers may come again, and those within them too."""
    repeated: bool = False
    """One of its headers came again: from there on it is another's, which is not read."""

    def begun_at(self, where: KeyPath, line: int, in_list: bool) -> int:
        """The line on which the table of this header began; another one than `line` where it stands there again."""
        if in_list:
            self.lists.add(where)
        if any(where[: len(known)] == known for known in self.lists):
            return line
        return self.headers.setdefault(where, line)


def parse_in_pieces(path: Path, text: str, top: str) -> Pieces:
    """The file at `path` with this text: its tables [top.NAME]. Where it is not TOML, each of them is read alone."""
    try:
        return Pieces(parse_toml(path, text))
    except BadFile as error:
        pieces, problems = _cut(path, text, top)
        if len(pieces) == 1:
            return Pieces(TomlFile(path, text, {}), (error.where,))
    tables: dict[str, object] = {}
    found: dict[str, object] = {}
    lost: dict[str, FileProblem] = {}
    for piece in pieces:
        try:
            read = parse_toml(path, _only(text, piece.lines)).tables
        except BadFile as error:
            problem = replace(error.where, key=dotted((top, piece.name))) if piece.name else error.where
            problems.append(problem)
            if piece.name:
                lost[piece.name] = problem
            continue
        inner = read.pop(top, {})
        tables |= read
        if isinstance(inner, dict):
            found |= {name: table for name, table in inner.items() if name not in lost}
    tables[top] = found
    return Pieces(TomlFile(path, text, tables), tuple(problems), lost)


def _cut(path: Path, text: str, top: str) -> tuple[Sequence[_Piece], list[FileProblem]]:
    """The pieces in the order of their first lines, and what of them is there twice."""
    head = _Piece("")
    pieces = {"": head}
    problems: list[FileProblem] = []
    headers = {number: where for number, where, is_table in places(text) if is_table and where[0] == top}
    now = head
    for number, line in enumerate(text.split("\n"), start=1):
        where = headers.get(number, ())
        if len(where) > 1:
            now = pieces.setdefault(where[1], _Piece(where[1]))
            first = now.begun_at(where, number, line.lstrip().startswith("[["))
            if first != number and not now.repeated:
                now.repeated = True
                again = f"stands here again; the one on line {first} is used, and nothing of this one"
                problems.append(FileProblem(path, number, dotted(where), again))
        elif number in headers:
            now = head
        if not now.repeated:
            now.lines.add(number)
    return list(pieces.values()), problems


def _only(text: str, lines: set[int]) -> str:
    """The text with all other lines emptied, so that lines keep their numbers."""
    return "\n".join(line if at in lines else "" for at, line in enumerate(text.split("\n"), start=1))
