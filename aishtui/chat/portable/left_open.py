"""What a Markdown text may leave open at its end, which would take in all that follows it in the same file.

Code and HTML that nothing has closed reach to the end of the document (CommonMark 0.31.2, sections 4.5 and 4.6). Where
the text does not plainly close what it opens, comments follow it, each with what would end one kind of block. Where
that kind is not open, a comment is a comment and nothing is seen of it.
"""

import re

_LINE_BREAK = re.compile(r"\r\n|\n|\r")
_OPENING = re.compile(r"(`{3,})[^`]*|(~{3,}).*")
_CLOSING = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*")
_HTML = "</pre></script></style></textarea>?>]]>"
_NEVER_ENDING = re.compile(r"<(?:pre|script|style|textarea|\?|!\[CDATA\[)", re.IGNORECASE)


def closing_comments(text: str) -> tuple[str, ...]:
    """The contents of the comments that have to follow `text`, a line each; none where it is plain that nothing is
    open."""
    if _is_closed(text):
        return ()
    lines = [_longest(text, mark) for mark in "`~" if mark * 3 in text]
    return (*lines, _HTML) if _NEVER_ENDING.search(text) else tuple(lines)


def _is_closed(text: str) -> bool:
    """Whether all code stands between fences that begin their lines, and no line outside of them begins with HTML."""
    fence = ""
    for line in _LINE_BREAK.split(text):
        if fence:
            closing = _CLOSING.fullmatch(line)
            fence = "" if closing is not None and closing[1].startswith(fence) else fence
        elif (opening := _OPENING.fullmatch(line)) is not None:
            fence = opening[1] or opening[2]
        elif "```" in line or "~~~" in line or line.lstrip().startswith("<"):
            return False
    return not fence


def _longest(text: str, mark: str) -> str:
    return mark * max(len(run) for run in re.findall(f"{mark}{{3,}}", text))
