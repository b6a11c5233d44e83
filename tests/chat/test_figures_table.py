"""Tables of figures: what stands in which cell, and that nothing from outside breaks out of one."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.answers import AnswerFacts, Status
from aishtui.chat.figures_table import SUMMARY_HEAD, markdown_table, plain_table, summary_rows
from aishtui.chat.messages import Message, Role
from aishtui.chat.portable.comparison_table import HEADINGS
from aishtui.chat.portable.suite_markdown import prompt_record, summary
from aishtui.chat.suite_tally import ColumnTally, spread
from aishtui.chat.suites import SuitePrompt

FACTS = AnswerFacts(
    preset="fast", asked_model="m", endpoint="http://x", answered_by="hertz", http_status=200, first_token_s=0.4,
    total_s=7.9, tokens_out=312, tokens_from="usage", tokens_per_s=42.0, cost=0.0012, cost_from="prices",
)  # fmt: skip
ANSWER = Message("a", "c", "p", Role.ASSISTANT, "text", "", facts=FACTS)


def tally_of(*answers: Message) -> ColumnTally:
    tally = ColumnTally("fast")
    for answer in answers:
        tally.take(answer)
    return tally


def summed(tally: ColumnTally) -> dict[str, str]:
    (row,) = summary_rows([tally])
    return dict(zip(SUMMARY_HEAD, row, strict=True))


def test_a_summary_has_medians_of_those_whose_times_say_something() -> None:
    quick, slow, shared = (
        replace(ANSWER, facts=replace(FACTS, first_token_s=first, beside=beside))
        for first, beside in ((0.2, ()), (0.6, ()), (9.0, ("deep",)))
    )
    failed = replace(ANSWER, status=Status.FAILED, facts=AnswerFacts(total_s=99.0))
    found = summed(tally_of(quick, slow, shared, failed))
    assert found["Answers"] == "4"
    assert found["First token"] == "0.4 s (0.2–0.6 s)"
    assert found["Total"] == "7.9 s (7.9–7.9 s)"
    assert (found["Tokens"], found["Cost"]) == ("936 (of 3)", "≈ $0.0036 (of 3)")
    assert found["Ended"] == "3 complete, 1 failed"
    assert summed(tally_of(quick))["Ended"] == "all complete"
    assert set(summed(tally_of()).values()) == {"fast", "0", ""}


def test_columns_with_nothing_in_them_are_left_out_and_wide_letters_counted_twice() -> None:
    assert plain_table(("a", "b", "c"), [("日本", "", "x"), ("y", "", "")]) == "a     c\n日本  x\ny\n"


@given(st.lists(st.floats(0, 1e6), min_size=1))
def test_the_middle_lies_between_the_least_and_the_most(values: list[float]) -> None:
    found = spread(values)
    assert found is not None
    assert found.least <= found.median <= found.most


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_nothing_from_outside_breaks_out_of_a_markdown_table(model: str, backend: str, name: str) -> None:
    answer = replace(ANSWER, facts=replace(FACTS, asked_model=model, answered_by=backend))
    record = prompt_record("1", SuitePrompt("1", "x"), {0: answer}, [name], "")
    rows = [line for line in record.split("\n") if line.startswith("| ") and "complete" in line]
    assert len(rows) == 1
    assert rows[0].replace("\\\\", "").replace("\\|", "").count("|") == len(HEADINGS) + 1
    assert summary([tally_of(answer)]).count("\n| ") == 3


def test_a_prompt_and_an_answer_cannot_take_in_what_follows() -> None:
    answer = replace(ANSWER, text="```\nopen", facts=replace(FACTS, error="it *broke*"))
    record = prompt_record("1", SuitePrompt("1", "```\nopen\n## no heading", "be kind"), {0: answer}, ["fast"], "won")
    assert "> ```\n> open\n> ## no heading\n" in record
    assert "```\nopen\n<!--\n```\n-->\n" in record
    assert r"> it \*broke\*" in record
    assert "\n## no heading" not in record


def test_a_markdown_table_has_a_head_and_a_line() -> None:
    assert markdown_table(("a", "b"), [("1", "2")]) == "| a | b |\n| --- | --- |\n| 1 | 2 |\n"
