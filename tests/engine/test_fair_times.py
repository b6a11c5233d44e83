"""Fair times, by the server's own log: one backend gives one compared answer at a time, several backends several."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from aishtui.chat.answers import AnswerFacts, Stage, Status
from aishtui.chat.comparisons import Compared
from aishtui.chat.messages import Message
from aishtui.chat.presets import Preset
from aishtui.chat.wording import stage
from tests.engine.bench import LIMIT_S, Bench
from tests.servers import lan
from tests.servers.behaviour import Behaviour, refuses
from tests.servers.exchange import Exchange
from tests.servers.homelab import Homelab

PRESETS = (
    Preset("fast", lan.FAST),
    Preset("chat", lan.CHAT),
    Preset("big", lan.CHAT_BIG),
    Preset("deep", lan.DEEP),
    Preset("cloud", lan.CLOUD),
    Preset("nameless", lan.NAMELESS),
)


class Fair(Bench):
    """A bench for comparisons, on a LAN where answers are held until they are let go."""

    def __init__(self, lab: Homelab, data_dir: Path, presets: Sequence[Preset] = PRESETS) -> None:
        super().__init__(lab, data_dir, presets)
        self.holds: dict[str, threading.Event] = {}

    def hold(self, model: str, **script: object) -> threading.Event:
        """The next answers of `model` stall after their first word."""
        hold = self.holds[model] = threading.Event()
        self.lab.script(model, Behaviour(text="one two three", hold_after=1, release=hold, **script))  # type: ignore[arg-type]
        return hold

    def known(self, *names: str) -> None:
        """Have each of these presets answered once, so that its backend is known."""
        for name in names:
            self.ended(self.engine.ask("hello", self.engine.presets[name]).answer)

    def round(self, *names: str, at_once: bool = False, tab_id: str = "") -> list[Message]:
        """A comparison's first round, as it was begun; from this tab, or a new one."""
        tab_id = tab_id or self.engine.new_tab(self.engine.presets[names[0]]).id
        columns = self.engine.comparing.begin(tab_id, [self.engine.presets[name] for name in names])
        comparison = columns[0].comparison or ""
        self.engine.comparing.ask_at_once(comparison, at_once)
        asked = self.engine.send_to_columns(comparison, "7×8")
        return [asked[column.id].answer for column in columns]

    def all_ended(self, answers: Sequence[Message]) -> list[Message]:
        return [self.ended(answer) for answer in answers]

    def has_begun(self, *answers: Message) -> None:
        self.until(lambda: all(self.view(answer).text_length for answer in answers))

    def queued(self, answer: Message, behind: str) -> None:
        self.until(lambda: (self.view(answer).stage, self.view(answer).behind) == (Stage.QUEUED, behind))

    def beside(self, answer: Message) -> tuple[str, ...]:
        return self.view(answer).facts.beside

    def beside_on_disk(self, answer: Message) -> tuple[str, ...]:
        self.store.remember_prompt("behind what is written").result(LIMIT_S)
        stored = self.store.conversation(answer.conversation_id).result(LIMIT_S)
        assert stored is not None
        return (stored.messages[answer.id].facts or AnswerFacts()).beside

    def rounds_chats(self, count: int) -> list[Exchange]:
        """The last requests, once the server has sent all of each."""
        self.lab.wait_for(lambda log: all(exchange.ended for exchange in log if exchange.method == "POST"))
        return self.lab.chats[-count:]


@pytest.fixture
def fair(lab: Homelab, tmp_path: Path) -> Iterator[Fair]:
    with Fair(lab, tmp_path) as fair:
        yield fair


def models(exchanges: Sequence[Exchange]) -> list[str]:
    return [exchange.model for exchange in exchanges]


