"""What earlier answers tell about a model."""

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts, Status
from aishtui.store.database import Store
from aishtui.store.figures import ModelFigures
from tests.store.values import answer, conversation, growing, measured, prompt


def test_the_last_backend_is_that_of_the_newest_answer_whose_headers_named_one(store: Store) -> None:
    by_body = AnswerFacts(asked_model="qwen", answered_by="litellm", answered_by_from=AnsweredByFrom.BODY)
    store.add_turn(
        conversation(),
        [
            measured("a1", "qwen", "dirac"),
            measured("a2", "qwen", "boltzmann"),
            measured("a3", "llama", "turing"),
            measured("a4", "qwen", None),
            answer("a5", None, "text", facts=by_body),
            prompt("a6", "no facts at all"),
        ],
    ).result()
    assert store.last_backend("qwen").result() == "boltzmann"
    assert store.last_backend("qwen", before_id="a2").result() == "dirac"
    assert store.last_backend("qwen", before_id="a1").result() is None
    assert store.last_backend("never asked").result() is None


def test_figures_are_medians_of_the_newest_twenty(store: Store) -> None:
    old = [measured(f"a{n:03}", "qwen", "dirac", first=1000.0, rate=1.0) for n in range(30)]
    new = [measured(f"b{n:03}", "qwen", "dirac", first=float(n), rate=40.0 if n else None) for n in range(20)]
    store.add_turn(conversation(), [*old, *new, measured("c1", "silent", "dirac"), growing("c2", None)]).result()
    assert store.model_figures().result() == {"qwen": ModelFigures(9.5, 40.0, 20)}


def test_an_odd_number_has_a_middle(store: Store) -> None:
    answers = [measured(f"a{n}", "qwen", None, first=float(n)) for n in (5, 1, 9)]
    store.add_turn(conversation(), answers).result()
    assert store.model_figures().result() == {"qwen": ModelFigures(5.0, None, 3)}


def test_a_stopped_answer_was_measured_too(store: Store) -> None:
    facts = AnswerFacts(asked_model="qwen", first_token_s=2.0)
    store.add_turn(conversation(), [answer("a1", None, "half", Status.STOPPED, facts)]).result()
    assert store.model_figures().result()["qwen"].first_token_s == 2.0
