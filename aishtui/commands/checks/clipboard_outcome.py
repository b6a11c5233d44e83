"""What the clipboard's self-test has shown: whether aishtui's copies arrive, and which way to pin if not."""

from pathlib import Path

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.wording import and_list, sentences
from aishtui.commands.checks.finding import Finding, not_known, not_ok, ok
from aishtui.store.clipboard_config import CopyRoute
from aishtui.terminal.marks import Way

POINT = "clipboard self-test"

_IN_VAIN = (
    "Your terminal may have to be told to take OSC 52: see “When a copy does not arrive” in the manual (F1). "
    "`:print`, and the file last-copy.md, need no clipboard."
)


@dataclass(frozen=True, slots=True)
class Outcome:
    fitting: tuple[CopyRoute, ...]
    """What `auto` takes here."""
    wanted: tuple[CopyRoute, ...]
    """What the settings take."""
    sent: tuple[CopyRoute, ...]
    """In this order; of what arrived the last counts, as it does for a clipboard."""
    pasted: frozenset[Way]
    other_text: bool = False
    """Something was pasted in which no mark stood."""
    stopped: bool = False
    problems: tuple[str, ...] = ()


def judged(outcome: Outcome, config_file: Path) -> Finding:
    arrived = [way for way in outcome.sent if way in outcome.pasted]
    if arrived:
        return _arrived(outcome, arrived[-1], config_file)
    if not outcome.sent:
        return not_ok(POINT, sentences("no mark could be sent", *outcome.problems), _IN_VAIN)
    sent = _with_problems(f"marks were sent by {and_list(outcome.sent)}", outcome)
    if outcome.stopped:
        return not_known(POINT, f"ended before a mark was pasted; {sent}")
    if "tmux-buffer" in outcome.pasted:
        return not_ok(POINT, f"only what tmux itself pastes held a mark; {sent}", _IN_VAIN)
    if outcome.other_text:
        return not_ok(POINT, f"what was pasted held no mark; {sent}", _IN_VAIN)
    return not_known(POINT, f"nothing was pasted; {sent}", _IN_VAIN)


def _arrived(outcome: Outcome, way: CopyRoute, config_file: Path) -> Finding:
    seen = f"the mark sent by {way} arrived"
    if way in outcome.wanted:
        return ok(POINT, _with_problems(f"{seen}, as aishtui sends copies here; nothing needs to be settled", outcome))
    pin = "auto" if way in outcome.fitting else way
    rest = f"not the one by {and_list(outcome.wanted)}, as aishtui sends copies here"
    return not_ok(
        POINT, _with_problems(f"{seen}, {rest}", outcome), f'In {config_file}, under [clipboard]: route = "{pin}"'
    )


def _with_problems(words: str, outcome: Outcome) -> str:
    return "; ".join((words, *outcome.problems))
