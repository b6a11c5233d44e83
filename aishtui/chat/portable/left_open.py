"""What a Markdown text leaves open at its end, which would take in all that follows it in the same file."""

import re

_COMMENT_END = "-->"
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
# CommonMark 0.31.2, section 4.6: the kinds of HTML blocks that blank lines do not end, and what ends them.
_HTML_BEGINS = (
    (re.compile(r" {0,3}<(script|pre|style|textarea)(?:[\s>]|$)", re.IGNORECASE), None),
    (re.compile(r" {0,3}<!--"), _COMMENT_END),
    (re.compile(r" {0,3}<\?"), "?>"),
    (re.compile(r" {0,3}<!\[CDATA\["), "]]>"),
)


def closing_line(text: str) -> str:
    """The line that closes what `text` has left open; empty where nothing is.

    Code within lists and quotes ends with these. Where one is mistaken for code at the top, the line is there in vain:
    whoever writes it puts it into a comment. A comment that is open ends with the next one.
    """
    ends = ""
    for line in re.split(r"\r\n|\n|\r", text):
        if not ends:
            ends = _begun(line)
        elif _is_end(line, ends):
            ends = ""
    return "" if ends == _COMMENT_END else ends


def _begun(line: str) -> str:
    """What has to come to end what this line begins."""
    fence = _FENCE.match(line)
    if fence is not None and not (fence[1][0] == "`" and "`" in fence[2]):
        return fence[1]
    for begins, end in _HTML_BEGINS:
        found = begins.match(line)
        if found is not None:
            wanted = end or f"</{found[1].lower()}>"
            return "" if wanted in line[found.end() :].lower() else wanted
    return ""


def _is_end(line: str, ends: str) -> bool:
    if ends[0] in "`~":
        closing = _FENCE.match(line)
        return closing is not None and closing[1].startswith(ends) and not closing[2].strip()
    return ends in line.lower()
