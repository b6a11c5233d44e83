"""An exported comparison: JSON comes back whole, Markdown keeps every text and has its figures in tables."""

import json
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts, Status
from aishtui.chat.messages import Conversation, Message, Role
from aishtui.chat.portable.answer_object import answer_object
from aishtui.chat.portable.documents import comparison_document
from aishtui.chat.portable.forms import Form
from aishtui.chat.portable.kept import KeptConversation
from aishtui.chat.portable.kept_comparison import KeptComparison
from aishtui.chat.portable.reading import Found, read_conversations
from tests.chat.portable.markdown_reader import texts_of
from tests.chat.portable.values import FACTS, HOSTILE, LINES, NOW_MS, STAMP, THEN_MS, an_id, whole_histories

KEY = "k1"


def written(comparison: KeptComparison, form: Form) -> str:
    return "".join(comparison_document(form, comparison))


def read_back(text: str) -> list[KeptConversation]:
    found = list(read_conversations([text.encode()], THEN_MS, NOW_MS))
    assert all(isinstance(one, Found) and not one.changes for one in found)
    return [one.kept for one in found if isinstance(one, Found)]


@st.composite
def comparisons(draw: st.DrawFn) -> list[KeptConversation]:
    """Columns in one conversation or several, with something above them, some out of some rounds, some asked again."""
    trees = [_Tree(number) for number in range(draw(st.integers(1, 3)))]
    for tree in trees:
        for role in draw(st.sampled_from([(), (Role.SYSTEM,), (Role.USER, Role.ASSISTANT)])):
            tree.add(draw, role)
    columns = {n: (tree := draw(st.sampled_from(trees)), tree.last) for n in range(draw(st.integers(1, 4)))}
    for round_ in range(1, draw(st.integers(1, 3)) + 1):
        text = draw(HOSTILE)
        for column, (tree, leaf) in columns.items():
            if column and draw(st.booleans()) and round_ > 1:
                continue
            prompt = tree.add(draw, Role.USER, leaf, text)
            for _ in range(draw(st.integers(1, 2))):
                answer = tree.add(draw, Role.ASSISTANT, prompt, column=column, round_=round_)
            columns[column] = (tree, answer)
    return [tree.kept for tree in trees]


class _Tree:
    def __init__(self, number: int) -> None:
        self._first = number * 1000
        self._messages: dict[str, Message] = {}

    @property
    def last(self) -> str | None:
        return max(self._messages, default=None)

    @property
    def kept(self) -> KeptConversation:
        return KeptConversation(Conversation(an_id(self._first), STAMP, "a | title", self._messages), origin="compare")

    def add(
        self,
        draw: st.DrawFn,
        role: Role,
        parent: str | None = None,
        text: str | None = None,
        column: int | None = None,
        round_: int = 1,
    ) -> str:
        id_ = an_id(self._first + 1 + len(self._messages))
        facts = status = None
        if role is Role.ASSISTANT:
            facts, status = draw(FACTS), draw(st.sampled_from([one for one in Status if one.ended]))
            if column is not None:
                beside = tuple(draw(st.lists(LINES.filter(bool), max_size=2)))
                facts = replace(facts, comparison=KEY, column=column, round=round_, beside=beside)
        text = text if text is not None else draw(HOSTILE)
        above = parent if parent is not None else self.last
        of = an_id(self._first)
        self._messages[id_] = Message(id_, of, above, role, text, STAMP, "", status or Status.COMPLETE, facts)
        return id_


@whole_histories
@given(history=comparisons())
def test_json_comes_back_whole_and_gives_the_same_bytes(history: list[KeptConversation]) -> None:
    comparison = KeptComparison.of(KEY, history)
    text = written(comparison, Form.JSON)
    again = read_back(text)
    assert tuple(again) == comparison.conversations
    assert written(KeptComparison.of(KEY, again), Form.JSON) == text


@whole_histories
@given(history=comparisons())
def test_markdown_has_every_answer_and_every_prompt_byte_for_byte(history: list[KeptConversation]) -> None:
    comparison = KeptComparison.of(KEY, history)
    found = texts_of(written(comparison, Form.MARKDOWN))
    messages = {id_: one for kept in comparison.conversations for id_, one in kept.conversation.messages.items()}
    assert all(text == messages[id_].text for _, id_, text in found)
    ids = [id_ for _, id_, _ in found]
    answers = [answer for round_ in comparison.rounds for answer in round_.answers.values()]
    assert [id_ for id_ in ids if id_ in {answer.id for answer in answers}] == [answer.id for answer in answers]
    told = {text for _, _, text in found}
    assert all(comparison.above(answer)[-1].text in told for answer in answers)


@whole_histories
@given(history=comparisons())
def test_markdown_has_a_table_for_each_round_whatever_the_texts_leave_open(history: list[KeptConversation]) -> None:
    comparison = KeptComparison.of(KEY, history)
    text = written(comparison, Form.MARKDOWN)
    tokens = MarkdownIt("commonmark").enable("table").parse(text.split("\n---\n", 1)[1])
    ours = [table for table in tables(tokens) if table[0][1:3] == ["Model", "Backend"]]
    assert [len(table) - 1 for table in ours] == [len(round_.answers) for round_ in comparison.rounds]
    assert {len(row) for table in ours for row in table} == {9}
    rounds = [heading for heading in headings(tokens) if heading.startswith("Round ")]
    assert rounds == [f"Round {round_.number}" for round_ in comparison.rounds]


