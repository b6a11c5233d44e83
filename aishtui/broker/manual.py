"""The manual's files as sections that can be found and shown."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from aishtui.broker.errors import OwnFault

_ALSO = re.compile(r"<!--\s*also:(.*?)-->", re.DOTALL)
"""Words people use for a section that its text does not: searched, not shown."""

_BEGINS = re.compile(r"\s*($|[-*+>|#]\s|\||\d+[.)]\s)")
"""A line that begins something, or nothing, and so does not continue the one before it."""
_FLOWS = re.compile(r"\s*(?!$|\||#|```|~~~)")
"""A line that the next may continue."""


@dataclass(frozen=True, slots=True)
class Section:
    chapter: str
    heading: str
    text: str
    """Markdown, without the heading."""
    also: str = ""


def read_manual(folder: Path) -> tuple[Section, ...]:
    """All sections, chapters in the order of their file names; raises OwnFault where there is no manual."""
    try:
        texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.md"))]
    except (OSError, UnicodeDecodeError) as error:
        raise OwnFault(f"aishtui's manual in {folder} cannot be read: {error}.") from error
    sections = tuple(section for text in texts for section in split_sections(text))
    if not sections:
        raise OwnFault(f"aishtui's manual is missing: there are no sections in {folder}. Install aishtui again.")
    return sections


def split_sections(text: str) -> Iterable[Section]:
    """The `##` sections of one chapter, whose name is its `#` heading; fenced lines are never headings."""
    chapter, heading, lines, fence = "", "", list[str](), ""
    for line in [*text.splitlines(), "## "]:
        mark = line.lstrip()[:3]
        if mark in ("```", "~~~"):
            fence = "" if fence == mark else fence or mark
        if not fence and line.startswith("# "):
            chapter = line[2:].strip()
        elif not fence and line.startswith("## "):
            if heading:
                yield _section(chapter, heading, "\n".join(lines))
            heading, lines = line[3:].strip(), []
        else:
            lines.append(line)


def _section(chapter: str, heading: str, text: str) -> Section:
    also = " ".join(_ALSO.findall(text))
    return Section(chapter, heading, _flowing(_ALSO.sub("", text).strip()), " ".join(also.split()))


def _flowing(text: str) -> str:
    """The manual's files are wrapped for those who read them as files; whoever shows an answer wraps it for the
    reader's screen. Fences, tables, lists and headings keep their lines."""
    lines: list[str] = []
    fence = ""
    for line in text.splitlines():
        mark = line.lstrip()[:3]
        is_fence = mark in ("```", "~~~")
        goes_on = not fence and not is_fence and not _BEGINS.match(line) and lines and _FLOWS.match(lines[-1])
        if is_fence:
            fence = "" if fence == mark else fence or mark
        if goes_on:
            lines[-1] = f"{lines[-1]} {line.strip()}"
        else:
            lines.append(line)
    return "\n".join(lines)
