"""The text of one block to spans."""

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from aishtui.chat.clean import clean_text
from aishtui.pane.lines import Look, Span
from aishtui.pane.links import BARE, bare_target, hidden_target, shortened, target, trimmed
from aishtui.pane.parsing import Parser, References

_MARKS = {"strong": "strong", "em": "emphasis", "s": "strike"}
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)

_MARKED = re.compile(r"[\\`*_~\[<&$]")
_LINE_END = re.compile(r" *\n[ \t]*")
_DELIMITERS = str.maketrans("", "", "`*_~[]<>&\\!()$")

# No block of prose that somebody reads is longer, or has so many marks. The parser's cost grows faster than the text.
_LONGEST_PIECE = 8_000
_MANY_MARKS = 200


def text_spans(parser: Parser, content: str, references: References, base: Look) -> list[Span]:
    """The spans of a block's content (cleaned); a line break is a newline in a span's text."""
    if not _MARKED.search(content):
        return list(_with_addresses(_LINE_END.sub("\n", content) if "\n" in content else content, base))
    if len(content) <= _LONGEST_PIECE:
        return _piece_spans(parser, content, references, base)
    return [span for piece in _pieces(content) for span in _piece_spans(parser, piece, references, base)]


def _piece_spans(parser: Parser, piece: str, references: References, base: Look) -> list[Span]:
    marks = len(piece) - len(piece.translate(_DELIMITERS)) if len(piece) > _MANY_MARKS else 0
    if marks > _MANY_MARKS and marks > len(piece) // 4:
        # More marks than text: nothing to read would come of it, in a long time.
        return list(_with_addresses(piece, base))
    return inline_spans(parser.inline(piece, references), base)


def _pieces(content: str) -> Iterator[str]:
    at = 0
    while len(content) - at > _LONGEST_PIECE:
        limit = at + _LONGEST_PIECE
        cut = max(content.rfind(" ", at, limit), content.rfind("\n", at, limit)) + 1 or limit
        yield content[at:cut]
        at = cut
    yield content[at:]


def inline_spans(tokens: Sequence[Token], base: Look) -> list[Span]:
    """The spans of inline tokens."""
    out: list[Span] = []
    looks = [base]
    links: list[tuple[int, str]] = []
    for token in tokens:
        kind = token.type
        if kind == "text":
            out.extend(_with_addresses(token.content, looks[-1]))
        elif kind == "softbreak":
            # As written: addresses, poems and logs come without a hard break. One behind `<br>` breaks nothing more.
            if not (out and out[-1].text == "\n"):
                out.append(Span("\n", looks[-1]))
        elif kind == "hardbreak":
            out.append(Span("\n", looks[-1]))
        elif kind == "code_inline":
            out.append(Span(_one_line(token.content), looks[-1].plus("inline-code")))
        elif kind == "text_special":
            out.append(Span(_one_line(token.content), looks[-1]))
        elif kind == "html_inline":
            out.append(Span("\n" if _BREAK.fullmatch(token.content) else _one_line(token.content), looks[-1]))
        elif kind == "image":
            out.extend(_image(token, looks[-1]))
        elif kind == "footnote_ref":
            out.append(Span(f"[{token.content}]", looks[-1].plus("footnote"), f"[^{token.content}]"))
        elif kind == "link_open":
            links.append((len(out), str(token.attrGet("href") or "")))
            looks.append(_link(looks[-1], links[-1][1]))
        elif kind == "link_close":
            looks.pop()
            first, address = links.pop()
            out.extend(_beside("".join(span.text for span in out[first:]), address, looks[-1]))
        elif kind.endswith("_open"):
            looks.append(looks[-1].plus(_MARKS.get(kind.removesuffix("_open"), "emphasis")))
        elif kind.endswith("_close") and len(looks) > 1:
            looks.pop()
    return out


def _one_line(text: str) -> str:
    """Entities may stand for characters that were cleaned away as themselves, so this cleans once more."""
    return clean_text(text).replace("\n", " ").replace("\t", " ")


def _link(look: Look, address: str) -> Look:
    return look if address.startswith("#") else look.plus("link")._replace(href=target(address))


def _beside(shown: str, address: str, look: Look) -> Iterator[Span]:
    """Where a link leads, behind a text that does not say it: not every terminal shows it, and nobody is to guess."""
    hidden = hidden_target(shown, address)
    if hidden:
        short = shortened(hidden)
        yield Span(f" ({short})", look.plus("link-target"), None if short == hidden else f" ({hidden})")


def _image(token: Token, look: Look) -> Iterator[Span]:
    address = str(token.attrGet("src") or "")
    shown = _one_line(token.content)
    yield Span(f"[image: {shown or shortened(hidden_target('', address)) or 'without a name'}]", _link(look, address))
    if shown and target(address):
        yield from _beside(shown, address, look)


def _with_addresses(text: str, look: Look) -> Iterator[Span]:
    """Plain addresses become links too: models seldom write them as Markdown."""
    if "\t" in text:
        text = text.replace("\t", " ")
    if look.href or not ("://" in text or "@" in text or "www." in text):
        yield Span(text, look)
        return
    at = 0
    for match in BARE.finditer(text):
        address = trimmed(match.group())
        href = bare_target(address)
        if href:
            yield Span(text[at : match.start()], look)
            yield Span(address, look.plus("link")._replace(href=href))
            at = match.start() + len(address)
    yield Span(text[at:], look)
