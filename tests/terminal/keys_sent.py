"""What terminals send for the keys of the table in docs/terminals.md, and what our driver is to call them."""

from pathlib import Path

from tests.terminal.pty_program import PtyProgram

SENT = {
    "\r": "enter",
    "\t": "tab",
    "\x1b[A": "up",
    "\x1b[D": "left",
    "\x1b[1~": "home",
    "\x1b[4~": "end",
    "\x1b[5~": "pageup",
    "\x1bOP": "f1",
    "\x1b[24~": "f12",
    "\n": "ctrl+j",
    "\x19": "ctrl+y",
    "\x08": "backspace",
    "\x1b\r": "alt+enter",
    "\x1bm": "alt+m",
    "\x1bk": "alt+k",
    "\x1bb": "ctrl+left",
    "\x1bf": "ctrl+right",
    "\x1b1": "alt+1",
    "\x1b9": "alt+9",
    "\x1b.": "alt+full_stop",
    "\x1b,": "alt+comma",
    "\x1b[1;3D": "alt+left",
    "\x1b[1;5A": "ctrl+up",
    "\x1b[5;3~": "alt+pageup",
    "\x1b[17;2~": "shift+f6",
}
"""By terminals without a keyboard protocol."""
ESCAPE = {"\x1b": "escape"}
"""By itself; GNU screen holds it back while the mouse is reported."""
EXTENDED = {"\x1b[13;2u": "shift+enter", "\x1b[13;5u": "ctrl+enter", "\x1b[49;5u": "ctrl+1"}
"""By those that were asked for more, or send it unasked."""


def names_of(terminal: PtyProgram, log: Path, keys: dict[str, str]) -> list[str]:
    """What the small app, which writes to `log`, calls the keys that are pressed in `terminal`; it is ended then."""
    terminal.log = log
    terminal.until_line("ready")
    for sequence in keys:
        count = len(terminal.lines)
        terminal.press(sequence)
        terminal.until(lambda count=count: len(terminal.lines) > count)
    names = [line.split()[1] for line in terminal.lines if line.startswith("key ")]
    terminal.press("q")
    terminal.until(lambda: b"rest done quit" in log.read_bytes())
    return names
