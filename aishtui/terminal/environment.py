"""What kind of terminal aishtui runs in, as the environment and the file descriptors tell."""

import os
import sys
from collections.abc import Callable, Mapping
from typing import Literal, Self

from aishtui.chat.lazy_dataclass import dataclass

Colours = Literal["truecolor", "256", "16", "none"]

_NO_SCREEN_TERMS = frozenset(("dumb", "unknown"))


@dataclass(frozen=True, slots=True)
class TerminalFacts:
    term: str = ""
    is_terminal: bool = True
    """Input and output both are."""
    tmux: str = ""
    """`$TMUX`: the socket, pid and session of the tmux that aishtui runs in."""
    tmux_pane: str = ""
    in_screen: bool = False
    """GNU screen."""
    over_ssh: bool = False
    desktop: bool = False
    """A clipboard of this computer may be within reach."""
    colours: Colours = "256"
    """A hint; Textual finds out for itself."""

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ, is_terminal: Callable[[int], bool] = os.isatty) -> Self:
        # A tmux started inside screen (or the other way round) leaves the outer one's variable standing; TERM is
        # always the inner one's.
        term = environ.get("TERM", "")
        tmux = environ.get("TMUX", "")
        in_screen = bool(environ.get("STY")) and not (tmux and term.startswith("tmux"))
        return cls(
            term=term,
            is_terminal=is_terminal(0) and (is_terminal(1) or is_terminal(2)),
            tmux="" if in_screen else tmux,
            tmux_pane="" if in_screen else environ.get("TMUX_PANE", ""),
            in_screen=in_screen,
            over_ssh=any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY")),
            desktop=sys.platform == "darwin"
            or any(environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME")),
            colours=_colours(environ, in_screen or term.startswith("screen.")),
        )

    @property
    def in_tmux(self) -> bool:
        return bool(self.tmux)

    @property
    def term_is_multiplexer(self) -> bool:
        """TERM is tmux's or screen's, and neither runs on this computer: it is on the user's side of an ssh."""
        return self.term.startswith(("tmux", "screen")) and not self.in_tmux and not self.in_screen

    @property
    def behind_screen(self) -> bool:
        """GNU screen stands between aishtui and the terminal: here, or on the user's side, as only its own names for
        TERM tell (`screen.xterm-256color`)."""
        return self.in_screen or (self.term_is_multiplexer and self.term.startswith("screen."))

    @property
    def reports_focus(self) -> bool:
        """Whether a terminal that says nothing of its focus has it. tmux says something only with `focus-events on`,
        which is off by default; screen and consoles never do."""
        multiplexer = self.in_tmux or self.in_screen or self.term_is_multiplexer
        return not multiplexer and not self.term.startswith(("linux", "vt", "cons"))

    def has_mouse(self, settled: bool | None) -> bool:
        """Whether the terminal is to report the mouse. GNU screen (4.9, measured) holds a lone Esc back until the next
        key for as long as it does, and so does not unless that is `settled`."""
        return not self.behind_screen if settled is None else settled

    def refusal(self) -> str | None:
        """Why there can be no full screen here, as one sentence; None: there can."""
        if not self.is_terminal:
            return (
                "the full screen needs a terminal, and its input or output is not one; "
                "`aishtui ask` answers a question without a screen."
            )
        if self.term.lower() in _NO_SCREEN_TERMS:
            return (
                f"This terminal cannot show a full screen (TERM={self.term}); start aishtui in another one, "
                "or use `aishtui ask`, which needs none."
            )
        return None


def _colours(environ: Mapping[str, str], in_screen: bool) -> Colours:
    term = environ.get("TERM", "").lower()
    if environ.get("NO_COLOR") or term in _NO_SCREEN_TERMS or term.startswith("vt"):
        return "none"
    # GNU screen (4.9) reads the parts of such a colour as attributes: dim, underlined, blinking.
    has_all = environ.get("COLORTERM", "").lower() in ("truecolor", "24bit") and not in_screen
    if has_all or term.endswith("-direct"):
        return "truecolor"
    return "256" if "256color" in term or term in ("xterm-kitty", "alacritty", "foot", "xterm-ghostty") else "16"