def test_requests_to_one_backend_never_overlap_and_requests_to_different_ones_do(fair: Fair) -> None:
    fair.known("fast", "chat", "big", "deep", "cloud")
    holds = [fair.hold(model) for model in (lan.FAST, lan.CHAT, lan.CLOUD)]
    fast, chat, big, deep, cloud = answers = fair.round("fast", "chat", "big", "deep", "cloud")
    fair.has_begun(fast, chat, cloud)
    for waiting in (big, deep):
        fair.queued(waiting, "chat")
        assert fair.view(waiting).sent_at is None
        assert stage(fair.view(waiting), 0.0) == "queued behind chat"
    for hold in holds:
        hold.set()
    ended = fair.all_ended(answers)
    assert [message.status for message in ended] == [Status.COMPLETE] * 5
    exchanges = fair.rounds_chats(5)
    for one, two in combinations(exchanges, 2):
        if one.backend == two.backend:
            assert not one.overlaps(two)
    assert all(one.overlaps(two) for one, two in combinations(exchanges[:3], 2))
    assert models([exchange for exchange in exchanges if exchange.backend == "boltzmann"]) == [
        lan.CHAT, lan.CHAT_BIG, lan.DEEP,
    ]  # fmt: skip
    assert [fair.beside_on_disk(answer) for answer in answers] == [()] * 5


def test_the_clock_of_an_answer_begins_when_it_is_sent(fair: Fair) -> None:
    first_hold = fair.hold(lan.CHAT)
    first, second = fair.round("chat", "chat")
    fair.has_begun(first)
    fair.queued(second, "chat")
    fair.hold(lan.CHAT)
    first_hold.set()
    fair.has_begun(second)
    began = fair.view(second).sent_at
    assert began is not None
    assert began >= fair.lab.chats[0].over
    fair.holds[lan.CHAT].set()
    fair.all_ended([first, second])


def test_presets_of_one_group_share_a_backend_as_long_as_nothing_else_is_known(lab: Homelab, tmp_path: Path) -> None:
    together = [replace(preset, group="gpu") for preset in PRESETS]
    with Fair(lab, tmp_path, together) as fair:
        hold = fair.hold(lan.FAST)
        fast, chat = fair.round("fast", "chat")
        fair.has_begun(fast)
        fair.queued(chat, "fast")
        hold.set()
        fair.all_ended([fast, chat])
        fair.hold(lan.FAST)  # now the headers have told that they do not
        again = fair.round("fast", "chat")
        fair.has_begun(again[0])
        fair.until(lambda: fair.view(again[1]).status.ended)
        fair.holds[lan.FAST].set()
        fair.all_ended(again)


def test_one_model_several_times_is_asked_one_after_another(fair: Fair) -> None:
    answers = fair.round("nameless", "nameless", "nameless")
    fair.all_ended(answers)
    assert not any(one.overlaps(two) for one, two in combinations(fair.rounds_chats(3), 2))
    assert [fair.beside(answer) for answer in answers] == [()] * 3


def test_at_once_they_overlap_and_their_times_are_marked(fair: Fair) -> None:
    holds = [fair.hold(lan.CHAT), fair.hold(lan.CHAT_BIG), fair.hold(lan.FAST)]
    answers = fair.round("chat", "big", "fast", "chat", at_once=True)
    fair.has_begun(*answers)
    assert [fair.beside(answer) for answer in answers] == [("big", "chat"), ("chat",), (), ("big", "chat")]
    for hold in holds:
        hold.set()
    fair.all_ended(answers)
    assert all(one.overlaps(two) for one, two in combinations(fair.rounds_chats(4), 2))
    fair.engine.close()
    assert [fair.beside_on_disk(answer) for answer in answers] == [("big", "chat"), ("chat",), (), ("big", "chat")]


def test_a_backend_that_nobody_expected_is_marked_and_waited_for(fair: Fair) -> None:
    fair.lab.dirac_awake = True
    fair.known("chat", "big", "deep")
    fair.lab.dirac_awake = False
    holds = [fair.hold(model) for model in (lan.CHAT, lan.DEEP)]
    chat, deep, big = fair.round("chat", "deep", "big")
    fair.has_begun(chat, deep)
    assert [fair.beside(answer) for answer in (chat, deep)] == [("deep",), ("chat",)]
    holds[0].set()
    fair.queued(big, "deep")
    holds[1].set()
    fair.all_ended([chat, deep, big])
    assert [fair.beside_on_disk(answer) for answer in (chat, deep, big)] == [("deep",), ("chat",), ()]


