"""What is a column's own in the tree that all columns share."""

from aishtui.chat.answers import AnswerFacts
from aishtui.chat.column_tree import is_own_answer, own_tree, place_in_column
from aishtui.chat.comparisons import Compared
from aishtui.chat.messages import Conversation, Message, Role
from aishtui.chat.tabs import Column, Tab

STAMP = "2026-11-23T12:04:00+00:00"


def prompt(id_: str, parent: str | None) -> Message:
    return Message(id_, "c", parent, Role.USER, id_, STAMP)


def answer(id_: str, parent: str, column: int | None, round_: int = 1, comparison: str = "x") -> Message:
    facts = AnswerFacts() if column is None else AnswerFacts(comparison=comparison, column=column, round=round_)
    return Message(id_, "c", parent, Role.ASSISTANT, id_, STAMP, facts=facts)


def conversation(*messages: Message) -> Conversation:
    return Conversation("c", STAMP, messages={message.id: message for message in messages})


def column(number: int, leaf_id: str | None, base_id: str | None = None) -> Tab:
    return Tab("t", 0, "c", "fast", "m", leaf_id, column=Column("x", number, base_id))


TWO_ROUNDS = conversation(
    prompt("1u", None),
    answer("2a", "1u", 0),
    answer("3a", "1u", 1),
    prompt("4u", "2a"),
    prompt("5u", "3a"),
    answer("6a", "4u", 0, 2),
    answer("7a", "5u", 1, 2),
)


def test_the_others_answers_and_what_stands_below_them_are_not_its_own() -> None:
    assert sorted(own_tree(TWO_ROUNDS, column(1, "7a")).messages) == ["1u", "3a", "5u", "7a"]


def test_a_tab_that_is_no_column_has_the_whole_tree() -> None:
    assert own_tree(TWO_ROUNDS, Tab("t", 0, "c", "fast", "m", "7a")) is TWO_ROUNDS


def test_its_own_other_answers_and_those_of_no_comparison_stay() -> None:
    tree = conversation(
        *TWO_ROUNDS.messages.values(), answer("8a", "1u", 1), answer("9a", "1u", None), answer("91a", "1u", 0, 1, "y")
    )
    assert sorted(own_tree(tree, column(1, "7a")).messages) == ["1u", "3a", "5u", "7a", "8a", "91a", "9a"]


def test_an_answer_it_was_aligned_to_is_its_own() -> None:
    aligned = column(0, "3a", base_id="3a")
    assert "3a" in own_tree(TWO_ROUNDS, aligned).messages
    assert "2a" in own_tree(TWO_ROUNDS, aligned).messages
    later = conversation(*TWO_ROUNDS.messages.values(), prompt("8u", "3a"), answer("9a", "8u", 0, 3))
    assert "9a" in own_tree(later, column(0, "9a", base_id="3a")).messages


def test_an_answer_asked_for_again_belongs_to_the_column_that_asks() -> None:
    assert place_in_column(TWO_ROUNDS, column(0, "3a"), TWO_ROUNDS.messages["3a"]) == Compared("x", 0, 1)
    assert place_in_column(TWO_ROUNDS, column(0, "4u"), TWO_ROUNDS.messages["4u"]) == Compared("x", 0, 2)
    assert not is_own_answer(column(0, "3a"), TWO_ROUNDS.messages["3a"])


def test_what_was_asked_in_no_comparison_has_no_place_and_an_ordinary_tab_keeps_the_old_one() -> None:
    tree = conversation(*TWO_ROUNDS.messages.values(), prompt("8u", None), answer("9a", "8u", None))
    assert place_in_column(tree, column(0, "9a"), tree.messages["8u"]) is None
    assert place_in_column(tree, column(0, "9a"), tree.messages["9a"]) is None
    assert place_in_column(tree, Tab("t", 0, "c", "fast", "m", "3a"), tree.messages["3a"]) == Compared("x", 1, 1)
