"""Code to coloured lines, by pygments: the language is taken at its word, never guessed (guessing takes 200 ms)."""

from collections.abc import Iterator
from functools import lru_cache

from pygments.lexer import Lexer  # type: ignore[import-untyped]
from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
from pygments.token import Token, _TokenType  # type: ignore[import-untyped]
from pygments.util import ClassNotFound  # type: ignore[import-untyped]

from aishtui.pane.lines import CODE, CODE_BAR, Line, Look, Span, ornament
from aishtui.pane.wrapping import cells, expand_tabs, fitting, span_cells, wrap

CORNER = Look(("code", "code-corner"))
_INDENT = ornament(" ", CODE_BAR)

# Beyond these, colour costs more than it tells: a lexer is slow on long lines, and some are worse than linear.
_LONGEST_COLOURED = 60_000
LONGEST_LINE = 1_000

_NAMES: tuple[tuple[_TokenType, str], ...] = (
    (Token.Comment.Preproc, "code-keyword"),
    (Token.Comment, "code-comment"),
    (Token.Literal.String, "code-string"),
    (Token.Literal.Number, "code-number"),
    (Token.Literal, "code-number"),
    (Token.Keyword, "code-keyword"),
    (Token.Operator.Word, "code-keyword"),
    (Token.Operator, "code-operator"),
    (Token.Name.Function, "code-name"),
    (Token.Name.Class, "code-name"),
    (Token.Name.Decorator, "code-name"),
    (Token.Name.Builtin, "code-name"),
    (Token.Name.Tag, "code-keyword"),
    (Token.Name.Attribute, "code-name"),
    (Token.Generic.Inserted, "code-string"),
    (Token.Generic.Deleted, "code-number"),
    (Token.Generic.Heading, "code-keyword"),
    (Token.Generic.Subheading, "code-keyword"),
)


def language_of(info: str) -> str:
    """The language a fence names: `python` of `python title="x"`, `rust` of `{.rust}`."""
    words = info.split()
    return words[0].strip("{}.,").lower()[:30] if words else ""


def code_lines(code: str, language: str, width: int) -> list[Line]:
    """`code` (cleaned) as lines on the code background, wrapped where it must be."""
    return [line for spans in code_rows(code, language) for line in row_lines(spans, width)]


def row_lines(spans: list[Span], width: int) -> list[Line]:
    """One line of code as lines of the pane."""
    return [framed(line) for line in wrap(spans, max(1, width - 2), CODE)]


def framed(line: Line) -> Line:
    """A line of code behind its bar."""
    return Line((_INDENT, *line.spans), CODE, line.end)


def corner_line(language: str, number: int | None, width: int) -> Line:
    """The line above a fence: its language left, its number right."""
    right = f"[{number}] " if number is not None else ""
    room = max(0, width - len(right) - 1)
    left = language if cells(language) <= room else language[: fitting(language, room)] if room else ""
    gap = " " * max(0, room - cells(left))
    return Line((_INDENT, ornament(f"{left}{gap}{right}", CORNER)), CORNER, "")


def code_rows(code: str, language: str) -> Iterator[list[Span]]:
    """Each line of the code as spans, tabs expanded."""
    if not code:
        return
    lexer = _lexer(language) if language else None
    if lexer is None or not _colourable(code):
        for text in code.removesuffix("\n").split("\n"):
            yield expand_tabs(text, CODE)
        return
    line: list[Span] = []
    count, wanted = 0, code.removesuffix("\n").count("\n") + 1
    for kind, text in lexer.get_tokens(code):
        look = _look(kind)
        for index, part in enumerate(text.split("\n")):
            if index:
                yield _expanded(line)
                line = []
                count += 1
            if part:
                line.append(Span(part, look))
    if line or count < wanted:
        yield _expanded(line)


def _colourable(code: str) -> bool:
    # pygments drops a byte order mark at the beginning: nothing that came is dropped here.
    dear = len(code) > _LONGEST_COLOURED or max(map(len, code.split("\n"))) > LONGEST_LINE
    return not dear and not code.startswith("\ufeff")


def _expanded(line: list[Span]) -> list[Span]:
    if not any("\t" in span.text for span in line):
        return line
    out: list[Span] = []
    column = 0
    for span in line:
        expanded = expand_tabs(span.text, span.look, column)
        column += span_cells(expanded)
        out.extend(expanded)
    return out


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=True)
    except ClassNotFound:
        return None


@lru_cache(maxsize=512)
def _look(kind: _TokenType) -> Look:
    for family, name in _NAMES:
        if kind in family:
            return CODE.plus(name)
    return CODE