def tables(tokens: list[Token]) -> list[list[list[str]]]:
    """Those at the top, as rows of cells."""
    found: list[list[list[str]]] = []
    inside = False
    for token, following in pairwise(tokens):
        if token.type in ("table_open", "table_close"):
            inside = token.type == "table_open" and token.level == 0
            if inside:
                found.append([])
        elif inside and token.type == "tr_open":
            found[-1].append([])
        elif inside and token.type in ("th_open", "td_open"):
            found[-1][-1].append(following.content)
    return found


def headings(tokens: list[Token]) -> list[str]:
    return [
        inline.content
        for opening, inline in pairwise(tokens)
        if opening.type == "heading_open" and opening.tag == "h2" and opening.level == 0
    ]


def fast(column: int, round_: int = 1, **facts: object) -> AnswerFacts:
    known = AnswerFacts(
        preset="fast", asked_model="qwen|x", answered_by="dirac", answered_by_from=AnsweredByFrom.HEADER,
        http_status=200, first_token_s=0.42, tokens_per_s=42.0, tokens_out=312, total_s=7.94, cost=0.0012,
        comparison=KEY, column=column, round=round_,
    )  # fmt: skip
    return replace(known, **facts)  # type: ignore[arg-type]


def a_comparison() -> KeptComparison:
    messages = [
        Message(an_id(1), an_id(0), None, Role.USER, "Before?", STAMP),
        Message(an_id(2), an_id(0), an_id(1), Role.ASSISTANT, "Before.", STAMP, facts=AnswerFacts(preset="old")),
        Message(an_id(3), an_id(0), an_id(2), Role.USER, "Why?", STAMP),
        Message(an_id(4), an_id(0), an_id(3), Role.ASSISTANT, "So.", STAMP, facts=fast(0, usual_backend="curie")),
        Message(
            an_id(5), an_id(0), an_id(3), Role.ASSISTANT, "No.", STAMP,
            facts=fast(1, preset="chat", first_token_s=0.2, beside=("deep",), cost_from="prices"),
        ),
        Message(an_id(6), an_id(0), an_id(4), Role.USER, "And then?", STAMP),
        Message(an_id(7), an_id(0), an_id(5), Role.USER, "And then?", STAMP),
        Message(an_id(8), an_id(0), an_id(6), Role.ASSISTANT, "Then so.", STAMP, facts=fast(0, 2)),
        Message(
            an_id(9), an_id(0), an_id(7), Role.ASSISTANT, "", STAMP, status=Status.FAILED,
            facts=fast(1, 2, preset="chat", error="It is down."),
        ),
        Message(an_id(10), an_id(0), an_id(8), Role.USER, "kept, and gone on with", STAMP),
    ]  # fmt: skip
    of = Conversation(an_id(0), STAMP, "Why", {message.id: message for message in messages})
    return KeptComparison.of(KEY, [KeptConversation(of)])


def test_a_table_says_who_answered_how_fast_and_what_is_odd() -> None:
    text = written(a_comparison(), Form.MARKDOWN)
    assert (
        "| fast | qwen\\|x | dirac (last time curie) | 0.4 s | 42 tok/s | 312 | 7.9 s | \\$0.0012 | complete |\n"
        "| chat | qwen\\|x | dirac | 0.2 s\\* | 42 tok/s\\* | 312 | 7.9 s\\* | ≈ \\$0.0012 | complete |\n"
        "\n\\* At the same time the same backend" in text
    )
    assert "\n### fast · qwen\\|x · dirac\n" in text
    assert "first token chat\\* 0.2 s" in text
    assert "chat failed" in text
    assert "> It is down." in text


def test_what_was_said_before_stands_once_and_so_does_each_prompt() -> None:
    texts = [text for _, _, text in texts_of(written(a_comparison(), Form.MARKDOWN))]
    assert texts == ["Before?", "Before.", "Why?", "So.", "No.", "And then?", "Then so.", ""]


def test_what_stands_above_one_column_alone_is_told_as_its_own() -> None:
    one = a_comparison().conversations[0]
    other = Conversation(
        an_id(100), STAMP, "Other",
        {
            an_id(101): Message(an_id(101), an_id(100), None, Role.USER, "Why?", STAMP),
            an_id(102): Message(
                an_id(102), an_id(100), an_id(101), Role.ASSISTANT, "Else.", STAMP, facts=fast(2, preset="deep")
            ),
        },
    )  # fmt: skip
    text = written(KeptComparison.of(KEY, [one, KeptConversation(other)]), Form.MARKDOWN)
    assert "\n## Before, in fast and chat\n" in text
    assert "\n### You\n" in text


def test_the_figures_are_those_of_ask_without_the_texts() -> None:
    value = json.loads(written(a_comparison(), Form.JSON))
    assert (value["format"], value["comparison"]["id"], value["comparison"]["columns"]) == (
        "aishtui", KEY, ["fast", "chat"],
    )  # fmt: skip
    answers = value["comparison"]["answers"]
    assert [(one["round"], one["column"], one["name"]) for one in answers] == [
        (1, 0, "fast"), (1, 1, "chat"), (2, 0, "fast"), (2, 1, "chat"),
    ]  # fmt: skip
    message = a_comparison().conversations[0].conversation.messages[an_id(5)]
    expected = answer_object(message, "chat")
    figures = answers[1]
    assert {name: figures[name] for name in expected if name not in ("text", "thinking")} == {
        name: value for name, value in expected.items() if name not in ("text", "thinking")
    }
    assert (figures["answer_id"], figures["prompt_id"], figures["beside"]) == (an_id(5), an_id(3), ["deep"])
    texts = [message["text"] for message in value["conversations"][0]["messages"]]
    assert "kept, and gone on with" not in texts
