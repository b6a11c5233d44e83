"""The terminal that the doctor was started in, which is the one that the screen would be drawn on."""

from collections.abc import Mapping
from dataclasses import replace

from aishtui.commands.checks.finding import Finding, not_ok, ok
from aishtui.terminal.environment import TerminalFacts

TERMINAL = "terminal"

_MORE_COLOURS = "If your terminal has more colours: `export COLORTERM=truecolor`, or TERM=xterm-256color."


def check_terminal(environment: Mapping[str, str], facts: TerminalFacts) -> Finding:
    parts = [f"TERM={facts.term or 'not set'}", f"COLORTERM={environment.get('COLORTERM') or 'not set'}"]
    parts.append(f"{facts.colours} colours" if facts.colours != "none" else "no colours")
    parts.append("over SSH" if facts.over_ssh else "not over SSH")
    parts.append(_multiplexer(facts))
    refusal = replace(facts, is_terminal=True).refusal()  # the doctor's output may well be piped
    if refusal:
        return not_ok(TERMINAL, ", ".join(parts), refusal)
    few = facts.colours == "16" and not facts.term.startswith("linux")
    return ok(TERMINAL, ", ".join(parts), _MORE_COLOURS if few else "")


def _multiplexer(facts: TerminalFacts) -> str:
    if facts.in_tmux:
        return "in tmux"
    if facts.in_screen:
        return "in GNU screen"
    return "tmux or screen on your side of the SSH" if facts.term_is_multiplexer else "no tmux"
