"""Markdown source as text without its marks, to be pasted where nobody reads Markdown. Lines are never wrapped.

Made of the parser's tokens and not of what is drawn: no gutter, no frame and no cut word can come along. Loads
markdown-it: import it when it is needed.
"""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token
from rich.cells import cell_len

from aishtui.pane.bounded import Limit
from aishtui.pane.parsing import DEEPEST, Parser, References, closing

_WIDEST_PADDED = 40
"""Cells of a table wider than this are not padded: all others would be moved out of sight."""


def plain_text(source: str) -> str:
    """`source` without Markdown's marks; from where it is too long to be read as Markdown, as it is."""
    text = source.replace("\r\n", "\n").replace("\r", "\n")
    limit = Limit().reached(text)
    text, rest = (text, "") if limit < 0 else (text[:limit], text[limit:])
    parser, references = Parser(), dict[str, object]()
    tokens = parser.blocks(text, references)
    written = "\n".join(_Writer(parser, references, text.split("\n")).blocks(tokens)).strip("\n")
    return f"{written}\n{rest}" if rest else written


class _Writer:
    """Turns blocks into lines; what is nested is written first and then indented as a whole."""

    def __init__(self, parser: Parser, references: References, source: Sequence[str]) -> None:
        self._parser = parser
        self._references = references
        self._source = source

    def blocks(self, tokens: Sequence[Token], tight: bool = False) -> list[str]:
        """The lines of `tokens`, a blank one between blocks unless they are parts of a tight list's item."""
        lines: list[str] = []
        for block in _split(tokens):
            written = self._block(block)
            if lines and not tight:
                lines.append("")
            lines += written
        return lines

    def _block(self, block: list[Token]) -> list[str]:
        inner = block[1:-1]
        if block[0].level == 0 and block[0].map and any(token.level >= DEEPEST - 2 for token in block):
            # The parser has dropped what is nested more deeply: as it was written, then.
            return list(self._source[slice(*block[0].map)])
        match block[0].type:
            case "bullet_list_open" | "ordered_list_open":
                return self._list(block[0], inner)
            case "blockquote_open":
                return [f"> {line}".rstrip() for line in self.blocks(inner)]
            case "footnote_reference_open":
                return _indented(self.blocks(inner), f"[{block[0].meta['label']}] ")
            case "table_open":
                return self._table(inner)
            case "hr":
                return ["---"]
            case "fence" | "code_block" | "html_block" | "formula":
                return block[0].content.removesuffix("\n").split("\n")
            case _:
                return self._inline(block)

    def _inline(self, block: Sequence[Token]) -> list[str]:
        """A heading, a paragraph, or whatever else has text in it."""
        text = "\n".join(self._text(token.content) for token in block if token.content)
        return [line.rstrip() for line in text.split("\n")]

    def _list(self, opening: Token, tokens: Sequence[Token]) -> list[str]:
        number = int(opening.attrGet("start") or 1) if opening.type == "ordered_list_open" else None
        items = _split(tokens)
        # markdown-it hides the paragraphs of a list whose items have no blank lines between them.
        tight = not any(token.type == "paragraph_open" and token.level == items[0][0].level + 1 and not token.hidden
                        for item in items for token in item)  # fmt: skip
        lines: list[str] = []
        for place, item in enumerate(items):
            mark = f"{number + place}. " if number is not None else "- "
            if lines and not tight:
                lines.append("")
            lines += _indented(self.blocks(item[1:-1], tight), mark)
        return lines

    def _table(self, tokens: Sequence[Token]) -> list[str]:
        rows: list[list[str]] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline" and rows:
                rows[-1].append(self._text(token.content).replace("\n", " "))
        columns = max(map(len, rows), default=0)
        widths = [
            min(_WIDEST_PADDED, max((cell_len(row[at]) for row in rows if at < len(row)), default=0))
            for at in range(columns)
        ]
        lines = ["  ".join(map(_padded, row, widths)).rstrip() for row in rows]
        return [*lines[:1], "  ".join("-" * max(1, width) for width in widths), *lines[1:]]

    def _text(self, content: str) -> str:
        return "".join(_pieces(self._parser.inline(content, self._references)))


def _pieces(tokens: Sequence[Token]) -> Iterator[str]:
    """The text of inline tokens. A link is its words with its address behind them, unless they are the same."""
    begun: list[tuple[str, list[str]]] = []
    for token in tokens:
        piece = _piece(token)
        if token.type == "link_open":
            begun.append((str(token.attrGet("href") or ""), []))
        elif token.type == "link_close" and begun:
            address, words = begun.pop()
            piece = _with_address("".join(words), address)
        if token.type == "link_open":
            continue
        if begun:
            begun[-1][1].append(piece)
        else:
            yield piece
    for _, words in begun:
        yield "".join(words)


def _piece(token: Token) -> str:
    match token.type:
        case "softbreak" | "hardbreak":
            return "\n"
        case "image":
            return _with_address(token.content, str(token.attrGet("src") or ""))
        case "footnote_ref":
            return f"[{token.content}]"
        case "html_inline" if token.content.lower().replace(" ", "").replace("/", "") == "<br>":
            return "\n"
        case _:
            return token.content


def _with_address(words: str, address: str) -> str:
    if not words:
        return address
    same = address in (words, f"mailto:{words}", f"http://{words}") or not address
    return words if same else f"{words} ({address})"


def _padded(cell: str, width: int) -> str:
    return cell + " " * max(0, width - cell_len(cell))


def _indented(lines: Sequence[str], mark: str) -> list[str]:
    """`mark` before the first line and as much room before the others."""
    first, *rest = lines or [""]
    room = " " * len(mark)
    return [f"{mark}{first}".rstrip(), *(f"{room}{line}" if line else "" for line in rest)]


def _split(tokens: Sequence[Token]) -> list[list[Token]]:
    """The blocks of one level, each with all that is in it."""
    blocks, index, whole = [], 0, list(tokens)
    while index < len(whole):
        last = closing(whole, index)
        blocks.append(whole[index : last + 1])
        index = last + 1
    return blocks