def test_headers_that_name_another_backend_let_those_go_that_waited_for_the_expected_one(fair: Fair) -> None:
    fair.known("deep", "chat")
    fair.lab.dirac_awake = True
    silent, hold = threading.Event(), threading.Event()
    fair.lab.script(lan.DEEP, Behaviour(text="one two", headers_release=silent, hold_after=1, release=hold))
    deep, chat = fair.round("deep", "chat")
    fair.queued(chat, "deep")
    silent.set()
    fair.until(lambda: fair.view(chat).status.ended)
    assert not fair.view(deep).status.ended
    hold.set()
    fair.all_ended([deep, chat])
    assert (fair.beside(deep), fair.beside(chat)) == ((), ())


def test_headers_that_come_after_another_has_ended_mark_it_all_the_same(fair: Fair) -> None:
    silent = threading.Event()
    fair.lab.script(lan.DEEP, Behaviour(text="one two", headers_release=silent))
    hold = fair.hold(lan.CHAT)
    deep, chat = fair.round("deep", "chat")
    fair.until(lambda: fair.view(deep).stage is Stage.SENT)
    hold.set()
    fair.until(lambda: fair.view(chat).status.ended)
    assert fair.beside(chat) == ()
    assert fair.engine.may_be_marked(chat.id)
    silent.set()
    fair.until(lambda: fair.beside(chat) == ("deep",) and not fair.engine.may_be_marked(chat.id))
    fair.all_ended([deep, chat])
    assert fair.beside(deep) == ("chat",)
    fair.engine.close()
    assert [fair.beside_on_disk(answer) for answer in (deep, chat)] == [("chat",), ("deep",)]


def test_an_ordinary_answer_disturbs_a_compared_one_and_is_not_marked(fair: Fair) -> None:
    hold = fair.hold(lan.CHAT)
    tab = fair.engine.new_tab(fair.engine.presets["chat"])
    ordinary = fair.engine.send(tab.id, "7×8").answer
    fair.has_begun(ordinary)
    (big,) = fair.round("big")
    fair.until(lambda: fair.view(big).status.ended)
    hold.set()
    fair.all_ended([ordinary, big])
    assert (fair.beside(big), fair.beside(ordinary)) == (("chat",), ())


def test_one_that_is_stopped_while_it_waits_was_never_sent(fair: Fair) -> None:
    hold = fair.hold(lan.CHAT)
    first, second, third = fair.round("chat", "chat", "chat")
    fair.has_begun(first)
    fair.queued(second, "chat")
    fair.engine.stop(second.id)
    fair.until(lambda: fair.view(second).status is Status.STOPPED)
    fair.queued(third, "chat")
    hold.set()
    assert [message.status for message in fair.all_ended([first, second, third])] == [
        Status.COMPLETE, Status.STOPPED, Status.COMPLETE,
    ]  # fmt: skip
    assert len(fair.lab.chats) == 2
    assert fair.view(second).facts.total_s is None


def test_one_that_is_stopped_while_it_runs_makes_room(fair: Fair) -> None:
    fair.hold(lan.CHAT)
    first, second = fair.round("chat", "chat")
    fair.has_begun(first)
    fair.lab.script(lan.CHAT)
    fair.engine.stop(first.id)
    assert [message.status for message in fair.all_ended([first, second])] == [Status.STOPPED, Status.COMPLETE]


def refusing(fair: Fair) -> None:
    fair.lab.script(lan.CHAT, refuses(500, "out of memory"))


def dying(fair: Fair) -> None:
    fair.lab.script(lan.CHAT, Behaviour(die_after=2))


def unknown(fair: Fair) -> None:
    fair.lab.script(lan.CHAT, refuses(404, "no such model"))


