"""How an answer ended, told from what came."""

from aishtui.chat.answers import Status
from aishtui.wire.reply import ReplyReader

CUT_REASONS = frozenset({"length", "content_filter", "max_tokens", "model_length"})
"""The finish reasons of an answer that is not whole; the last two are Anthropic's and Mistral's for `length`."""

_EMPTY = (
    "The answer is empty: the server said that all went well, and sent no text. "
    "Often the conversation is longer than the model's context, or its parameters leave no room for an answer."
)
_NOTHING_CAME = (
    "The connection ended before anything came. The model may have crashed, or its context may be too small."
)
_UNNAMED_ERROR = "The server ended the answer with an error and did not say which."


def ended(reader: ReplyReader) -> tuple[Status, str | None, str | None]:
    """(status, finish reason, error) of an answer whose stream has ended by itself.

    Whole needs a finish reason or `[DONE]`; an error in any event fails it; a success without any content is a
    fault. A stream that was stopped or whose connection broke is not judged here.
    """
    reason = reader.finish_reason
    if reader.error is not None:
        return Status.FAILED, reason, reader.error
    if reason is not None and reason.lower() == "error":
        return Status.FAILED, reason, _UNNAMED_ERROR
    empty = not (reader.text_length or reader.thinking_length or reader.tool_calls)
    if empty and reason != "content_filter":
        return Status.FAILED, reason, _EMPTY if reason or reader.done else _NOTHING_CAME
    if reason is not None:
        return (Status.CUT_OFF if reason.lower() in CUT_REASONS else Status.COMPLETE), reason, None
    return (Status.COMPLETE if reader.done else Status.CUT_OFF), None, None
