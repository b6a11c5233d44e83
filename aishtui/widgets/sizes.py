"""The sizes the workbench knows: what it needs at least, and from where on it has more room."""

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
