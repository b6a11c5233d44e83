"""What a picker offers: entries, what is known of each, and what can be done with them besides picking one."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import field

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.often_used import PickKind
from aishtui.widgets.pick_list import PickEntry
from aishtui.widgets.reading_text import ReadingText

Place = tuple[PickKind, str]


@dataclass(frozen=True, slots=True)
class Picked:
    """What was picked. `beside`: in a new tab."""

    entry: PickEntry
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Liked:
    """What stands first: favourites as they were marked, what was used lately with the newest first."""

    favourites: Sequence[Place] = ()
    recent: Sequence[Place] = ()


@dataclass(frozen=True, slots=True)
class PickSource:
    """The kinds of what can be picked differ in this and in nothing else."""

    title: str
    label: str
    """What stands before what is typed."""
    entries: Sequence[PickEntry]
    empty: str
    """What to do where there is nothing to pick; sentences."""
    look: Callable[[PickEntry], ReadingText]
    """What is known of an entry at once."""
    look_closer: Callable[[PickEntry], Awaitable[ReadingText]] | None = None
    """The same with what has to be read first."""
    raw: Callable[[PickEntry], str] | None = None
    """The JSON it was read from; empty where there is none."""
    free: Callable[[str], PickEntry | None] | None = None
    """What is offered for text that names nothing here."""
    preview: Callable[[PickEntry | None], None] | None = None
    """Shows how it would be; None: as it was before."""
    liked: Callable[[], Liked] = Liked
    mark: Callable[[PickEntry, bool], None] | None = None
    """Makes it a favourite, or no longer."""
    mark_words: str = "favourite"
    beside_words: str = ""
    """What the key for a new tab does; empty where that means nothing."""
    from_current: bool = False
    """The cursor begins at what is in use."""
    note: str = ""
    """What the user has to know of the list: a sentence, or nothing."""


@dataclass(slots=True)
class Arranged:
    """Entries in the order in which they stand, and the headings by the index of what they stand above."""

    entries: list[PickEntry] = field(default_factory=list)
    headings: dict[int, str] = field(default_factory=dict)


_RECENT_SHOWN = 6


def arranged(entries: Sequence[PickEntry], liked: Liked) -> Arranged:
    """Favourites, what was used lately, and the rest by groups."""
    wanted = {*liked.favourites, *liked.recent}
    known = {entry.place: entry for entry in entries if entry.place in wanted} if wanted else {}
    favourites = [known[place] for place in liked.favourites if place in known]
    first = set(liked.favourites)
    recent = [known[place] for place in liked.recent if place in known and place not in first][:_RECENT_SHOWN]
    first |= {entry.place for entry in recent}
    found = Arranged()
    for heading, some in (("Favourites", favourites), ("Recent", recent)):
        if some:
            found.headings[len(found.entries)] = heading
            found.entries += some
    group = ""
    for entry in entries:
        if not first or entry.place not in first:
            if entry.group != group:
                group = entry.group
                found.headings[len(found.entries)] = group
            found.entries.append(entry)
    if list(found.headings) == [0] and not first:
        found.headings.clear()  # one heading over all of it says what the title says
    return found


def bonus(entries: Sequence[PickEntry], liked: Liked) -> Collection[float]:
    """What is added to how well each entry fits: enough between equals, and too little to be in the way."""
    extra: dict[Place, float] = {place: 20.0 - rank for rank, place in enumerate(liked.recent[:12])}
    extra |= dict.fromkeys(liked.favourites, 30.0)
    return [extra.get(entry.place, 0.0) for entry in entries] if extra else []
