"""Prompts typed ahead, against a real server and a real store: what is on the wire, in which order, and what is not."""

import threading
from collections.abc import Callable

import pytest

from aishtui.chat.answers import Status
from aishtui.chat.messages import Message, Role
from aishtui.chat.tabs import Hold, Queued, Tab
from aishtui.engine.asking import NothingSent
from aishtui.engine.prompt_queue import NotQueued
from tests.engine.bench import LIMIT_S, Bench
from tests.engine.test_comparing import compare
from tests.engine.test_turns import tab_of
from tests.servers import lan
from tests.servers.behaviour import Behaviour, dies_after, refuses

NewBench = Callable[[], Bench]


class Ahead:
    """A tab whose first answer stalls, with what was typed ahead in it."""

    def __init__(self, bench: Bench, *texts: str, first: Behaviour | None = None) -> None:
        self.bench = bench
        self.hold = threading.Event()
        stalls = first or Behaviour(text="one two three", hold_after=1, release=self.hold)
        bench.lab.script(lan.FAST, stalls, Behaviour(text="fine"))
        self.tab = tab_of(bench, "fast")
        self.sends = bench.engine.queue
        self.first = self.sends.send(self.tab, "first")[self.tab].answer
        for text in texts:
            assert self.sends.send(self.tab, text) == {}

    @property
    def queue(self) -> tuple[Queued, ...]:
        return self.sends.of(self.tab)

    @property
    def waiting(self) -> list[str]:
        return [one.text for one in self.queue]

    @property
    def held(self) -> list[Hold | None]:
        return [one.held for one in self.queue]

    def id_of(self, text: str) -> str:
        return next(one.id for one in self.queue if one.text == text)

    def begun(self) -> "Ahead":
        self.bench.until(lambda: self.bench.view(self.first).text_length > 0)
        return self

    def at_rest(self, answers: int) -> None:
        """So many answers stand in the path, and none of them is being written."""
        path = self.bench.engine.path
        self.bench.until(lambda: len(path(self.tab) or ()) == 2 * answers and self.bench.engine.running() == 0)


def on_the_wire(bench: Bench) -> list[str]:
    """The last prompt of each request, in the order in which the server had them."""
    return [exchange.body["messages"][-1]["content"] for exchange in bench.lab.chats]


def siblings(bench: Bench, tab: str) -> int:
    """How many messages of the conversation are not in the tab's path."""
    conversation = bench.engine.conversation(tab)
    assert conversation is not None
    return len(conversation.messages) - len(bench.engine.path(tab) or ())


def test_they_are_sent_in_turn_each_with_what_stands_above_it(bench: Bench) -> None:
    ahead = Ahead(bench, "second", "third").begun()
    assert ahead.waiting == ["second", "third"]
    assert on_the_wire(bench) == ["first"]
    ahead.hold.set()
    ahead.at_rest(3)
    assert on_the_wire(bench) == ["first", "second", "third"]
    assert [turn["role"] for turn in bench.lab.chats[-1].body["messages"]] == ["user", "assistant"] * 2 + ["user"]
    assert ahead.queue == ()
    assert siblings(bench, ahead.tab) == 0


def test_each_goes_to_the_preset_it_was_typed_for(bench: Bench) -> None:
    ahead = Ahead(bench, "for fast").begun()
    bench.engine.choose_preset(ahead.tab, bench.engine.presets["deep"])
    ahead.sends.send(ahead.tab, "for deep")
    ahead.hold.set()
    ahead.at_rest(3)
    assert [exchange.body["model"] for exchange in bench.lab.chats] == [lan.FAST, lan.FAST, lan.DEEP]


def test_what_is_stopped_holds_what_waits_until_it_is_sent_on(bench: Bench) -> None:
    ahead = Ahead(bench, "second", "third").begun()
    bench.engine.stop(ahead.first.id)
    bench.until(lambda: ahead.held == [Hold.STOPPED, Hold.STOPPED])
    assert bench.engine.running() == 0
    assert on_the_wire(bench) == ["first"]
    assert ahead.sends.release(ahead.tab) == 2
    ahead.at_rest(3)
    assert on_the_wire(bench) == ["first", "second", "third"]


