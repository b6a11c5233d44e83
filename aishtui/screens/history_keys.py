"""The keys of the history: what they do, and which of them its last line names."""

from textual.binding import Binding, BindingType

BINDINGS: tuple[BindingType, ...] = (
    ("escape,ctrl+c", "escape", "Close"),
    ("f3,q", "close", "Close"),
    ("enter", "open", "Open"),
    ("t,ctrl+t", "open_new", "Open in a new tab"),
    ("c", "open_columns", "Open in columns"),
    ("up,k", "move(-1)", "Up"),
    ("down,j", "move(1)", "Down"),
    ("pageup", "page(-1)", "Page up"),
    ("pagedown,space", "page(1)", "Page down"),
    ("home,g,ctrl+home", "first", "First"),
    ("end,G,ctrl+end", "last", "Last"),
    ("ctrl+up", "look(-1)", "Preview up"),
    ("ctrl+down", "look(1)", "Preview down"),
    ("alt+pageup", "look(-8)", "Preview half a page up"),
    ("alt+pagedown", "look(8)", "Preview half a page down"),
    ("tab", "part(1)", "Next part"),
    ("shift+tab", "part(-1)", "Previous part"),
    ("ctrl+f", "search", "Search"),
    Binding("slash", "key_search", "Search", priority=True),
    ("f,f2", "filters", "Filters"),
    ("m,ctrl+o", "menu", "What can be done"),
    ("s", "sort", "Best or newest first"),
    ("v", "read", "Read"),
    Binding("r", "key_rename", "Rename", priority=True),
    ("p", "pin", "Pin or unpin"),
    ("d,delete", "delete", "Delete"),
    ("u", "undo", "Bring back"),
    ("e", "export", "Export"),
    ("ctrl+u", "clear", "Clear the line"),
    ("f1,question_mark", "help", "Help"),
)
"""While one types, letters are typed; in the list they are keys. Those behind which something is typed act before the
next key arrives: on a slow line several come at once, and a `d` behind `/` is no order to delete."""
TYPING_KEYS = ("key_search", "key_rename")

Keys = tuple[tuple[str, str], ...]

KEYS_TYPING: Keys = (
    ("Enter", "opens"),
    ("Esc", "closes"),
    ("Tab", "to the list and its keys"),
    ("F2", "filters"),
    ("Ctrl+O", "more"),
)
KEYS_LIST: Keys = (
    ("Enter", "opens"),
    ("Esc", "closes"),
    ("/", "searches"),
    ("p", "pins"),
    ("r", "renames"),
    ("d", "deletes"),
    ("u", "brings back"),
    ("f", "filters"),
    ("t", "opens in a new tab"),
    ("v", "reads"),
    ("s", "best first"),
    ("e", "exports"),
)
_OF_COMPARISONS = {"Enter": "opens the columns", "t": "opens the conversation in a tab"}
_NEXT_TO_ENTER = ("Ctrl+T", "opens the conversation in a tab")
KEYS_NAMING: Keys = (("Enter", "takes the title"), ("Esc", "leaves it as it was"))
KEYS_READING: Keys = (
    ("Enter", "opens"),
    ("Esc", "back to the list"),
    ("n", "next hit"),
    ("Alt+Up", "chooses a message"),
)


def with_columns(keys: Keys, last: bool) -> Keys:
    """The same keys where something was compared in what is chosen; what opens what stands first. `last`: nothing came
    after that."""
    if not last:
        return (keys[0], ("c", "opens the columns"), *keys[1:]) if any(key == "t" for key, _ in keys) else keys
    words = [(key, _OF_COMPARISONS.get(key, does)) for key, does in keys]
    by_t = [pair for pair in words if pair[0] == "t"] or [_NEXT_TO_ENTER]
    return (words[0], *by_t, *(pair for pair in words[1:] if pair[0] != "t"))
