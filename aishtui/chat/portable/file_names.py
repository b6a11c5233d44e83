"""What an export is called where nobody has named it."""

import re

from aishtui.chat.portable.documents import Form

_LONGEST = 48


def named_after(title: str, form: Form) -> str:
    """`why-is-the-sky-blue.md`: letters and digits of the title, whatever their script."""
    words = re.sub(r"[\W_]+", "-", title.lower()).strip("-")
    return f"{words[:_LONGEST].strip('-') or 'conversation'}.{form.value}"