@pytest.mark.parametrize("fails", [refusing, dying, unknown])
def test_one_that_fails_makes_room(fair: Fair, fails: Callable[[Fair], None]) -> None:
    fair.known("chat", "big")
    fails(fair)
    chat, big = fair.all_ended(fair.round("chat", "big"))
    assert chat.status in (Status.FAILED, Status.CUT_OFF)
    assert big.status is Status.COMPLETE
    assert not fair.rounds_chats(2)[0].overlaps(fair.rounds_chats(2)[1])


def test_one_that_is_sent_again_keeps_its_place_until_it_is_stopped(lab: Homelab, tmp_path: Path) -> None:
    lab.script(lan.CHAT, refuses(503, "busy", headers={"Retry-After": "200"}))
    with Fair(lab, tmp_path) as fair:
        first, second = fair.round("chat", "chat")
        fair.until(lambda: fair.view(first).stage is Stage.RETRYING)
        fair.queued(second, "chat")
        lab.script(lan.CHAT)
        fair.engine.stop(first.id)
        assert [message.status for message in fair.all_ended([first, second])] == [Status.STOPPED, Status.COMPLETE]
        assert fair.beside(second) == ()


def test_what_was_refused_disturbed_nobody(fair: Fair) -> None:
    hold = fair.hold(lan.CHAT)
    fair.lab.script(lan.DEEP, refuses(503, "busy", headers={"Retry-After": "200"}))
    chat, deep = fair.round("chat", "deep", at_once=True)
    fair.has_begun(chat)
    fair.until(lambda: fair.view(deep).stage is Stage.RETRYING)
    fair.engine.stop(deep.id)
    fair.until(lambda: fair.view(deep).status.ended)
    hold.set()
    fair.all_ended([chat, deep])
    assert (fair.beside(chat), fair.beside(deep)) == ((), ())


def test_backends_are_known_from_earlier_runs(lab: Homelab, tmp_path: Path) -> None:
    with Fair(lab, tmp_path) as before:
        before.known("chat", "big")
    with Fair(lab, tmp_path) as fair:
        hold = fair.hold(lan.CHAT)
        chat, big = fair.round("chat", "big")
        fair.has_begun(chat)
        fair.queued(big, "chat")
        hold.set()
        fair.all_ended([chat, big])


def test_eight_answers_at_once_lose_nothing(fair: Fair) -> None:
    said = " ".join(f"word{number}" for number in range(2000))
    names = ["fast", "chat", "big", "deep", "cloud", "nameless", "fast", "chat"]
    for model in (lan.FAST, lan.CHAT, lan.CHAT_BIG, lan.DEEP, lan.CLOUD, lan.NAMELESS):
        fair.lab.script(model, Behaviour(text=said, tokens_per_s=1e6))
    ended = fair.all_ended(fair.round(*names, at_once=True))
    assert [message.status for message in ended] == [Status.COMPLETE] * 8
    assert {message.text.strip() for message in ended} == {said}
    fair.engine.close()
    stored = fair.store.conversation(ended[0].conversation_id).result(LIMIT_S)
    assert stored is not None
    assert [stored.messages[message.id] for message in ended] == ended


def test_the_next_round_waits_for_its_own_column_and_holds_up_nobody(fair: Fair) -> None:
    fair.known("fast", "chat", "big")
    hold = fair.hold(lan.CHAT)
    fast, chat, big = fair.round("fast", "chat", "big")
    fair.has_begun(chat)
    comparison = fair.view(fast).facts.comparison or ""
    again = [asked.answer for asked in fair.engine.send_to_columns(comparison, "×2").values()]
    fair.until(lambda: fair.view(again[0]).status.ended)  # the backend of the first is free
    assert stage(fair.view(again[1]), 0.0) == "queued behind the answer above"
    hold.set()
    fair.all_ended([fast, chat, big, *again])
    exchanges = [exchange for exchange in fair.rounds_chats(6) if exchange.backend == "boltzmann"]
    assert not any(one.overlaps(two) for one, two in combinations(exchanges, 2))


