"""One tab as the screen holds it: what it has read, and how it stands."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from aishtui.chat.answers import Status
from aishtui.chat.tabs import Tab
from aishtui.engine.engine import Engine
from aishtui.engine.keeper import KeepsNothing
from aishtui.screens.tab_view import TabView
from aishtui.widgets.tab_bar import TabState
from tests.pane.test_document import frame, texts
from tests.screens.desk import LIMIT_S, PRESETS
from tests.servers import lan
from tests.servers.behaviour import Behaviour, dies_after, refuses
from tests.servers.homelab import Homelab


@pytest.fixture
def engine(lab: Homelab) -> Iterator[Engine]:
    engine = Engine(lab.url, KeepsNothing(), PRESETS)
    engine.start(ask_catalog=False)
    yield engine
    engine.close()


@pytest.fixture
def tab(engine: Engine) -> Tab:
    return engine.new_tab(PRESETS[0])


@pytest.fixture
def view(engine: Engine, tab: Tab) -> TabView:
    view = TabView(engine, tab.id, tab.conversation_id)
    view.show(engine.path(tab.id) or ())
    return view


def read_until(engine: Engine, view: TabView, condition: Callable[[], object]) -> None:
    """Take the engine's news until `condition` holds."""
    ends_at = time.monotonic() + LIMIT_S
    while not condition():
        assert time.monotonic() < ends_at, "the condition did not come"
        for answer_id in engine.take_changes().answers:
            view.update(answer_id)
        time.sleep(0.005)


def send(engine: Engine, view: TabView, text: str) -> str:
    asked = engine.send(view.tab_id, text)
    view.add(asked.prompt, asked.answer)
    return asked.answer.id


def test_an_empty_tab_is_idle_and_stops_nothing(view: TabView) -> None:
    assert (view.state(), view.answering, view.running(), view.live_text()) == (TabState.IDLE, False, (), "")


def test_it_tells_each_state_of_an_answer(lab: Homelab, engine: Engine, view: TabView) -> None:
    hold = threading.Event()
    lab.script(lan.FAST, Behaviour(text="one two", hold_after=1, release=hold), Behaviour())
    first = send(engine, view, "hello")
    read_until(engine, view, lambda: view.live_text() == "one ")
    assert (view.state(), view.running()) == (TabState.ANSWERING, (first,))
    second = send(engine, view, "and")
    assert (view.state(), view.running()) == (TabState.ANSWERING, (first, second))
    under_way = view.answer_in_view()
    assert under_way is not None
    assert under_way.id == first
    hold.set()
    read_until(engine, view, lambda: not view.answering)
    assert (view.state(), view.live_text(), view.last_answer_id) == (TabState.DONE, "", second)
    assert [message.status for message in view.document.messages] == [Status.COMPLETE] * 4


@pytest.mark.parametrize(
    ("behaviour", "state"),
    [
        (refuses(500, "no"), TabState.FAILED),
        (dies_after(2), TabState.CUT_OFF),
        (Behaviour(finish="length"), TabState.CUT_OFF),
    ],
)
def test_it_tells_how_an_answer_ended_until_it_was_seen(
    lab: Homelab, engine: Engine, view: TabView, behaviour: Behaviour, state: TabState
) -> None:
    lab.script(lan.FAST, behaviour, Behaviour())
    send(engine, view, "hello")
    read_until(engine, view, lambda: not view.answering)
    assert view.state() is state
    view.seen = True
    assert view.state() is TabState.IDLE


def test_another_answer_to_the_same_prompt_has_not_been_seen(lab: Homelab, engine: Engine, view: TabView) -> None:
    lab.script(lan.FAST, refuses(500, "no"), Behaviour())
    failed = send(engine, view, "hello")
    read_until(engine, view, lambda: not view.answering)
    view.seen = True
    engine.retry(view.tab_id, failed)
    view.show(engine.path(view.tab_id) or ())
    read_until(engine, view, lambda: not view.answering)
    assert view.state() is TabState.DONE


def test_answers_of_other_tabs_are_none_of_its_business(engine: Engine, view: TabView) -> None:
    other = engine.new_tab(PRESETS[1])
    assert not view.update(engine.send(other.id, "hello").answer.id)
    assert view.document.empty


def test_a_view_made_in_mid_answer_shows_all_of_it(lab: Homelab, engine: Engine, view: TabView) -> None:
    hold = threading.Event()
    lab.script(lan.FAST, Behaviour(text="one two three", hold_after=2, release=hold))
    send(engine, view, "hello")
    read_until(engine, view, lambda: view.live_text() == "one two ")
    late = TabView(engine, view.tab_id, view.conversation_id)
    late.show(engine.path(view.tab_id) or ())
    assert late.document.entries()[1].text == "one two "
    hold.set()
    read_until(engine, late, lambda: not late.answering)
    assert late.document.entries()[1].text == "one two three"


def test_what_becomes_known_after_the_end_is_shown_too(lab: Homelab, engine: Engine) -> None:
    """The headers of the other answer come when this one has ended: both were given by one backend."""
    silent = threading.Event()
    hold = threading.Event()
    lab.script(lan.DEEP, Behaviour(text="one two", headers_release=silent))
    lab.script(lan.CHAT, Behaviour(text="one two", hold_after=1, release=hold))
    chat, _ = engine.comparing.begin(engine.new_tab(PRESETS[1]).id, [PRESETS[1], PRESETS[2]])
    engine.send_to_columns(chat.comparison or "", "hello")
    view = TabView(engine, chat.id, chat.conversation_id)
    view.show(engine.path(chat.id) or ())
    read_until(engine, view, lambda: len(lab.chats) == 2)
    hold.set()
    read_until(engine, view, lambda: not view.answering)
    assert "times shared" not in "".join(texts(view.document, frame(118)))
    view.take_news()
    silent.set()
    read_until(engine, view, view.take_news)
    assert "times shared with deep" in "".join(texts(view.document, frame(118)))
