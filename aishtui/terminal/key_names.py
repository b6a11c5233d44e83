"""Keys as people write them and as Textual names them, and which of them a terminal can send at all."""

import string
import unicodedata

EXAMPLES = "Ctrl+Y, Alt+K, F6, Shift+F6, Ctrl+PageUp or Alt+."
"""What a key's name looks like."""

_MODIFIERS = {"alt": "alt", "option": "alt", "ctrl": "ctrl", "control": "ctrl", "shift": "shift", "super": "super"}
_WRITTEN = {
    "pageup": "PageUp", "pagedown": "PageDown", "escape": "Esc", "up": "Up", "down": "Down", "left": "Left",
    "right": "Right", "home": "Home", "end": "End", "insert": "Insert", "delete": "Delete", "backspace": "Backspace",
    "enter": "Enter", "tab": "Tab", "space": "Space",
}  # fmt: skip
_ALIASES = {
    "pgup": "pageup", "page_up": "pageup", "pgdn": "pagedown", "pgdown": "pagedown", "page_down": "pagedown",
    "esc": "escape", "ins": "insert", "del": "delete", "return": "enter", "bksp": "backspace",
}  # fmt: skip
_FRIENDLY = {
    "solidus": "slash", "reverse_solidus": "backslash", "commercial_at": "at", "hyphen_minus": "minus",
    "plus_sign": "plus", "low_line": "underscore",
}  # fmt: skip
_MOST_F = 24


def _named(sign: str) -> str:
    name = unicodedata.name(sign).lower().replace("-", "_").replace(" ", "_")
    return _FRIENDLY.get(name, name)


_SIGNS = {_named(sign): sign for sign in string.punctuation}
"""`full_stop` and what it stands for."""
_SIGN_NAMES = {sign: name for name, sign in _SIGNS.items()}

# In a terminal without the kitty protocol Ctrl makes one of the 32 control characters of a letter or one of [\]^_.
_CTRL_SIGNS = frozenset(("backslash", "right_square_bracket", "circumflex_accent", "underscore"))
_SAME_AS = {"ctrl+h": "Backspace", "ctrl+i": "Tab", "ctrl+m": "Enter", "ctrl+left_square_bracket": "Esc"}
_MOVED = {"alt+b": "Ctrl+Left", "alt+f": "Ctrl+Right"}
_STEERING = frozenset(("enter", "tab", "space", "escape", "backspace"))
_PLAIN_WITH_MODIFIERS = frozenset(("shift+tab", "alt+enter", "alt+backspace"))

# Terminals without the kitty protocol send Alt and a key as ESC and the key. Textual reads ESC 1 to ESC 9 as what
# one terminal on macOS means by them (`¡`, `™`, …), ESC CR as plain Enter, ESC and a sign as those two, and ESC and a
# letter as Alt only where nothing follows at once. ESC b and ESC f are what some terminals send for Alt and an arrow.
ALT_KEYS = {
    **{f"\x1b{key}": f"alt+{key}" for key in "123456789acdeghijklmnopqrstuvwxyz"},
    "\x1b\r": "alt+enter",
    "\x1b.": "alt+full_stop",
    "\x1b,": "alt+comma",
}


def read_key(written: str) -> str | None:
    """Textual's name of a key (`alt+full_stop`) as people write it (`Alt+.`); None: that is no key."""
    text = written.strip()
    if len(text) > 1 and text.endswith("+"):
        text = f"{text[:-1]}plus"
    *before, last = (part.strip().lower() for part in text.split("+")) if text != "+" else ["plus"]
    modifiers = {_MODIFIERS.get(part) for part in before}
    base = _base(last)
    if base is None or None in modifiers or len(modifiers) < len(before):
        return None
    return "+".join([*sorted(filter(None, modifiers)), base])


def _base(name: str) -> str | None:
    name = _ALIASES.get(name, name)
    if len(name) == 1 and name in _SIGN_NAMES:
        return _SIGN_NAMES[name]
    if name in _WRITTEN or name in _SIGNS or (len(name) == 1 and name.isalnum()):
        return name
    is_function_key = name[:1] == "f" and name[1:].isdecimal() and 1 <= int(name[1:]) <= _MOST_F
    return f"f{int(name[1:])}" if is_function_key else None


def write_key(key: str) -> str:
    """The key as people write it: `Alt+.` for `alt+full_stop`."""
    *modifiers, base = key.split("+")
    if base in _SIGNS:
        base = _SIGNS[base]
    else:
        base = _WRITTEN.get(base, base.upper() if len(base) == 1 or base[1:].isdecimal() else base)
    return "+".join([*(modifier.capitalize() for modifier in modifiers), base])


def is_typed(key: str) -> bool:
    """Whether the key is a letter or a sign of a text, with Shift or without."""
    *modifiers, base = key.split("+")
    return set(modifiers) <= {"shift"} and (len(base) == 1 or base in _SIGNS or base == "space")


def unheard(key: str) -> str:
    """Why a key may never arrive, as the rest of a sentence about it; empty: every terminal sends it."""
    *modifiers, base = key.split("+")
    if key in _SAME_AS:
        return f"arrives as {_SAME_AS[key]} unless the terminal speaks the kitty protocol"
    if key in _MOVED:
        return f"arrives as {_MOVED[key]} from most terminals"
    if base[0] == "f" and base[1:].isdecimal():
        return "is sent by few terminals" if int(base[1:]) > 12 else ""
    return "" if _is_legacy(key, set(modifiers), base) else "is sent only by terminals that speak the kitty protocol"


def _is_legacy(key: str, modifiers: set[str], base: str) -> bool:
    if not modifiers or key in _PLAIN_WITH_MODIFIERS:
        return True
    if "super" in modifiers:
        return False
    if base in _WRITTEN:
        return base not in _STEERING
    if modifiers == {"ctrl"}:
        return (len(base) == 1 and base in string.ascii_lowercase) or base in _CTRL_SIGNS
    if modifiers == {"alt"}:
        return key in ALT_KEYS.values()
    return False