def test_one_that_waits_for_the_answer_above_holds_up_nobody(fair: Fair) -> None:
    fair.known("chat", "big")
    hold = fair.hold(lan.FAST)
    tab = fair.engine.new_tab(fair.engine.presets["fast"])
    above = fair.engine.send(tab.id, "7×8").answer
    fair.has_begun(above)
    (chat,) = fair.round("chat", tab_id=tab.id)
    (big,) = fair.round("big")
    fair.until(lambda: fair.view(big).status.ended)
    assert stage(fair.view(chat), 0.0) == "queued behind the answer above"
    hold.set()
    fair.all_ended([above, chat, big])


def test_what_waits_for_its_backend_is_asked_for_when_the_screen_has_gone(fair: Fair) -> None:
    hold = fair.hold(lan.CHAT)
    answers = fair.round("chat", "chat", "chat")
    fair.has_begun(answers[0])
    fair.engine.screen_gone()
    fair.queued(answers[2], "chat")
    hold.set()
    assert fair.engine.finish(LIMIT_S)
    assert [message.status for message in fair.all_ended(answers)] == [Status.COMPLETE] * 3


def test_what_still_waits_at_the_limit_was_not_sent_and_says_why(fair: Fair) -> None:
    fair.hold(lan.CHAT)
    answers = fair.round("chat", "chat")
    fair.has_begun(answers[0])
    fair.engine.screen_gone()
    assert not fair.engine.finish(0.05, "The line had dropped.")
    fair.engine.close()
    ended = fair.all_ended(answers)
    assert [message.status for message in ended] == [Status.CUT_OFF, Status.FAILED]
    assert [(message.facts or AnswerFacts()).error for message in ended] == ["The line had dropped."] * 2
    assert len(fair.lab.chats) == 1


def test_stopping_all_stops_those_that_wait(fair: Fair) -> None:
    fair.hold(lan.CHAT)
    answers = fair.round("chat", "chat", "chat", "chat")
    fair.has_begun(answers[0])
    fair.engine.stop_all()
    assert [message.status for message in fair.all_ended(answers)] == [Status.STOPPED] * 4
    assert len(fair.lab.chats) == 1


def test_a_late_mark_on_a_conversation_that_was_forgotten_is_on_disk(fair: Fair) -> None:
    fair.known("chat", "big")
    silent = threading.Event()
    fair.lab.script(lan.DEEP, Behaviour(text="one two", headers_release=silent))
    deep = fair.engine.ask_compared("7×8", fair.engine.presets["deep"], Compared("k", 0, 1), in_turn=False).answer
    fair.until(lambda: fair.view(deep).stage is Stage.SENT)
    chat = fair.engine.ask_compared("7×8", fair.engine.presets["chat"], Compared("k", 1, 1), in_turn=False).answer
    fair.until(lambda: fair.view(chat).status.ended and fair.engine.forget(chat.conversation_id))
    silent.set()
    fair.until(lambda: fair.view(deep).status.ended)
    fair.engine.close()
    assert fair.beside_on_disk(chat) == ("deep",)


def test_what_cannot_have_run_leaves_nothing_open(lab: Homelab, tmp_path: Path) -> None:
    silent = threading.Event()
    lab.script(lan.DEEP, replace(refuses(404, "no such model"), headers_release=silent))
    with Fair(lab, tmp_path) as fair:
        hold = fair.hold(lan.CHAT)
        deep, chat = fair.round("deep", "chat")
        fair.until(lambda: fair.view(deep).stage is Stage.SENT)
        hold.set()
        fair.until(lambda: fair.view(chat).status.ended)
        fair.until(lambda: fair.engine.may_be_marked(chat.id))
        silent.set()
        fair.until(lambda: not fair.engine.may_be_marked(chat.id))
        fair.all_ended([deep, chat])
        assert fair.beside(chat) == ()
