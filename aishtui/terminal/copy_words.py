"""What a copy's message says: what is known of where the text went, and no more."""

from collections.abc import Sequence
from pathlib import Path

from aishtui.terminal.environment import TerminalFacts
from aishtui.terminal.routes import Taken

_TAKEN: dict[Taken, str] = {
    "tmux": "in the tmux buffer",
    "tmux-terminal": "offered to your terminal",
    "desktop": "in this computer's clipboard",
    "osc52": "sent to your terminal (OSC 52)",
    "osc52-tmux": "sent through tmux (OSC 52)",
    "osc52-screen": "sent through GNU screen (OSC 52)",
}


def copy_words(
    routes: tuple[Taken, ...],
    path: Path | None,
    problems: Sequence[str],
    facts: TerminalFacts,
    amount: str,
    missed: str,
) -> str:
    """`routes` are those beside the file, which is `path`; `missed` says what it did not reach."""
    saved = f"saved in {path}" if path is not None else ""
    why = "; ".join(problems)
    if not routes:
        if not saved:
            return f"not copied: {'; '.join(filter(None, (missed, why)))}"
        known = "; ".join(filter(None, (f"{saved}, {amount}", missed)))
        return f"{known} ({why})" if why else known
    sent = tuple(route for route in routes if route.startswith("osc52"))
    condition = _condition(sent, facts)
    found = [_TAKEN[route] for route in routes if route not in sent or not condition]
    if condition:
        found.append("sent (OSC 52)")
    return "; ".join(filter(None, (f"{' and '.join(found)}, {amount}", condition, missed, missed and saved)))


def _condition(sent: tuple[Taken, ...], facts: TerminalFacts) -> str:
    """What must be so that somebody in between passes it on; empty where nobody is known to be."""
    match sent:
        case ("osc52", "osc52-tmux"):
            return "tmux passes it on only with set-clipboard or allow-passthrough on"
        case ("osc52-tmux",):
            return "tmux passes it on only with allow-passthrough on"
        case ("osc52",) if facts.in_tmux:
            return "tmux passes it on only with set-clipboard on"
        case ("osc52",) if facts.behind_screen:
            return "GNU screen passes it on only by the route osc52-screen"
        case ("osc52",) if facts.term_is_multiplexer:
            others = ", GNU screen not at all" if facts.term.startswith("screen") else ""
            return f"a tmux on your side passes it on only with set-clipboard on{others}"
        case _:
            return ""
