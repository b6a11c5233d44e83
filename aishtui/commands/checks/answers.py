"""What the terminal says of itself: whether frames come whole, and which keys it can tell apart."""

from aishtui.commands.checks.finding import Finding, not_known, not_offered, not_tried, ok
from aishtui.terminal.probing import TerminalAnswers

SYNCHRONIZED = "synchronized output"
KEYBOARD = "keyboard"

_SILENT = "the terminal did not answer"
NOBODY = "there is no terminal here to ask"
_NEW_LINE = "Ctrl+J, or a trailing \\ before Enter, makes a new line in every terminal."


def check_synchronized(answers: TerminalAnswers | None) -> Finding:
    if answers is None:
        return not_tried(SYNCHRONIZED, NOBODY)
    if not answers.answered:
        return not_known(SYNCHRONIZED, _SILENT)
    by = answers.name or "the terminal"
    if answers.synchronized_output:
        return ok(SYNCHRONIZED, f"{by} shows each frame as a whole")
    return not_offered(SYNCHRONIZED, f"{by} draws a frame as it comes: on a slow line it is seen being drawn")


def check_keyboard(answers: TerminalAnswers | None) -> Finding:
    if answers is None:
        return not_tried(KEYBOARD, NOBODY)
    if not answers.answered:
        return not_known(KEYBOARD, _SILENT)
    if answers.kitty_keyboard:
        return ok(KEYBOARD, "the kitty protocol: Shift+Enter is told from Enter, and makes a new line")
    return not_offered(KEYBOARD, "as terminals have always done it: Shift+Enter is the same as Enter", _NEW_LINE)
