"""Prompts typed ahead, as values: in which order they are sent, and which of them are held."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.prompt_queue import Queue, added, count_words, held, moved, place, released, with_text, without
from aishtui.chat.tabs import Hold, Queued

HOLDS = st.none() | st.sampled_from(list(Hold))


def queue(*texts: str, held_from: int = 99) -> Queue:
    waiting = (Queued(text, text, "2026-11-26T08:00:00.000+00:00", "fast", "m") for text in texts)
    return tuple(replace(one, held=Hold.FAILED if at >= held_from else None) for at, one in enumerate(waiting))


def texts(found: Queue) -> str:
    return " ".join(f"({one.text})" if one.held else one.text for one in found)


def test_what_is_typed_ahead_stands_before_what_is_held() -> None:
    assert texts(added(queue("a", "b", "c", held_from=1), Queued("n", "n", ""))) == "a n (b) (c)"


def test_what_is_held_keeps_its_reason_until_it_is_released() -> None:
    both = held(queue("a", "b", held_from=1), Hold.STOPPED)
    assert [one.held for one in both] == [Hold.STOPPED, Hold.FAILED]
    assert texts(released(both)) == "a b"


def test_moving_changes_places_and_whether_one_is_held_stays_with_the_place() -> None:
    three = queue("a", "b", "c", held_from=2)
    assert texts(moved(three, "c", -1)) == "a c (b)"
    assert texts(moved(three, "b", 1)) == "a c (b)"
    assert moved(three, "a", -1) == three
    assert moved(three, "c", 1) == three
    assert moved(three, "gone", 1) == three


def test_words_say_the_place_and_why() -> None:
    three = queue("a", "b", "c", held_from=1)
    assert [place(three, at).words for at in range(3)] == [
        "waits, 1 of 3, to fast",
        "held, 2 of 3, to fast: the answer above failed",
        "held, 3 of 3, to fast: the answer above failed",
    ]
    assert [place(three, at).first_held for at in range(3)] == [False, True, False]
    assert place(three, 0, editing=True).words == "being edited, 1 of 3, to fast: not sent meanwhile"
    assert [count_words(some) for some in (three, three[:1], three[1:], ())] == [
        "1 waits, 2 held",
        "1 waits",
        "2 held",
        "",
    ]


@given(
    st.lists(HOLDS, max_size=6),
    st.lists(st.tuples(st.sampled_from("amwtr"), st.integers(0, 7), st.sampled_from((-1, 1))), max_size=12),
)
def test_nothing_held_ever_stands_before_what_is_sent_by_itself(
    holds: list[Hold | None], steps: list[tuple[str, int, int]]
) -> None:
    waiting = sorted(holds, key=bool)
    found = tuple(Queued(str(at), str(at), "", held=why) for at, why in enumerate(waiting))
    for number, (what, at, step) in enumerate(steps):
        of = found[at % len(found)].id if found else ""
        before = {one.id for one in found}
        match what:
            case "a":
                found = added(found, Queued(f"n{number}", "new", ""))
            case "m":
                found = moved(found, of, step)
                assert {one.id for one in found} == before
            case "w":
                found = without(found, of)
            case "t":
                found = with_text(found, of, "another")
            case _:
                found = held(found, Hold.STOPPED) if step > 0 else released(found)
        flags = [one.held is not None for one in found]
        assert flags == sorted(flags)
