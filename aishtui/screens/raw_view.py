"""A message's source, exactly as it is stored, for the reader."""

from aishtui.chat.messages import Message
from aishtui.widgets.reading_text import ReadingText


def raw_view(message: Message) -> ReadingText:
    """The source; the thinking, if any, above it."""
    reading = ReadingText()
    if message.thinking:
        reading.line("Thinking", "title")
        reading.line()
        reading.line(message.thinking)
        reading.line()
        reading.line("Answer", "title")
        reading.line()
    if message.text:
        reading.line(message.text)
    else:
        reading.line("There is no text.", "muted")
    return reading
