"""Marks: which way one came by, and by which ways they are sent from where."""

import pytest

from aishtui.store.clipboard_config import CopyRoute
from aishtui.terminal.environment import TerminalFacts
from aishtui.terminal.marks import Marks, ways_from_here

WAYS: tuple[CopyRoute, ...] = ("desktop", "osc52-tmux", "osc52-screen", "osc52", "tmux")


@pytest.mark.parametrize("way", WAYS)
def test_a_mark_tells_its_way_and_no_other(way: CopyRoute) -> None:
    marks = Marks("1a2b")
    assert marks.found(f"x{marks.of(way)}\n", WAYS) == (way,)


def test_marks_of_another_time_and_other_texts_are_none() -> None:
    assert Marks("1a2b").found(Marks("9999").of("osc52") + "aishtui-osc52-", WAYS) == ()


def test_several_in_one_paste_are_all_found() -> None:
    marks = Marks("1a2b")
    assert marks.found(marks.of("tmux") + marks.of("osc52-tmux"), WAYS) == ("osc52-tmux", "tmux")


TMUX = TerminalFacts(term="tmux-256color", tmux="/s,1,0")


@pytest.mark.parametrize(
    ("facts", "wanted", "name", "ways"),
    [
        (TerminalFacts(term="xterm"), ("osc52",), "", ("osc52",)),
        (TerminalFacts(term="xterm", desktop=True), ("desktop", "osc52"), "", ("desktop", "osc52")),
        (TerminalFacts(term="xterm", desktop=True, over_ssh=True), ("osc52",), "", ("desktop", "osc52")),
        (TMUX, ("tmux",), "tmux 3.3a", ("osc52-tmux", "osc52", "tmux")),
        (TMUX, ("osc52-tmux",), "tmux 3.3a", ("osc52", "tmux", "osc52-tmux")),
        (TMUX, ("file",), "tmux 3.3a", ("osc52-tmux", "osc52", "tmux")),
        (TerminalFacts(term="screen", in_screen=True), ("osc52-screen",), "", ("osc52", "osc52-screen")),
        (TerminalFacts(term="screen.xterm", over_ssh=True), ("osc52-screen",), "", ("osc52", "osc52-screen")),
        (TerminalFacts(term="screen", over_ssh=True), ("osc52",), "", ("osc52-screen", "osc52")),
        (TerminalFacts(term="screen-256color", over_ssh=True), ("osc52",), "tmux 3.4", ("osc52-tmux", "osc52")),
        (TerminalFacts(term="tmux-256color", over_ssh=True), ("osc52",), "", ("osc52-tmux", "osc52")),
    ],
)
def test_what_can_lead_anywhere_is_tried_and_what_is_wanted_last(
    facts: TerminalFacts, wanted: tuple[CopyRoute, ...], name: str, ways: tuple[CopyRoute, ...]
) -> None:
    assert ways_from_here(facts, wanted, name) == ways
