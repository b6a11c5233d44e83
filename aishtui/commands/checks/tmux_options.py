"""The tmux that aishtui runs in: its version, and the options that something here depends on."""

import re
from collections.abc import Callable

from aishtui.commands.checks.finding import Finding, Verdict, not_known, not_offered, not_ok, ok
from aishtui.store.config import Config
from aishtui.terminal.tmux import TmuxError, option, version

VERSION = "tmux"
ESCAPE = "tmux escape-time"
CLIPBOARD = "tmux set-clipboard"
PASSTHROUGH = "tmux allow-passthrough"
KEYS = "tmux extended-keys"
FOCUS = "tmux focus-events"
POINTS = (VERSION, ESCAPE, CLIPBOARD, PASSTHROUGH, KEYS, FOCUS)

_LIMIT_S = 2.0
_FELT_MS = 50
_ESCAPE_CURE = "In ~/.tmux.conf: `set -sg escape-time 10`; for the tmux that runs now: `tmux set -sg escape-time 10`."
_CLIPBOARD_CURE = (
    'In ~/.tmux.conf: `set -s set-clipboard on`; or `route = "auto"` in config.toml, which needs no option of tmux.'
)
_PASSTHROUGH_CURE = "In ~/.tmux.conf: `set -g allow-passthrough on` (tmux 3.3 or newer)."
_KEYS_CURE = "In ~/.tmux.conf: `set -s extended-keys on` (tmux 3.2 or newer), where your terminal can tell them apart."
_FOCUS_CURE = "In ~/.tmux.conf: `set -g focus-events on`."
_COPIES = (3, 2)
"""From here on tmux hands a copy to the terminal whatever its options say (`load-buffer -w`)."""


def check_all(config: Config) -> list[Finding]:
    """To be asked inside tmux only. One that cannot be asked for its version is asked nothing else."""
    first = _asked(VERSION, _version)
    if first.verdict is Verdict.NOT_KNOWN:
        return [first]
    rest = [(ESCAPE, _escape), (CLIPBOARD, lambda: _clipboard(config)), (KEYS, _keys), (FOCUS, _focus)]
    if what := _wrapped(config):
        rest.insert(2, (PASSTHROUGH, lambda: _passthrough(what)))
    return [first, *(_asked(point, check) for point, check in rest)]


def _asked(point: str, check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except TmuxError as error:
        return not_known(point, str(error))


def _version() -> Finding:
    said = version(_LIMIT_S)
    found = re.match(r"(?:next-)?(\d+)\.(\d+)", said)
    if found is not None and (int(found[1]), int(found[2])) < _COPIES:
        return not_ok(VERSION, f"{said}: it cannot hand a copy to your terminal by itself", "tmux 3.2 or newer can.")
    return ok(VERSION, said)


def _escape() -> Finding:
    said = option("-s", "escape-time", _LIMIT_S)
    if not said.isdigit():
        return not_known(ESCAPE, f"tmux names no number, but: {said}")
    seen = f"{said} ms: a lone Esc reaches aishtui only after that time"
    return not_ok(ESCAPE, seen, _ESCAPE_CURE) if int(said) > _FELT_MS else ok(ESCAPE, seen)


def _clipboard(config: Config) -> Finding:
    said = option("-s", "set-clipboard", _LIMIT_S)
    if config.clipboard.route != "osc52":
        return ok(CLIPBOARD, f"{said}: for the way of your copies it makes no difference")
    if said == "on":
        return ok(CLIPBOARD, "on: tmux passes your copies on")
    return not_ok(CLIPBOARD, f'{said}: tmux keeps what your route = "osc52" sends', _CLIPBOARD_CURE)


def _wrapped(config: Config) -> str:
    """What is sent in tmux's wrapping by these settings."""
    copies = 'what your route = "osc52-tmux" sends' if config.clipboard.route == "osc52-tmux" else ""
    notes = f'the notes of your when_done = "{config.when_done}"' if config.when_done in ("osc9", "osc777") else ""
    return " and ".join(filter(None, (copies, notes)))


def _passthrough(what: str) -> Finding:
    said = option("-g", "allow-passthrough", _LIMIT_S)
    if said in ("on", "all"):
        return ok(PASSTHROUGH, f"{said}: tmux passes on {what}")
    return not_ok(PASSTHROUGH, f"{said}: tmux keeps {what}", _PASSTHROUGH_CURE)


def _keys() -> Finding:
    said = option("-s", "extended-keys", _LIMIT_S)
    if said in ("on", "always"):
        return ok(KEYS, f"{said}: Shift+Enter reaches aishtui where your terminal sends it")
    return not_offered(KEYS, f"{said or 'not known to this tmux'}: Shift+Enter is the same as Enter here", _KEYS_CURE)


def _focus() -> Finding:
    said = option("-g", "focus-events", _LIMIT_S)
    if said == "on":
        return ok(FOCUS, "on: aishtui knows whether you look at it")
    return not_offered(FOCUS, f"{said}: aishtui cannot know whether you look at it", _FOCUS_CURE)
