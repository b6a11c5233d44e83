"""Favourites and what was used lately, and the slots of presets."""

from dataclasses import replace

from aishtui.chat.often_used import LONGEST_KEY, MOST_FAVOURITES, MOST_RECENT, OftenUsed
from aishtui.chat.presets import Preset
from aishtui.chat.slots import in_slot, slots_of


def test_what_was_used_last_stands_first_once_and_no_more_than_so_many() -> None:
    often = OftenUsed()
    for number in range(MOST_RECENT + 5):
        often = often.used("model", str(number))
    often = often.used("model", "10")
    assert often.recent["model"][:2] == ("10", "16")
    assert len(often.recent["model"]) == len(set(often.recent["model"])) == MOST_RECENT
    assert often.used("theme", "dusk").recent["model"] == often.recent["model"]


def test_favourites_stand_as_they_were_marked_and_go_again() -> None:
    often = OftenUsed().marked("preset", "b", True).marked("preset", "a", True).marked("preset", "b", True)
    assert often.favourites["preset"] == ("a", "b")
    assert often.is_favourite("preset", "a")
    assert not often.is_favourite("model", "a")
    assert often.marked("preset", "a", False).favourites["preset"] == ("b",)
    for number in range(MOST_FAVOURITES + 1):
        often = often.marked("preset", str(number), True)
    assert len(often.favourites["preset"]) == MOST_FAVOURITES


def test_what_is_too_long_to_be_a_name_is_not_kept() -> None:
    long = "x" * (LONGEST_KEY + 1)
    often = OftenUsed().used("model", long).marked("model", long, True)
    assert often.recent["model"] == often.favourites["model"] == ()


def test_slots_go_by_the_order_but_for_those_that_are_chosen() -> None:
    presets = [Preset(name, "m") for name in "abcdefghijkl"]
    assert slots_of(presets) == {name: number for number, name in enumerate("abcdefghi", 1)}
    chosen = {"l": 1, "b": 9, "c": 9, "d": 12}
    slots = slots_of([replace(preset, slot=chosen.get(preset.name)) for preset in presets])
    assert (slots["l"], slots["b"], slots["a"], slots["c"], slots["d"]) == (1, 9, 2, 3, 4)
    assert sorted(slots.values()) == list(range(1, 10))
    assert (in_slot(slots, 9), in_slot({}, 1)) == ("b", None)
