"""Which answers are put beside one, and what they are called."""

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts, Status
from aishtui.chat.messages import Conversation, Message, Role
from aishtui.screens.answers_to_compare import candidates, named


def prompt(id: str, parent: str | None = None) -> Message:
    return Message(id, "c", parent, Role.USER, "why?", "")


def answer(
    id: str, parent: str, preset: str, place: tuple[str, int, int] | None = None, status: Status = Status.COMPLETE
) -> Message:
    comparison, column, round_ = place or (None, None, None)
    facts = AnswerFacts(
        preset, f"{preset}-model", "http://h", "boltzmann", AnsweredByFrom.HEADER, first_token_s=0.4, total_s=2.0,
        comparison=comparison, column=column, round=round_,
    )  # fmt: skip
    return Message(id, "c", parent, Role.ASSISTANT, f"by {preset}", "", status=status, facts=facts)


def tree(*messages: Message) -> Conversation:
    return Conversation("c", "", "", {message.id: message for message in messages})


def ids(conversation: Conversation, message_id: str, *others: Conversation) -> tuple[list[str], str, str] | None:
    found = candidates(conversation.messages[message_id], [conversation, *others])
    if found is None:
        return None
    return [a.id for a in found.answers], found.answers[found.left].id, found.answers[found.right].id


ROUND = tree(
    prompt("1"),
    answer("2", "1", "fast", ("x", 0, 1)),
    answer("3", "1", "chat", ("x", 1, 1)),
    answer("4", "1", "deep", ("x", 2, 1)),
    answer("5", "1", "chat", ("x", 1, 1)),
    prompt("6", "2"),
    answer("7", "6", "fast", ("x", 0, 2)),
)


def test_in_a_comparison_the_next_column_stands_at_the_right_with_its_newest_answer() -> None:
    order = ["2", "3", "5", "4"]
    assert ids(ROUND, "2") == (order, "2", "5")
    assert ids(ROUND, "3") == (order, "3", "4")
    assert ids(ROUND, "4") == (order, "4", "2")


def test_columns_with_conversations_of_their_own_are_compared_too() -> None:
    one = tree(prompt("1"), answer("2", "1", "fast", ("y", 0, 1)))
    other = tree(
        prompt("3"), answer("4", "3", "deep", ("y", 1, 1)), prompt("5", "4"), answer("6", "5", "deep", ("y", 1, 2))
    )
    assert ids(one, "2", one, other) == (["2", "4"], "2", "4")


def test_elsewhere_the_older_version_stands_at_the_left() -> None:
    conversation = tree(prompt("1"), answer("2", "1", "fast"), answer("3", "1", "deep"), answer("4", "1", "chat"))
    assert ids(conversation, "4") == (["2", "3", "4"], "3", "4")
    assert ids(conversation, "3") == (["2", "3", "4"], "2", "3")
    assert ids(conversation, "2") == (["2", "3", "4"], "2", "3")


def test_an_answer_alone_has_none_beside_it() -> None:
    assert ids(tree(prompt("1"), answer("2", "1", "fast")), "2") is None
    assert ids(ROUND, "7") is None  # the other columns have not been asked in this round


def test_names_tell_them_apart() -> None:
    first, second, other = named([answer("2", "1", "fast"), answer("3", "1", "fast"), answer("4", "1", "deep")])
    assert [first.short, second.short, other.short] == ["fast (1)", "fast (2)", "deep"]
    assert other.name == "deep · deep-model → boltzmann"
    assert other.brief == "deep → boltzmann"
    assert other.figures == ("first 0.4 s", "2.0 s", "complete")


def test_where_there_is_little_room_the_last_figures_go_and_how_it_ended_stays() -> None:
    (only,) = named([answer("2", "1", "fast")])
    assert only.figures_in(40) == "first 0.4 s · 2.0 s · complete"
    assert only.figures_in(29) == "first 0.4 s · complete"
    assert only.figures_in(10) == "complete"


def test_names_from_outside_cannot_steer_the_terminal() -> None:
    (only,) = named([answer("2", "1", "\x1b[2J[b]x")])
    assert "\x1b" not in f"{only}"
    assert only.short == "␛[2J[b]x"
