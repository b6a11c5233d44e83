"""How what is known of something to pick is written down: a title, and facts with their names."""

from aishtui.widgets.reading_text import NAME, ReadingText

_NAMES = 13
"""Cells for the names of what is known."""


def titled(title: str, about: str = "") -> ReadingText:
    """Begins with the title, and in a paragraph of its own what it is."""
    reading = ReadingText()
    reading.line(title, "title")
    if about:
        reading.line(about)
    reading.line()
    return reading


def fact(reading: ReadingText, name: str, value: str, part: str = "") -> None:
    """A row `name   value`; nothing where the value is unknown."""
    if value:
        reading.add(f"{name:<{_NAMES}} ", NAME)
        reading.line(value, part)
