"""What picked lists are made of, without a screen."""

from textual.theme import Theme

from aishtui.chat.often_used import PickKind
from aishtui.screens.pick_source import Liked, arranged, bonus
from aishtui.screens.pick_themes import Themes
from aishtui.widgets.pick_list import PickEntry


def entry(key: str, group: str = "All") -> PickEntry:
    return PickEntry(PickKind.MODEL, key, key, group=group)


def place(key: str) -> tuple[PickKind, str]:
    return PickKind.MODEL, key


def test_favourites_come_first_then_what_was_used_then_the_groups() -> None:
    entries = [entry("a"), entry("b"), entry("c", "Others"), entry("d", "Others")]
    found = arranged(entries, Liked([place("d"), place("gone")], [place("d"), place("b"), place("gone")]))
    assert [one.key for one in found.entries] == ["d", "b", "a", "c"]
    assert found.headings == {0: "Favourites", 1: "Recent", 2: "All", 3: "Others"}


def test_one_heading_over_all_of_it_is_left_out() -> None:
    assert arranged([entry("a"), entry("b")], Liked()).headings == {}
    assert arranged([entry("a"), entry("c", "Others")], Liked()).headings == {0: "All", 1: "Others"}
    assert arranged([], Liked([place("a")])).entries == []


def test_what_is_liked_counts_a_little_more_and_favourites_most() -> None:
    entries = [entry("a"), entry("b"), entry("c")]
    assert list(bonus(entries, Liked())) == []
    extra = list(bonus(entries, Liked([place("c")], [place("b"), place("c")])))
    assert extra[2] > extra[1] > extra[0] == 0


def test_themes_say_whose_they_are() -> None:
    themes = {name: Theme(name, "#ffffff", dark=name != "mine") for name in ("dusk", "nord", "mine")}
    found = Themes(tuple(themes), themes, ("dusk",), "nord")
    assert [(one.group, one.note, one.current) for one in found.entries] == [
        ("aishtui's own", "dark", False), ("Textual's", "dark", True), ("Your own", "light", False),
    ]  # fmt: skip
