"""The figures of one round of a comparison as rows of words."""

from aishtui.chat.answers import AnswerFacts
from aishtui.chat.clean import clean_line
from aishtui.chat.messages import Message
from aishtui.chat.verdict_words import SHARED_MARK
from aishtui.chat.wording import anybody_answered, backend, cost, count, ending, models, seconds, speed

HEADINGS = ("", "Model", "Backend", "First token", "Speed", "Tokens", "Total", "Cost", "Ended")
FIGURES = frozenset(("First token", "Speed", "Tokens", "Total", "Cost"))
"""Those that are numbers."""


def figures_row(name: str, answer: Message) -> tuple[str, ...]:
    """One answer's, in the order of the headings. What is not known is empty; times that say little have a mark."""
    facts = answer.facts or AnswerFacts()
    mark = SHARED_MARK if facts.beside else ""
    return (
        clean_line(name),
        clean_line(models(facts)),
        _backend(facts),
        f"{seconds(facts.first_token_s)}{mark}" if facts.first_token_s is not None else "",
        f"{speed(facts)}{mark}" if speed(facts) else "",
        count(facts.tokens_out) if facts.tokens_out is not None else "",
        f"{seconds(facts.total_s)}{mark}" if facts.total_s is not None else "",
        cost(facts.cost, facts.cost_from == "prices") if facts.cost is not None else "",
        ending(answer.status, facts),
    )


def _backend(facts: AnswerFacts) -> str:
    """Who answered, and who it was the last time where that was another."""
    if not anybody_answered(facts):
        return ""
    usual = f" (last time {clean_line(facts.usual_backend)})" if facts.usual_backend else ""
    return f"{clean_line(backend(facts))}{usual}"
