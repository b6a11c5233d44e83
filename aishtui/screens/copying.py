"""Which text a copy takes: the stored source, never what is drawn."""

from aishtui.chat.messages import Message, Role


def last_answer(path: tuple[Message, ...]) -> Message | None:
    """The newest answer of the path that has any text."""
    return next((m for m in reversed(path) if m.role is Role.ASSISTANT and m.text), None)
