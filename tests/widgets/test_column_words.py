"""What the lines of a column say."""

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts, AnswerView, Stage, Status
from aishtui.widgets.column_words import ColumnState, foot_parts, head_parts, one_line

FACTS = AnswerFacts(
    preset="deep", asked_model="qwen", answered_by="boltzmann", answered_by_from=AnsweredByFrom.HEADER,
    usual_backend="dirac", first_token_s=0.4, tokens_per_s=42.0, tokens_out=312, total_s=7.9, http_status=200,
)  # fmt: skip


def words(state: ColumnState) -> tuple[list[str], list[str]]:
    return [part.text for part in head_parts(state, 100.0)], [part.text for part in foot_parts(state, 100.0)]


def state(view: AnswerView | None = None, **more: bool) -> ColumnState:
    return ColumnState(2, "deep", "qwen", view, **more)


def view(stage: Stage, facts: AnswerFacts = FACTS, status: Status = Status.WRITING, **more: str) -> AnswerView:
    return AnswerView("a", "c", status, stage, facts, since=95.0, sent_at=95.0, text_length=9, **more)  # type: ignore[arg-type]


def test_the_head_says_who_answers_and_the_foot_what_was_measured() -> None:
    ended = view(Stage.ENDED, status=Status.COMPLETE)
    assert words(state(ended)) == (
        ["2 deep", "qwen", "boltzmann", "last time dirac"],
        ["first 0.4 s", "42 tok/s", "312 tok", "7.9 s", "complete"],
    )


def test_before_it_was_asked_there_is_its_name_alone() -> None:
    assert words(state()) == (["2 deep", "qwen"], [])
    assert words(ColumnState(1, "m", "m")) == (["1 m"], [])


def test_one_that_waits_says_for_whom() -> None:
    waiting = view(Stage.QUEUED, AnswerFacts(asked_model="qwen"), behind="fast")
    assert words(state(waiting)) == (["2 deep", "qwen"], ["queued behind fast"])


def test_an_error_stays_in_its_column() -> None:
    facts = AnswerFacts(asked_model="qwen", error="boom")
    failed = AnswerView("a", "c", Status.FAILED, Stage.ENDED, facts, since=95.0, sent_at=95.0)
    head, foot = words(state(failed))
    assert (head, foot[-1]) == (["2 deep", "qwen"], "failed")


def test_a_cloud_that_answers_for_a_local_model_is_said_in_the_head() -> None:
    cloud = view(Stage.WRITING, AnswerFacts(asked_model="qwen", answered_by="openrouter", cloud="provider DeepInfra"))
    head, foot = words(state(cloud))
    assert any("cloud" in part for part in head)
    assert foot == ["writing 0:05"]


def test_a_column_that_is_left_out_says_so() -> None:
    assert words(state(taking_part=False))[0][:2] == ["2 deep", "left out"]


def test_one_line_has_both() -> None:
    ended = state(view(Stage.ENDED, status=Status.COMPLETE))
    assert [part.text for part in one_line(ended, 100.0)] == [*words(ended)[0], *words(ended)[1]]
