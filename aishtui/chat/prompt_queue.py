"""What can be done with the prompts typed ahead in a tab: each makes another tuple of them."""

from collections.abc import Sequence
from dataclasses import replace

from aishtui.chat.clean import clean_line
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.tabs import Hold, Queued

Queue = tuple[Queued, ...]

_WHY = {
    Hold.STOPPED: "the answer above was stopped",
    Hold.FAILED: "the answer above failed",
    Hold.CUT_OFF: "the answer above was cut off",
    Hold.LEFT: "aishtui has been left since",
    Hold.UNCOMPARED: "the comparison has ended",
    Hold.EDITED: "it was being edited when aishtui ended, and what was typed stands in the prompt",
    Hold.NO_PRESET: "that preset is gone",
    Hold.BEHIND: "the one before it is held",
}


def held(queue: Queue, why: Hold) -> Queue:
    """None of them is sent by itself; those that were held already keep their reason."""
    return tuple(replace(one, held=one.held or why) for one in queue)


def restored(queue: Queue) -> Queue:
    """As the next run has it: held, and none of them is being edited any more."""
    return tuple(
        replace(one, held=Hold.EDITED if one.edited else one.held, edited=False) for one in held(queue, Hold.LEFT)
    )


def without_preset(queue: Queue) -> Queue:
    """The first one's preset is gone."""
    first, *rest = queue
    return (replace(first, held=Hold.NO_PRESET), *held(tuple(rest), Hold.BEHIND))


def with_edited(queue: Queue, queued_id: str | None) -> Queue:
    """This one is being edited, and no other; None: none is."""
    return tuple(replace(one, edited=one.id == queued_id) for one in queue)


def edited_in(queue: Queue) -> str | None:
    """The id of the one that is being edited."""
    return next((one.id for one in queue if one.edited), None)


def released(queue: Queue) -> Queue:
    return tuple(replace(one, held=None) for one in queue)


def added(queue: Queue, new: Queued) -> Queue:
    """Behind those that are sent by themselves, before those that are held."""
    at = len(queue) - count_held(queue)
    return (*queue[:at], new, *queue[at:])


def count_held(queue: Queue) -> int:
    return sum(one.held is not None for one in queue)


def index_of(queue: Queue, queued_id: str) -> int | None:
    """Its place, from 0; None where it does not wait any more."""
    return next((index for index, one in enumerate(queue) if one.id == queued_id), None)


def without(queue: Queue, queued_id: str) -> Queue:
    return tuple(one for one in queue if one.id != queued_id)


def with_text(queue: Queue, queued_id: str, text: str) -> Queue:
    return tuple(replace(one, text=text) if one.id == queued_id else one for one in queue)


def moved(queue: Queue, queued_id: str, step: int) -> Queue:
    """One place earlier (-1) or later (+1); as it is where there is none. Whether one is held is a matter of its place:
    nothing that is held stands before what is sent by itself."""
    here = index_of(queue, queued_id)
    there = here + step if here is not None else -1
    if here is None or not 0 <= there < len(queue):
        return queue
    found = list(queue)
    found[here], found[there] = (
        replace(queue[there], held=queue[here].held),
        replace(queue[here], held=queue[there].held),
    )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one stands, in words: `waits, 1 of 3`, `held, 1 of 3: the answer above failed`."""

    words: str
    held: bool = False
    first_held: bool = False
    """What can be done about it is said here, for all that are held."""


def place(queue: Sequence[Queued], index: int, editing: bool = False) -> Place:
    """Of the one at `index`, which may be being edited."""
    one = queue[index]
    where = f"{index + 1} of {len(queue)}{f', to {clean_line(one.preset, 40)}' if one.preset else ''}"
    if editing:
        return Place(f"being edited, {where}: not sent meanwhile", held=True)
    if one.held is None:
        return Place(f"waits, {where}")
    return Place(f"held, {where}: {_WHY[one.held]}", True, index == 0 or queue[index - 1].held is None)


def count_words(queue: Queue) -> str:
    """`2 wait`, `1 held`, `2 wait, 1 held`; empty where there is none."""
    on_hold = count_held(queue)
    waiting = len(queue) - on_hold
    parts = [f"{waiting} {'waits' if waiting == 1 else 'wait'}"] if waiting else []
    return ", ".join([*parts, *([f"{on_hold} held"] if on_hold else [])])
