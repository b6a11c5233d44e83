"""The sizes the workbench knows: what it needs at least, and from where on it has more room."""

from textual.geometry import Size

MIN_WIDTH = 60
MIN_HEIGHT = 15

HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] = [
    (0, "-too-narrow"),
    (MIN_WIDTH, "-narrow"),
    (80, "-normal"),
    (116, "-wide"),
]
"""For `Screen.HORIZONTAL_BREAKPOINTS`: the style sheets ask for these classes."""

VERTICAL_BREAKPOINTS: list[tuple[int, str]] = [(0, "-too-short"), (MIN_HEIGHT, "-low"), (24, "-high")]
"""For `Screen.VERTICAL_BREAKPOINTS`."""


def classes_at(size: Size) -> tuple[str, str]:
    """The classes that Textual gives a screen of this size."""
    return _last_from(HORIZONTAL_BREAKPOINTS, size.width), _last_from(VERTICAL_BREAKPOINTS, size.height)


def _last_from(breakpoints: list[tuple[int, str]], cells: int) -> str:
    return max((begin, name) for begin, name in breakpoints if begin <= cells)[1]
