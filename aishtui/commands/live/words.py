"""How the doctor words what it saw."""

from aishtui.chat.clean import clean_line
from aishtui.chat.wording import seconds


def span(value: float) -> str:
    """`under 1 ms`, `4 ms`, `0.31 s`, `12.3 s`, `1:05`: short times matter here."""
    if value < 0.001:
        return "under 1 ms"
    if value < 0.0995:
        return f"{value * 1000:.0f} ms"
    return f"{value:.2f} s" if value < 9.995 else seconds(value)


def quoted(text: str, limit: int = 60) -> str:
    """The beginning of what somebody said."""
    return f"“{clean_line(text, limit)}”"
