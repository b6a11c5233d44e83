"""Block Markdown tokens to lines."""

from collections.abc import Iterable, Sequence

from markdown_it.token import Token

from aishtui.chat.clean import clean_text
from aishtui.pane.code import code_lines, corner_line, language_of
from aishtui.pane.inline import inline_spans
from aishtui.pane.lines import PLAIN, Line, Look, Span, ornament
from aishtui.pane.parsing import DEEPEST, Parser, References, closing
from aishtui.pane.plain import plain_lines
from aishtui.pane.tables import Table, table_lines
from aishtui.pane.wrapping import span_cells, wrap

MEASURE = 100
"""Prose is not wider than this, however wide the pane: longer lines are hard to read."""

_BULLET = Look(("bullet",))
_QUOTE = Look(("quote",))
_RULE = Look(("rule",))
_HTML = Look(("html",))


class BlockWriter:
    """Writes the lines of one answer's blocks. `fences` is how many fences came before."""

    def __init__(self, parser: Parser, width: int, references: References, fences: int = 0) -> None:
        self.fences = fences
        self._parser = parser
        self.width = width
        self._references = references
        self._rows: Sequence[str] = ()

    def write(self, tokens: list[Token], rows: Sequence[str], number: int | None = None) -> list[Line]:
        """The lines of `tokens`, parsed from the lines of text `rows`; `number` is the first item's of a list."""
        self._rows = rows
        if any(token.level >= DEEPEST - 2 for token in tokens):
            return list(self._as_source(tokens))
        out: list[Line] = []
        self._blocks(tokens, out, _Gutter(), number)
        return out

    def _blocks(self, tokens: list[Token], out: list[Line], gutter: "_Gutter", number: int | None = None) -> None:
        if gutter.width > self.width // 2:
            self._emit(self._as_source(tokens), out, gutter)
            return
        index, first = 0, True
        while index < len(tokens):
            last = closing(tokens, index)
            if not first and self._after_blank(tokens[index]):
                out.append(Line(gutter.spans(), PLAIN))
            first = False
            self._block(tokens[index : last + 1], out, gutter, number)
            index = last + 1

    def _after_blank(self, token: Token) -> bool:
        """Whether a blank line separates this block from the one before: as written, so that no later text matters."""
        row = token.map[0] - 1 if token.map else -1
        return 0 <= row < len(self._rows) and is_blank(self._rows[row])

    def _as_source(self, tokens: list[Token]) -> Iterable[Line]:
        """Blocks nested too deeply to be laid out, as they were written."""
        maps = [token.map for token in tokens if token.map]
        if not maps:
            return ()
        rows = self._rows[min(start for start, _ in maps) : max(stop for _, stop in maps)]
        return plain_lines("\n".join(rows).rstrip("\n"), max(1, self.width // 2))

    def _block(self, tokens: list[Token], out: list[Line], gutter: "_Gutter", number: int | None) -> None:
        token = tokens[0]
        width = max(1, self.width - gutter.width)
        match token.type:
            case "paragraph_open":
                self._emit(self._prose(tokens[1], PLAIN, width), out, gutter)
            case "heading_open":
                level = int(token.tag[1:])
                mark = Span("", PLAIN, "#" * level + " ")
                look = Look((f"heading-{min(level, 3)}",))
                self._emit(self._prose(tokens[1], look, width, mark), out, gutter)
            case "fence":
                self.fences += 1
                language = language_of(clean_text(token.info))
                self._emit([corner_line(language, self.fences, width)], out, gutter)
                self._emit(code_lines(token.content, language, width), out, gutter, indented=False)
            case "code_block":
                self._emit(code_lines(token.content, "", width), out, gutter, indented=False)
            case "bullet_list_open" | "ordered_list_open":
                self._list(tokens, out, gutter, number)
            case "blockquote_open":
                self._blocks(tokens[1:-1], out, gutter.inside(ornament("▌ ", _QUOTE)))
            case "table_open":
                self._emit(table_lines(self.table(tokens), width), out, gutter)
            case "hr":
                self._emit([Line((Span("─" * min(width, MEASURE), _RULE, "---"),))], out, gutter)
            case _:
                self._emit(plain_lines(token.content.rstrip("\n"), width, _HTML), out, gutter)

    def _prose(self, inline: Token, look: Look, width: int, mark: Span | None = None) -> Iterable[Line]:
        spans = self._inline(inline, look)
        return wrap([mark, *spans] if mark else spans, min(width, MEASURE), PLAIN)

    def _inline(self, inline: Token, look: Look) -> list[Span]:
        return inline_spans(self._parser.inline(inline.content, self._references), look)

    def _list(self, tokens: list[Token], out: list[Line], gutter: "_Gutter", number: int | None) -> None:
        ordered = tokens[0].type == "ordered_list_open"
        number = first_number(tokens[0]) if number is None else number
        index = 1
        while index < len(tokens) - 1:
            last = closing(tokens, index)
            if index > 1 and self._after_blank(tokens[index]):
                out.append(Line(gutter.spans(), PLAIN))
            mark = f"{number}. " if ordered else "• "
            bullet = Span(mark, _BULLET, mark if ordered else "- ")
            inner = gutter.inside(Span(" " * len(mark), PLAIN), bullet)
            self._blocks(tokens[index + 1 : last], out, inner)
            if inner.first:
                out.append(Line(inner.spans(), PLAIN))
            index, number = last + 1, number + 1

    def table(self, tokens: list[Token]) -> Table:
        """The cells of a table's tokens."""
        rows: list[list[list[Span]]] = []
        aligned: list[str] = []
        for at, token in enumerate(tokens):
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                look = Look(("strong",)) if token.type == "th_open" else PLAIN
                rows[-1].append(self._inline(tokens[at + 1], look))
                if token.type == "th_open":
                    aligned.append(str(token.attrGet("style") or "").removeprefix("text-align:") or "left")
        return Table(rows, aligned)

    @staticmethod
    def _emit(lines: Iterable[Line], out: list[Line], gutter: "_Gutter", indented: bool = True) -> None:
        begins = indented
        for line in lines:
            spans = gutter.spans(begins)
            out.append(Line((*spans, *line.spans), line.fill, line.end) if spans else line)
            begins = indented and line.end == "\n"


class _Gutter:
    """What stands left of a nested block's lines. `first` stands before the first line only: an item's mark."""

    def __init__(self, rest: tuple[Span, ...] = (), first: tuple[Span, ...] = ()) -> None:
        self._rest = rest
        self.first = first
        self.width = max(span_cells(rest), span_cells(first))

    def spans(self, copied: bool = True) -> tuple[Span, ...]:
        """The spans for the next line; `copied` is whether its indentation is part of a copy."""
        if self.first:
            spans, self.first = self.first, ()
            return spans
        return self._rest if copied else tuple(ornament(span.text, span.look) for span in self._rest)

    def inside(self, more: Span, first: Span | None = None) -> "_Gutter":
        """The gutter of a block within this one."""
        before, self.first = self.first or self._rest, ()
        return _Gutter((*self._rest, more), (*before, first or more))


def is_blank(row: str) -> bool:
    """Whether a line of the source is empty, also within a quote; Markdown counts no other white space."""
    return not row.strip(" \t>")


def first_number(list_open: Token) -> int:
    """The number of an ordered list's first item."""
    start = list_open.attrGet("start")
    return 1 if start is None else int(start)