@pytest.mark.parametrize(
    ("behaviour", "why"),
    [
        (refuses(500, "the GPU fell off"), Hold.FAILED),
        (dies_after(2), Hold.CUT_OFF),
        (Behaviour(text="one two", finish="length"), Hold.CUT_OFF),
    ],
)
def test_what_ends_badly_holds_what_waits(bench: Bench, behaviour: Behaviour, why: Hold) -> None:
    bench.lab.script(lan.FAST, Behaviour(text="ok", headers_release=(go := threading.Event())), behaviour)
    tab = tab_of(bench, "fast")
    for text in ("first", "second", "third"):
        bench.engine.queue.send(tab, text)
    go.set()
    bench.until(lambda: [one.held for one in bench.engine.queue.of(tab)] == [why])
    assert [one.text for one in bench.engine.queue.of(tab)] == ["third"]
    assert on_the_wire(bench) == ["first", "second"]


def test_what_is_sent_while_others_are_held_goes_before_them(bench: Bench) -> None:
    ahead = Ahead(bench, "held").begun()
    bench.engine.stop(ahead.first.id)
    bench.until(lambda: ahead.held == [Hold.STOPPED])
    go = threading.Event()
    bench.lab.script(lan.FAST, Behaviour(text="yes", headers_release=go))
    assert list(ahead.sends.send(ahead.tab, "instead")) == [ahead.tab]
    assert ahead.sends.send(ahead.tab, "and then") == {}
    assert ahead.waiting == ["and then", "held"]
    go.set()
    ahead.at_rest(3)
    assert (ahead.waiting, ahead.held) == (["held"], [Hold.STOPPED])
    assert on_the_wire(bench) == ["first", "instead", "and then"]


def test_one_that_is_edited_is_not_sent_nor_those_behind_it(bench: Bench) -> None:
    ahead = Ahead(bench, "second", "third").begun()
    ahead.sends.begin_edit(ahead.tab, ahead.id_of("second"))
    ahead.hold.set()
    assert bench.ended(ahead.first).status is Status.COMPLETE
    assert ahead.waiting == ["second", "third"]
    assert ahead.sends.send(ahead.tab, "fourth") == {}
    assert on_the_wire(bench) == ["first"]
    assert ahead.sends.end_edit(ahead.tab, "second, better")
    ahead.at_rest(4)
    assert on_the_wire(bench) == ["first", "second, better", "third", "fourth"]
    assert siblings(bench, ahead.tab) == 0


def test_an_edit_that_is_left_changes_nothing_and_those_before_it_are_sent(bench: Bench) -> None:
    ahead = Ahead(bench, "second", "third").begun()
    ahead.sends.begin_edit(ahead.tab, ahead.id_of("third"))
    ahead.hold.set()
    ahead.at_rest(2)
    assert ahead.waiting == ["third"]
    assert ahead.sends.end_edit(ahead.tab)
    ahead.at_rest(3)
    assert on_the_wire(bench) == ["first", "second", "third"]


