"""Where what is sent of a conversation begins: earlier turns that were left out stay in it, and can be taken in again.

A prompt may say with which message its request begins (`Message.begins_at`); that holds for what follows below it too.
"""

from collections.abc import Sequence

from aishtui.chat.messages import Message, Role

ITSELF = ""
"""For a prompt that is made: it begins with that prompt itself."""


def first_sent(path: Sequence[Message], begins_at: str | None = None) -> int:
    """The index of the first message of `path` that is sent: `begins_at` where that is in it, else what the last prompt
    says that says anything; 0 where all of it is sent."""
    said = [message.begins_at for message in reversed(path) if message.begins_at is not None]
    if begins_at is None and not said:  # as nearly always, and a path may be long
        return 0
    places = {message.id: index for index, message in enumerate(path)}
    return next((places[id_] for id_ in (begins_at, *said) if id_ in places), 0)


def sent(path: Sequence[Message]) -> Sequence[Message]:
    """What of a path is sent for an answer to its last message."""
    return path[first_sent(path) :]


def begins_below(shown: Sequence[Message], begins_at: str | None, above: Sequence[Message]) -> str | None:
    """What a prompt says that is put below the path `above`, where `shown` is shown and is to begin at `begins_at`: so
    that what is left out stays left out, and nothing else is. None where `above` says the same; or ITSELF."""
    if not shown:
        return None
    first = first_sent(shown, begins_at)
    begin, inherited = shown[first], above[first_sent(above)].id if above else None
    if begin.id == inherited:
        return None
    if any(message.id == begin.id for message in above):
        return begin.id
    return ITSELF if first and begin.parent_id == (above[-1].id if above else None) else None


def turns(path: Sequence[Message], first: int = 0) -> list[int]:
    """Where from `first` on turns begin: the indexes of the prompts."""
    return [index for index in range(first, len(path)) if path[index].role is Role.USER]
