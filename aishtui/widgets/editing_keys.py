"""The keys the prompt needs to be edited with; nothing else can be bound to them."""

# (id, keys, TextArea's action, label). Ctrl+Y copies, F6, F7 and the page keys are the screen's.
EDITING: tuple[tuple[str, str, str, str], ...] = (
    ("up", "up", "cursor_up", "One row up"),
    ("down", "down", "cursor_down", "One row down"),
    ("left", "left", "cursor_left", "One character left"),
    ("right", "right", "cursor_right", "One character right"),
    ("word_left", "ctrl+left,alt+left", "cursor_word_left", "One word left"),
    ("word_right", "ctrl+right,alt+right", "cursor_word_right", "One word right"),
    ("line_start", "home,ctrl+a", "cursor_line_start", "Start of the line"),
    ("line_end", "end,ctrl+e", "cursor_line_end", "End of the line"),
    ("select_left", "shift+left", "cursor_left(True)", "Select to the left"),
    ("select_right", "shift+right", "cursor_right(True)", "Select to the right"),
    ("select_up", "shift+up", "cursor_up(True)", "Select upwards"),
    ("select_down", "shift+down", "cursor_down(True)", "Select downwards"),
    ("select_word_left", "ctrl+shift+left", "cursor_word_left(True)", "Select one word left"),
    ("select_word_right", "ctrl+shift+right", "cursor_word_right(True)", "Select one word right"),
    ("select_line_start", "shift+home", "cursor_line_start(True)", "Select to the start of the line"),
    ("select_line_end", "shift+end", "cursor_line_end(True)", "Select to the end of the line"),
    ("delete_left", "backspace,ctrl+h", "delete_left", "Delete to the left"),
    ("delete_right", "delete,ctrl+d", "delete_right", "Delete to the right"),
    ("delete_word_left", "ctrl+w,ctrl+backspace,alt+backspace", "delete_word_left", "Delete one word left"),
    ("delete_word_right", "alt+delete,ctrl+delete,alt+d", "delete_word_right", "Delete one word right"),
    ("delete_line_start", "ctrl+u", "delete_to_start_of_line", "Delete to the start of the line"),
    ("delete_line_end", "ctrl+k", "delete_to_end_of_line_or_delete_line", "Delete to the end of the line"),
    ("undo", "alt+z,ctrl+underscore", "undo", "Undo"),
    ("redo", "alt+y", "redo", "Redo"),
)

NEWLINE_KEYS = ("ctrl+j", "shift+enter", "shift+\r", "alt+enter")
"""What makes a new line wherever the terminal tells it from Enter; `shift+\\r` is xterm's form of Shift+Enter."""

SEND_KEYS = ("ctrl+j", "alt+enter", "ctrl+enter", "ctrl+\r")
"""What sends where Enter makes a new line. Every terminal sends Ctrl+J, and most Alt+Enter."""

_PLAIN = ("enter", "tab", "shift+tab", "backspace", "delete", "up", "down", "left", "right", "home", "end")


def editing_keys() -> dict[str, str]:
    """What each of the keys does that the prompt needs, by Textual's name of it."""
    needed = dict.fromkeys(_PLAIN, "edits the prompt")
    needed |= {key: label.lower() for _, keys, _, label in EDITING for key in keys.split(",")}
    return needed | {f"alt+{number}": f"goes to tab {number}" for number in range(1, 10)}
