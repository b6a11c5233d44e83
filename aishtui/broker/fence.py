"""Code fences that no content can end early."""

import re

_BACKTICKS = re.compile("`+")


def fenced(text: str, language: str = "text") -> str:
    """`text` in a fence one backtick longer than any run of backticks in it (CommonMark 4.5), three at least."""
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    end = "" if text.endswith("\n") or not text else "\n"
    return f"{fence}{language}\n{text}{end}{fence}"
