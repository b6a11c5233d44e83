"""What the history says of itself: how many there are, and why there are none."""

from aishtui.chat.clean import clean_line
from aishtui.chat.history import Found, Order, Wanted
from aishtui.chat.history_line import has_filters
from aishtui.chat.wording import plural


def count_words(shown: int, found: Found, wanted: Wanted) -> str:
    """`37 conversations`, or `the newest 200, more below`: what was not read is not counted."""
    if found.next is None:
        return plural(shown, "conversation") if shown else ""
    which = "best" if wanted.words and wanted.order is Order.RELEVANCE else "newest"
    return f"the {which} {shown}, more below"


def empty_words(line: str, wanted: Wanted, keeping_problem: str = "") -> list[str]:
    """What was looked for in vain, and what to do. Where something is wrong with the store, nobody may read that there
    was never anything."""
    typed = clean_line(line, 200)
    if keeping_problem and not wanted.words and not has_filters(wanted):
        return ["No conversation can be shown.", keeping_problem, "Esc goes back."]
    if not wanted.words and not has_filters(wanted):
        return ["No conversation yet.", "Ask something: every prompt and every answer is kept here. Esc goes back."]
    if not wanted.words and wanted == Wanted(deleted=True):
        return ["Nothing has been deleted.", "Esc shows all conversations again."]
    if not wanted.words:
        return [f"No conversation fits {typed}", "Esc clears the line and shows all conversations again."]
    looked = "prompts, answers and titles" if not has_filters(wanted) else "what the filters leave"
    return [
        f"Nothing found for {typed}",
        f"All words have to stand in one message, the last may be only the beginning of one; {looked} were searched.",
        "Esc clears the line.",
    ]
