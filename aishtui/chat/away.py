"""What ended while no screen could show it, in one sentence."""

from collections import Counter
from collections.abc import Sequence

from aishtui.chat.answers import Status
from aishtui.chat.history import Unseen
from aishtui.chat.wording import plural


def away_words(found: Sequence[Unseen]) -> str:
    """`2 answers finished while you were away`; `3 answers ended while you were away: 2 finished, 1 was cut off`."""
    if not found:
        return ""
    each = Counter(unseen.status for unseen in found)
    answers = plural(len(found), "answer")
    if len(each) == 1:
        return f"{answers} {_how(found[0].status, len(found))} while you were away"
    told = [f"{each[status]} {_how(status, each[status])}" for status in Status if each[status]]
    return f"{answers} ended while you were away: {', '.join(told)}"


def _how(status: str, number: int) -> str:
    were = "was" if number == 1 else "were"
    match status:
        case Status.COMPLETE:
            return "finished"
        case Status.CUT_OFF:
            return f"{were} cut off"
        case Status.STOPPED:
            return f"{were} stopped"
        case _:
            return "failed"
