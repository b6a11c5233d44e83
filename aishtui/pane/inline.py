"""Inline Markdown tokens to spans."""

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from aishtui.chat.clean import clean_line, clean_text
from aishtui.pane.lines import Look, Span

_MARKS = {"strong": "strong", "em": "emphasis", "s": "strike"}
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>\"`]+")
_TARGET_LIMIT = 2000


def inline_spans(tokens: Sequence[Token], base: Look) -> list[Span]:
    """The spans of one block's text; a line break is a newline in a span's text."""
    out: list[Span] = []
    looks = [base]
    for token in tokens:
        kind = token.type
        if kind == "text":
            out.extend(_with_urls(token.content, looks[-1]))
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
            out.append(_image(token, looks[-1]))
        elif kind == "link_open":
            looks.append(_link(looks[-1], str(token.attrGet("href") or "")))
        elif kind.endswith("_open"):
            looks.append(looks[-1].plus(_MARKS.get(kind.removesuffix("_open"), "emphasis")))
        elif kind.endswith("_close") and len(looks) > 1:
            looks.pop()
    return out


def _one_line(text: str) -> str:
    """Entities may stand for characters that were cleaned away as themselves, so this cleans once more."""
    return clean_text(text).replace("\n", " ").replace("\t", " ")


def _link(look: Look, href: str) -> Look:
    target = clean_line(href, _TARGET_LIMIT).replace(" ", "%20")
    return look.plus("link")._replace(href=target)


def _image(token: Token, look: Look) -> Span:
    target = str(token.attrGet("src") or "")
    shown = _one_line(token.content) or clean_line(target)
    return Span(f"[image: {shown}]", _link(look, target))


def _with_urls(text: str, look: Look) -> Iterator[Span]:
    """Plain addresses become links too: models seldom write them as Markdown."""
    if "\t" in text:
        text = text.replace("\t", " ")
    if look.href or "://" not in text:
        yield Span(text, look)
        return
    at = 0
    for match in _URL.finditer(text):
        url = match.group().rstrip(".,;:!?'\"*_~")
        while url.endswith(")") and url.count(")") > url.count("("):
            url = url[:-1]
        yield Span(text[at : match.start()], look)
        yield Span(url, _link(look, url))
        at = match.start() + len(url)
    yield Span(text[at:], look)
