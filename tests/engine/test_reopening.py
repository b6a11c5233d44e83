"""Opening a conversation of the history in a tab."""

from dataclasses import replace
from pathlib import Path

import pytest

from aishtui.chat.answers import AnswerFacts
from aishtui.chat.messages import Conversation, Message
from aishtui.chat.presets import Preset
from aishtui.engine.engine import Engine
from aishtui.engine.keeping import Unreadable
from aishtui.engine.reopening import leaf_through, preset_for
from aishtui.store.database import Store
from tests.store.values import answer, conversation, prompt

FAST, DEEP = Preset("fast", "small", source="test"), Preset("deep", "large", source="test")


def by(id_: str, parent: str, preset: str, model: str) -> Message:
    return answer(id_, parent, f"by {preset}", facts=AnswerFacts(preset=preset, asked_model=model))


TREE = [
    prompt("a", "first"),
    by("b", "a", "fast", "small"),
    by("c", "a", "deep", "large"),
    prompt("d", "below b", parent="b"),
    by("e", "d", "gone", "other"),
    by("f", "d", "fast", "small"),
]


def tree() -> Conversation:
    return replace(conversation(), messages={message.id: message for message in TREE})


@pytest.mark.parametrize(
    ("message_id", "shown", "leaf"),
    [
        (None, None, "f"),
        (None, "c", "c"),
        ("c", None, "c"),
        ("b", None, "f"),
        ("e", None, "e"),
        ("b", "e", "e"),
        ("c", "e", "c"),
        ("never there", "e", "e"),
        ("never there", None, "f"),
    ],
)
def test_the_path_goes_through_the_message(message_id: str | None, shown: str | None, leaf: str) -> None:
    assert leaf_through(tree(), message_id, shown) == leaf


def test_nothing_has_no_path() -> None:
    assert leaf_through(conversation(), None) is None


@pytest.mark.parametrize(
    ("leaf", "expected"),
    [("f", FAST), ("e", Preset.of_model("other")), ("c", DEEP), ("a", FAST)],
)
def test_whoever_answered_last_on_the_path_is_asked_next(leaf: str, expected: Preset) -> None:
    assert preset_for(tree().path(leaf), {"fast": FAST, "deep": DEEP}, FAST) == expected


def test_a_preset_that_has_become_another_model_s_is_not_taken_for_the_old_one() -> None:
    changed = replace(DEEP, model="larger still")
    assert preset_for(tree().path("c"), {"deep": changed}, FAST) == Preset.of_model("large")


@pytest.fixture
def store(tmp_path: Path):
    store = Store(tmp_path)
    store.start()
    store.add_turn(conversation(), TREE).result()
    yield store
    store.close()


@pytest.fixture
def engine(store: Store):
    engine = Engine("http://127.0.0.1:9", store, (FAST, DEEP))
    engine.start(ask_catalog=False)
    engine.new_tab(FAST)
    yield engine
    engine.close()


def test_it_opens_in_a_tab_of_its_own_and_the_next_time_in_the_same(engine: Engine) -> None:
    engine.load_conversation("c1").result()
    tab = engine.open_conversation("c1", "c", otherwise=FAST)
    assert (tab.preset, tab.leaf_id, tab.active, len(engine.tabs())) == ("deep", "c", True, 2)
    engine.activate(engine.tabs()[0].id)
    again = engine.open_conversation("c1", "b", otherwise=FAST)
    assert (again.id, again.leaf_id, again.preset) == (tab.id, "f", "deep")
    assert len(engine.tabs()) == 2
    other = engine.open_conversation("c1", "e", otherwise=FAST, new_tab=True)
    assert other.id != tab.id
    assert [path[-1].id for path in map(engine.path, (tab.id, other.id)) if path] == ["f", "e"]


def test_what_another_aishtui_has_added_since_is_read_when_it_is_wanted(engine: Engine, store: Store) -> None:
    engine.load_conversation("c1").result()
    store.add_turn(conversation(), [prompt("g", "from elsewhere", parent="c")]).result()
    assert "g" not in engine.load_conversation("c1").result().messages
    assert "g" in engine.load_conversation("c1", "g").result().messages
    assert engine.open_conversation("c1", "g", otherwise=FAST).leaf_id == "g"


def test_one_that_cannot_be_read_says_so(engine: Engine, store: Store) -> None:
    store.close()
    with pytest.raises(Unreadable):
        engine.load_conversation("c1").result()