@pytest.mark.parametrize("start", range(12))
def test_an_edit_that_meets_the_sending_wins_or_loses_and_never_both(bench: Bench, start: int) -> None:
    """The answer above ends while edits are begun, from several threads and at different moments."""
    ahead = Ahead(bench, "second").begun()
    queued = ahead.id_of("second")
    outcome: list[bool] = []
    ready = threading.Barrier(2)

    def edit() -> None:
        ready.wait()
        if start % 3:
            bench.until(lambda: bench.view(ahead.first).text_length > 3 + start // 2)
        try:
            ahead.sends.begin_edit(ahead.tab, queued)
        except NotQueued:
            outcome.append(False)
        else:
            outcome.append(ahead.sends.end_edit(ahead.tab, "edited"))

    editor = threading.Thread(target=edit)
    editor.start()
    ready.wait()
    ahead.hold.set()
    editor.join(LIMIT_S)
    ahead.at_rest(2)
    assert on_the_wire(bench) == ["first", "edited" if outcome == [True] else "second"]
    prompts = [message.text for message in bench.engine.path(ahead.tab) or () if message.role is Role.USER]
    assert prompts == on_the_wire(bench)
    assert ahead.queue == ()


def test_what_is_taken_back_is_the_draft_and_never_sent(bench: Bench) -> None:
    ahead = Ahead(bench, "second", "third").begun()
    taken = ahead.id_of("second")
    assert ahead.sends.take_back(ahead.tab, taken).text == "second"
    assert bench.engine.tabs()[0].draft == "second"
    ahead.hold.set()
    ahead.at_rest(2)
    assert on_the_wire(bench) == ["first", "third"]
    assert siblings(bench, ahead.tab) == 0
    for act in (ahead.sends.take_back, ahead.sends.begin_edit):
        with pytest.raises(NotQueued):
            act(ahead.tab, taken)


def test_what_is_moved_is_sent_in_its_new_place(bench: Bench) -> None:
    ahead = Ahead(bench, "second", "third").begun()
    assert ahead.sends.move(ahead.tab, ahead.id_of("third"), -1)
    assert not ahead.sends.move(ahead.tab, ahead.id_of("third"), -1)
    ahead.hold.set()
    ahead.at_rest(3)
    assert on_the_wire(bench) == ["first", "third", "second"]


def test_taking_back_the_first_lets_the_next_go_where_nothing_is_written(bench: Bench) -> None:
    ahead = Ahead(bench, "second", "third").begun()
    ahead.sends.begin_edit(ahead.tab, ahead.id_of("second"))
    ahead.hold.set()
    bench.ended(ahead.first)
    ahead.sends.take_back(ahead.tab, ahead.id_of("second"))
    ahead.at_rest(2)
    assert on_the_wire(bench) == ["first", "third"]


def test_the_next_run_has_what_waited_and_sends_none_of_it_by_itself(bench: Bench, new_bench: NewBench) -> None:
    ahead = Ahead(bench, "second", "third").begun()
    ahead.sends.begin_edit(ahead.tab, ahead.id_of("third"))
    ahead.sends.end_edit(ahead.tab, "third, better")
    bench.close()
    again = new_bench()
    again.engine.restore_tabs(again.opened.tabs)
    again.engine.load_tab(ahead.tab).result(LIMIT_S)
    queue = again.engine.queue.of(ahead.tab)
    assert [one.text for one in queue] == ["second", "third, better"]
    assert all(one.held is not None for one in queue)
    assert on_the_wire(again) == ["first"]
    assert again.engine.queue.release(ahead.tab) == 2
    again.until(lambda: len(again.engine.path(ahead.tab) or ()) == 6 and again.engine.running() == 0)
    assert on_the_wire(again) == ["first", "second", "third, better"]


def test_one_that_was_being_edited_is_held_in_the_next_run_and_says_so(bench: Bench, new_bench: NewBench) -> None:
    ahead = Ahead(bench, "second", "third").begun()
    ahead.sends.begin_edit(ahead.tab, ahead.id_of("third"))
    bench.engine.set_draft(ahead.tab, "third, half changed")
    bench.close()
    again = new_bench()
    again.engine.restore_tabs(again.opened.tabs)
    (tab,) = again.engine.tabs()
    assert [(one.text, one.held, one.edited) for one in tab.queue][1] == ("third", Hold.EDITED, False)
    assert tab.draft == "third, half changed"


def test_one_whose_preset_is_gone_is_not_sent_to_the_bare_model(bench: Bench) -> None:
    ahead = Ahead(bench, "second", "third").begun()
    presets = tuple(bench.engine.presets.values())
    bench.engine.replace_presets([preset for preset in presets if preset.name != "fast"])
    ahead.hold.set()
    bench.until(lambda: bench.engine.running() == 0)
    assert (ahead.waiting, ahead.held) == (["second", "third"], [Hold.NO_PRESET, Hold.BEHIND])
    ahead.sends.release(ahead.tab)
    assert ahead.held == [Hold.NO_PRESET, Hold.BEHIND]
    assert on_the_wire(bench) == ["first"]
    bench.engine.replace_presets(presets)
    ahead.sends.release(ahead.tab)
    ahead.at_rest(3)
    assert on_the_wire(bench) == ["first", "second", "third"]


def test_what_waits_when_the_screen_goes_stays_where_it_is(bench: Bench) -> None:
    ahead = Ahead(bench, "second").begun()
    bench.engine.screen_gone()
    with pytest.raises(NothingSent):
        ahead.sends.send(ahead.tab, "too late")
    ahead.hold.set()
    assert bench.engine.finish(LIMIT_S)
    assert bench.ended(ahead.first).status is Status.COMPLETE
    assert (ahead.waiting, on_the_wire(bench)) == (["second"], ["first"])


def test_another_tab_on_the_same_answer_has_a_queue_of_its_own(bench: Bench) -> None:
    ahead = Ahead(bench, "here").begun()
    fork = bench.engine.fork(ahead.tab, ahead.first.id).id
    assert ahead.sends.send(fork, "there") == {}
    assert [one.text for one in ahead.sends.of(fork)] == ["there"]
    ahead.hold.set()
    bench.until(lambda: len(bench.lab.chats) == 3 and bench.engine.running() == 0)
    assert sorted(on_the_wire(bench)) == ["first", "here", "there"]


# -- in a comparison


def columns(bench: Bench) -> tuple[str, str, threading.Event]:
    """A comparison of fast and chat, of which chat stalls in its first round: its first column, its id."""
    hold = threading.Event()
    bench.lab.script(lan.CHAT, Behaviour(text="one two", hold_after=1, release=hold), Behaviour(text="fine"))
    tab = tab_of(bench, "fast")
    comparison = compare(bench, tab, "fast", "chat")
    assert len(bench.engine.queue.send(tab, "round 1")) == 2
    return tab, comparison, hold


def answer_of(bench: Bench, tab: Tab) -> Message:
    found = bench.engine.message(tab.conversation_id, tab.leaf_id or "")
    assert found is not None
    return found


def test_a_round_is_sent_when_every_column_has_ended(bench: Bench) -> None:
    tab, comparison, hold = columns(bench)
    second = bench.engine.comparing.columns(comparison)[1].id
    assert bench.engine.queue.send(second, "round 2") == {}
    assert [one.text for one in bench.engine.queue.of(tab)] == ["round 2"]
    bench.until(lambda: bench.engine.running() == 1)
    assert sorted(on_the_wire(bench)) == ["round 1", "round 1"]
    hold.set()
    bench.until(lambda: len(bench.lab.chats) == 4 and bench.engine.running() == 0)
    assert [round_.number for round_ in bench.engine.comparing.rounds(comparison)] == [1, 2]


def test_a_column_that_is_stopped_holds_the_next_round_for_all(bench: Bench) -> None:
    tab, comparison, _ = columns(bench)
    bench.engine.queue.send(tab, "round 2")
    slow = answer_of(bench, bench.engine.comparing.columns(comparison)[1])
    bench.until(lambda: bench.view(slow).text_length > 0)
    bench.engine.stop(slow.id)
    bench.until(lambda: bench.engine.running() == 0)
    assert [one.held for one in bench.engine.queue.of(tab)] == [Hold.STOPPED]
    assert len(bench.lab.chats) == 2
    assert bench.engine.queue.release(tab) == 1
    bench.until(lambda: len(bench.lab.chats) == 4 and bench.engine.running() == 0)


def test_what_waits_for_a_comparison_that_ends_is_held_in_the_tab_that_is_kept(bench: Bench) -> None:
    tab, comparison, hold = columns(bench)
    bench.engine.queue.send(tab, "round 2")
    winner = bench.engine.comparing.columns(comparison)[1].id
    bench.engine.comparing.keep(winner)
    (kept,) = bench.engine.tabs()
    assert [(one.text, one.held) for one in kept.queue] == [("round 2", Hold.UNCOMPARED)]
    bench.engine.choose_preset(kept.id, bench.engine.presets["cloud"])
    assert [one.preset for one in bench.engine.queue.of(kept.id)] == ["chat"]  # the one that was kept
    hold.set()
    bench.until(lambda: bench.engine.running() == 0)
    assert len(bench.lab.chats) == 2


def test_closing_the_column_that_is_waited_for_sends_the_round_to_the_others(bench: Bench) -> None:
    tab, comparison, hold = columns(bench)
    bench.engine.queue.send(tab, "round 2")
    bench.until(lambda: bench.engine.running() == 1)
    bench.engine.close_tab(bench.engine.comparing.columns(comparison)[1].id)
    assert bench.engine.queue.of(tab) == ()
    assert [message.text for message in bench.engine.path(tab) or ()][::2] == ["round 1", "round 2"]
    hold.set()
    bench.until(lambda: bench.engine.running() == 0)
    assert sorted(on_the_wire(bench)) == ["round 1", "round 1", "round 2"]


def test_closing_the_first_column_leaves_what_waits_to_the_next(bench: Bench) -> None:
    tab, comparison, hold = columns(bench)
    bench.engine.queue.send(tab, "round 2")
    bench.engine.close_tab(tab)
    (left,) = bench.engine.comparing.columns(comparison)
    assert [one.text for one in left.queue] == ["round 2"]
    hold.set()
    bench.until(lambda: len(bench.lab.chats) == 3 and bench.engine.running() == 0)
