"""Makes the SVG that Rich draws fit to stand in a repository: nothing fetched from the web, small differences from
one drawing to the next, upright lines without gaps whatever the font, and a last row that is all there."""

import re
from html import unescape

from rich.cells import cell_len

CELL_WIDTH, CELL_HEIGHT = 12.2, 24.4
_ABOVE_BASELINE = 18.5
_LINE_WIDTH = 1.6

_WEB_FONT = re.compile(r"\s*@font-face \{.*?\n    \}", re.DOTALL)
_CONTENT_IDS = re.compile(r"terminal-\d+-")
_FONTS = "'Fira Code', 'DejaVu Sans Mono', Menlo, Consolas, monospace"
_CLIP = re.compile(r'(<clipPath id="terminal-clip-terminal">\s*<rect [^>]*height=")([\d.]+)')
_TEXT = re.compile(r'<text class="(?P<look>[^"]+)" x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)"[^>]*>(?P<words>[^<]*)</text>')


def words_of(svg: str) -> str:
    """What can be read in it, row by row; white space and frames counted as one blank."""
    return re.sub(r"[\s│]+", " ", unescape("".join(match["words"] for match in _TEXT.finditer(svg))))


def tidy(svg: str) -> str:
    svg = _CONTENT_IDS.sub("terminal-", _WEB_FONT.sub("", svg))
    svg = svg.replace("<svg ", '<svg xml:space="preserve" ', 1)  # librsvg leaves blanks out at the beginning of a text
    svg = svg.replace("Fira Code, monospace", _FONTS).replace("font-family: arial", f"font-family: {_FONTS}")
    svg = _CLIP.sub(lambda clip: f"{clip[1]}{float(clip[2]) + 4:.1f}", svg)
    svg = _TEXT.sub(_with_upright_lines, svg)
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def _with_upright_lines(text: re.Match[str]) -> str:
    """Upright lines are drawn as high as the row; as letters they are as high as the font, which leaves gaps."""
    words, left, top = unescape(text["words"]), float(text["x"]), float(text["y"]) - _ABOVE_BASELINE
    middles = [
        left + (cell_len(words[:index]) + 0.5) * CELL_WIDTH for index, letter in enumerate(words) if letter in "│┼"
    ]
    lines = [
        f'<rect class="{text["look"]}" x="{middle - _LINE_WIDTH / 2:.1f}" y="{top:.1f}"'
        f' width="{_LINE_WIDTH}" height="{CELL_HEIGHT + 0.2:.1f}"/>'
        for middle in middles
    ]
    return text[0].replace("│", "&#160;") + "".join(lines)
