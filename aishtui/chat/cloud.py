"""Whether a cloud answered for a model that was asked for by a name without a cloud prefix: that costs money, and what
was meant for the LAN has left it."""

from collections.abc import Mapping, Sequence

from aishtui.chat.answers import AnswerFacts
from aishtui.chat.presets import is_cloud_id

_COST = "the server says that it cost"


def cloud_evidence(facts: AnswerFacts, prefixes: Sequence[str], cloud_backends: Mapping[str, str]) -> str | None:
    """How it is known, as a phrase; None where nothing says so, which is no proof that it was none.

    `cloud_backends` are the names of backends that have answered for a cloud id, each with that id; names are compared
    for equality only.
    """
    if is_cloud_id(facts.asked_model, prefixes):
        return None
    if facts.answered_model and is_cloud_id(facts.answered_model, prefixes):
        return f"the model that answered is {facts.answered_model}"
    known = cloud_backends.get(facts.answered_by or "")
    if known:
        return f"{facts.answered_by} has answered for {known} before"
    if facts.cost_from in ("usage", "header") and facts.cost:
        return f"{_COST} ${facts.cost:.4f}"
    return None


def cloud_mark(evidence: str) -> str:
    """The evidence in three words. A price alone is no proof of a cloud: brokers can be told one for any model."""
    return "it cost money" if evidence.startswith(_COST) else "a cloud answered"


def cloud_words(facts: AnswerFacts) -> str:
    """The sentence that says it loudly, on the screen and by `ask` alike; empty where no cloud is known of."""
    if not facts.cloud:
        return ""
    mark = cloud_mark(facts.cloud)
    return f"{mark[0].upper()}{mark[1:]}, and {facts.asked_model} has no cloud id: {facts.cloud}."
