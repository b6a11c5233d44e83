"""How much of a context a conversation takes, by the server's counts where there are any."""

from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.answers import AnswerFacts
from aishtui.chat.catalog import CatalogEntry
from aishtui.chat.context import MESSAGE_BYTES, ContextUse, Level, Taken, about, context_use, size_in_bytes, taken_by
from aishtui.chat.messages import Message, Role


def prompt(text: str) -> Message:
    return Message("p", "c", None, Role.USER, text, "")


def answer(text: str, tokens_in: int | None = None, model: str = "m", thinking: str = "") -> Message:
    facts = AnswerFacts(asked_model=model, tokens_in=tokens_in)
    return Message("a", "c", "p", Role.ASSISTANT, text, "", thinking, facts=facts)


def test_without_any_count_four_bytes_are_a_token() -> None:
    taken = taken_by([prompt("x" * 384), answer("y" * 784)], "s" * 184, "m")
    assert (taken.tokens, taken.bytes_per_token) == (350, 4.0)


def test_a_servers_count_stands_for_what_is_above_it_and_calibrates_the_rest() -> None:
    path = [prompt("x" * (600 - MESSAGE_BYTES)), answer("y" * (300 - MESSAGE_BYTES), tokens_in=200)]
    taken = taken_by(path, "", "m")
    assert (taken.tokens, taken.bytes_per_token) == (300, 3.0)
    assert taken.with_bytes(30) == 310


def test_the_last_count_of_the_same_model_holds() -> None:
    path = [
        prompt("x" * 584),
        answer("y" * 284, 300),
        prompt("z" * 284),
        answer("w", 400),
        answer("v", 7, model="other"),
    ]
    assert taken_by(path, "", "m").bytes_per_token == 3.0
    assert taken_by(path[:2], "", "other").bytes_per_token == 4.0


def test_a_count_that_cannot_be_is_not_believed() -> None:
    cut = [prompt("x" * 100_000), answer("y", tokens_in=2_048)]
    assert taken_by(cut, "", "m").bytes_per_token == 4.0
    few = [prompt("hi"), answer("y", tokens_in=30)]
    assert taken_by(few, "", "m").bytes_per_token == 4.0


def test_thinking_and_what_has_no_text_take_nothing() -> None:
    assert taken_by([answer("", thinking="x" * 9_000)], "", "m").tokens == 0
    assert taken_by([answer("y" * 24, thinking="x" * 9_000)], "", "m").tokens == 10


def test_signs_of_other_scripts_weigh_more() -> None:
    assert (size_in_bytes("abc"), size_in_bytes("ü"), size_in_bytes("漢"), size_in_bytes("\ud800")) == (3, 2, 3, 1)


def test_a_use_is_calm_then_near_then_over() -> None:
    levels = [ContextUse(tokens, 1000).level for tokens in (0, 799, 800, 1000, 1001)]
    assert levels == [Level.CALM, Level.CALM, Level.NEAR, Level.NEAR, Level.OVER]


def test_a_use_says_about_and_of_how_much() -> None:
    assert str(ContextUse(1_234, 32_000)) == "about 1.2k of 32k"
    assert str(ContextUse(3, 131_072, trained=True)) == "about 3 of 131k (trained)"
    assert [about(number) for number in (0, 9, 117, 994.9, 999, 12_345)] == ["0", "9", "120", "990", "1k", "12.3k"]


def test_nothing_is_said_where_the_context_is_not_known() -> None:
    assert context_use(Taken(10), 10, None) is None
    assert context_use(Taken(10), 10, CatalogEntry("m")) is None
    assert context_use(Taken(10), 0, CatalogEntry("m", context_length=100)) == ContextUse(10, 100)
    trained = CatalogEntry("m", context_length=100, context_from="meta.n_ctx_train")
    assert context_use(Taken(10), 24, trained) == ContextUse(20, 100, trained=True)


texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
paths = st.lists(
    st.one_of(
        texts.map(prompt),
        st.builds(answer, texts, st.none() | st.integers(0, 10_000), st.sampled_from(["m", "other"])),
    ),
    max_size=8,
)


@given(paths, texts, texts)
def test_more_text_never_takes_less(path: list[Message], system: str, more: str) -> None:
    taken = taken_by(path, system, "m")
    assert taken.tokens >= 0
    assert 1.0 <= taken.bytes_per_token <= 8.0
    assert taken_by([*path, prompt(more)], system, "m").tokens >= taken.tokens
