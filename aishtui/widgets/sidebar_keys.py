"""What the sidebar says of its keys: how one gets there, and at its foot what they do while it has the focus."""

from collections.abc import Sequence

from rich.cells import cell_len

from aishtui.widgets.bound_keys import BoundKeys
from aishtui.widgets.sidebar_rows import MODELS_HEADING, PRESETS_HEADING, RowKind

KEY_ROWS = 2

_ASKING = (
    "Enter asks it · t in a new tab · < > width",
    "Enter asks it · t in a new tab",
    "Enter asks · t new tab",
    "Enter · t tab",
)
_OF_PRESET = (
    "e edits it · 1-9 · r refresh · ? help · Esc",
    "e edits it · 1-9 · ? help · Esc",
    "e edits · ? help · Esc",
    "e edits · Esc",
    "Esc",
)
_OF_MODEL = (
    "e makes a preset of it · r refresh · ? help · Esc",
    "e makes a preset · ? help · Esc",
    "e new preset · ? · Esc",
    "e new · Esc",
    "Esc",
)
_FILTERING = ("Enter asks it", "Enter")


def key_rows(kind: RowKind | None, width: int, keys: BoundKeys, filtering: bool) -> tuple[str, str]:
    """Two rows of at most `width` cells, in the longest words that fit: how what is under the cursor is asked, and what
    else can be done with it. In the filter every letter is one of it."""
    is_model = kind is RowKind.MODEL
    if not filtering:
        return _fitting(_ASKING, width), _fitting(_OF_MODEL if is_model else _OF_PRESET, width)
    edit = keys.keys("preset.edit")
    what = "makes a preset" if is_model else "edits it"
    forms = (f"{keys.name('preset.edit')} {what} · Esc", "Esc") if edit and kind is not None else ("Esc",)
    return _fitting(_FILTERING if kind is not None else (), width), _fitting(forms, width)


def head_hint(heading: str, keys: BoundKeys, focused: bool) -> str:
    """What stands at the right end of a heading: how to get there, and once there, how to filter."""
    if heading == PRESETS_HEADING and not focused and keys.keys("sidebar.toggle"):
        return f"{keys.name('sidebar.toggle')} "
    return "/ to filter " if heading == MODELS_HEADING and focused else ""


def _fitting(forms: Sequence[str], width: int) -> str:
    return next((words for words in forms if cell_len(words) <= width), "")
