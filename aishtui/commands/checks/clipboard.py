"""By which ways copies go from here, and whether somebody on the way is known to keep them."""

from aishtui.chat.wording import size
from aishtui.commands.checks.finding import Finding, not_known, not_ok, ok
from aishtui.store.clipboard_config import ClipboardConfig, CopyRoute
from aishtui.terminal.clipboard import LIMIT_S, fitting_routes
from aishtui.terminal.desktop_clipboard import has_program
from aishtui.terminal.environment import TerminalFacts
from aishtui.terminal.marks import tmux_on_the_users_side
from aishtui.terminal.tmux import TmuxError, client_of

POINT = "clipboard"

_WAYS: dict[CopyRoute, str] = {
    "tmux": "into tmux's buffer, and by tmux to your terminal",
    "osc52": "to your terminal (OSC 52)",
    "osc52-tmux": "to your terminal, wrapped for tmux (OSC 52)",
    "osc52-screen": "to your terminal, wrapped for GNU screen (OSC 52)",
    "desktop": "into this computer's clipboard",
    "file": "into the file last-copy.md alone",
}
_AUTO = 'In config.toml, under [clipboard]: `route = "auto"`.'
_PROGRAMS = "Install wl-clipboard (Wayland), xclip or xsel (X11)."
_TMUX = "On the computer you sit at, in ~/.tmux.conf: `set -s set-clipboard on`."
_SCREEN = f'For GNU screen in config.toml, under [clipboard]: `route = "osc52-screen"`. For tmux: {_TMUX}'


def check(config: ClipboardConfig, facts: TerminalFacts, name: str = "") -> Finding:
    """`name` is what the terminal calls itself."""
    routes = fitting_routes(facts) if config.route == "auto" else (config.route,)
    seen = f'route = "{config.route}": {", and ".join(_WAYS[route] for route in routes)}{_limit(config, routes)}'
    if "desktop" in routes and not has_program(LIMIT_S):
        return not_ok(POINT, f"{seen}; no program for this computer's clipboard is there", _PROGRAMS)
    if "tmux" in routes:
        return _by_tmux(seen, facts)
    if routes == ("osc52",) and facts.term_is_multiplexer:
        tmux = tmux_on_the_users_side(facts, name)
        who = "a tmux" if tmux else "a GNU screen, or an old tmux,"
        return not_known(
            POINT, f"{seen}; {who} on your side (TERM={facts.term}) may keep it", _TMUX if tmux else _SCREEN
        )
    if routes == ("osc52",) and facts.in_screen:
        return not_ok(POINT, f"{seen}; GNU screen keeps what is not wrapped for it", _AUTO)
    return ok(POINT, seen)


def _limit(config: ClipboardConfig, routes: tuple[CopyRoute, ...]) -> str:
    if routes in (("desktop",), ("file",)):
        return ""
    return f", up to {size(config.limit)} in base64" if config.limit else ", of any size"


def _by_tmux(seen: str, facts: TerminalFacts) -> Finding:
    if not facts.in_tmux:
        return not_ok(POINT, f"{seen}; this is not in tmux", _AUTO)
    try:
        client = client_of(facts.tmux_pane, LIMIT_S)
    except TmuxError as error:
        return not_known(POINT, f"{seen}; {error}")
    if client is None:
        return ok(POINT, f"{seen}; no terminal shows this session now")
    if not client.takes_copies:
        return not_ok(
            POINT,
            f"{seen}; but tmux knows no clipboard of your terminal (TERM={client.term}): copies stay in tmux",
            f"If it has one, in ~/.tmux.conf: `set -as terminal-features '{client.term}:clipboard'`; then attach anew.",
        )
    return ok(POINT, f"{seen} (TERM={client.term})")
