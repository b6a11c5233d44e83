"""Block Markdown tokens to lines."""

from collections.abc import Iterable, Sequence

from markdown_it.token import Token

from aishtui.chat.clean import clean_text
from aishtui.pane.code import code_lines, corner_line, language_of
from aishtui.pane.inline import text_spans
from aishtui.pane.lines import PLAIN, Line, Look, Span, ornament
from aishtui.pane.parsing import DEEPEST, NOTE, Parser, References, closing
from aishtui.pane.plain import plain_lines
from aishtui.pane.tables import MOST_RECORDS, Table, columns_fit, table_lines
from aishtui.pane.wrapping import span_cells, wrap

MEASURE = 100
"""Prose is not wider than this, however wide the pane: longer lines are hard to read."""

BULLET = Look(("bullet",))
QUOTE_BAR = ornament("▌ ", Look(("quote",)))
_RULE = Look(("rule",))
_HTML = Look(("html",))
_NOTE_MARK = Look(("footnote",))


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
        self._blocks(tokens, out, Gutter(), number)
        return out

    def _blocks(self, tokens: list[Token], out: list[Line], gutter: "Gutter", number: int | None = None) -> None:
        if gutter.width > self.width // 2:
            self._emit(self._as_source(tokens), out, gutter)
            return
        index, first = 0, True
        while index < len(tokens):
            last = closing(tokens, index)
            if not first and self._after_blank(tokens[index]):
                out.append(Line(gutter.spans(copied=False), PLAIN))
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

    def _block(self, tokens: list[Token], out: list[Line], gutter: "Gutter", number: int | None) -> None:
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
                self._emit([corner_line(language, self.fences, width)], out, gutter, indented=False)
                self._emit(code_lines(token.content, language, width), out, gutter, indented=False)
            case "code_block":
                self._emit(code_lines(token.content, "", width), out, gutter, indented=False)
            case "bullet_list_open" | "ordered_list_open":
                self._list(tokens, out, gutter, number)
            case "blockquote_open":
                self._blocks(tokens[1:-1], out, gutter.inside(QUOTE_BAR))
            case "table_open":
                self._table(tokens, out, gutter)
            case _ if token.type == NOTE:
                self._note(tokens, out, gutter)
            case "formula":
                self._emit(plain_lines(token.content.rstrip("\n"), min(width, MEASURE)), out, gutter)
            case "hr":
                self._emit([Line((Span("─" * min(width, MEASURE), _RULE, "---"),))], out, gutter)
            case _:
                self._emit(plain_lines(token.content.rstrip("\n"), width, _HTML), out, gutter)

    def _prose(self, inline: Token, look: Look, width: int, mark: Span | None = None) -> Iterable[Line]:
        spans = self._inline(inline, look)
        return wrap([mark, *spans] if mark else spans, min(width, MEASURE), PLAIN)

    def _inline(self, inline: Token, look: Look) -> list[Span]:
        return self.cell(inline.content, look)

    def cell(self, content: str, look: Look = PLAIN) -> list[Span]:
        """The spans of a table's cell, or of any other text without blocks in it."""
        return text_spans(self._parser, content, self._references, look)

    def _list(self, tokens: list[Token], out: list[Line], gutter: "Gutter", number: int | None) -> None:
        ordered = tokens[0].type == "ordered_list_open"
        number = first_number(tokens[0]) if number is None else number
        index = 1
        while index < len(tokens) - 1:
            last = closing(tokens, index)
            if index > 1 and self._after_blank(tokens[index]):
                out.append(Line(gutter.spans(copied=False), PLAIN))
            mark = bullet_text(ordered, number)
            bullet = Span(mark, BULLET, mark if ordered else "- ")
            inner = gutter.inside(Span(" " * len(mark), PLAIN), bullet)
            self._blocks(tokens[index + 1 : last], out, inner)
            if inner.first:
                out.append(Line(inner.spans(), PLAIN))
            index, number = last + 1, number + 1

    def _table(self, tokens: list[Token], out: list[Line], gutter: "Gutter") -> None:
        width = max(1, self.width - gutter.width)
        if too_many_cells(tokens, width):
            self._emit(self._as_source(tokens), out, gutter)
        else:
            self._emit(table_lines(self.table(tokens), width), out, gutter)

    def _note(self, tokens: list[Token], out: list[Line], gutter: "Gutter") -> None:
        label = tokens[0].meta["label"]
        mark = Span(f"[{label}] ", _NOTE_MARK, f"[^{label}]: ")
        inner = gutter.inside(Span(" " * min(4, span_cells([mark])), PLAIN), mark)
        self._blocks(tokens[1:-1], out, inner)
        if inner.first:
            out.append(Line(inner.spans(), PLAIN))

    def table(self, tokens: list[Token]) -> Table:
        """The cells of a table's tokens."""
        rows: list[list[list[Span]]] = []
        aligned: list[str] = []
        for at, token in enumerate(tokens):
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                look = Look(("strong",)) if token.type == "th_open" else PLAIN
                rows[-1].append(self.cell(tokens[at + 1].content, look))
                if token.type == "th_open":
                    aligned.append(str(token.attrGet("style") or "").removeprefix("text-align:") or "left")
        return Table(rows, aligned)

    @staticmethod
    def _emit(lines: Iterable[Line], out: list[Line], gutter: "Gutter", indented: bool = True) -> None:
        begins = indented
        for line in lines:
            out.append(gutter.before(line, begins))
            begins = indented and line.end == "\n"


class Gutter:
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

    def before(self, line: Line, copied: bool = True) -> Line:
        """A line of the block behind the gutter."""
        spans = self.spans(copied)
        return Line((*spans, *line.spans), line.fill, line.end) if spans else line

    def inside(self, more: Span, first: Span | None = None) -> "Gutter":
        """The gutter of a block within this one."""
        before, self.first = self.first or self._rest, ()
        return Gutter((*self._rest, more), (*before, first or more))


def is_blank(row: str) -> bool:
    """Whether a line of the source is empty, also within a quote; Markdown counts no other white space."""
    return not row.strip(" \t>")


def too_many_cells(tokens: list[Token], width: int) -> bool:
    """Whether a table is too wide for columns and too long for records."""
    cells = sum(token.type in ("td_open", "th_open") for token in tokens)
    return cells > MOST_RECORDS and not columns_fit(sum(token.type == "th_open" for token in tokens), width)


def bullet_text(ordered: bool, number: int) -> str:
    """What stands before a list item."""
    return f"{number}. " if ordered else "• "


def first_number(list_open: Token) -> int:
    """The number of an ordered list's first item."""
    start = list_open.attrGet("start")
    return 1 if start is None else int(start)
