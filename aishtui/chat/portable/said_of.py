"""What an export for reading says of each message: who spoke, when, and how an answer ended."""

from aishtui.chat.answers import AnswerFacts, Status
from aishtui.chat.clean import clean_line
from aishtui.chat.cloud import cloud_words
from aishtui.chat.messages import Message, Role
from aishtui.chat.portable.branch_order import Placed
from aishtui.chat.wording import anybody_answered, backend, ending, figures, models, plural

_ROLES = {Role.SYSTEM: "System", Role.USER: "You"}


def speaker(placed: Placed) -> str:
    """`You ‹2/3›`, `fast · qwen2.5 → boltzmann`, with where a branch goes on."""
    version = f" {placed.version}" if placed.version is not None else ""
    after = f" (goes on after {placed.after})" if placed.after is not None else ""
    return f"{who(placed.message)}{version}{after}"


def who(message: Message) -> str:
    """`You`, `System`, `fast · qwen2.5 → boltzmann`."""
    return _ROLES.get(message.role) or answered(message.facts or AnswerFacts())


def answered(facts: AnswerFacts) -> str:
    """Preset, model and backend, each as far as it is known."""
    model = clean_line(models(facts))
    preset = clean_line(facts.preset or "")
    names = [name for name in (preset, model) if name]
    if preset == facts.asked_model and model:
        names = [model]
    called = " · ".join(names) or "Answer"
    named = clean_line(backend(facts)) if anybody_answered(facts) or facts.asked_model else ""
    return f"{called} · {named}" if named else called


def ended(message: Message) -> str:
    """The figures of an answer and how it ended: `first 0.4 s · 42 tok/s · 312 tok · 7.9 s · complete`."""
    facts = message.facts or AnswerFacts()
    status = "still being written" if message.status is Status.WRITING else ending(message.status, message.facts)
    parts = [*figures(facts), status]
    if message.thinking:
        parts.append(f"{plural(len(message.thinking), 'character')} of thinking left out")
    return " · ".join(parts)


def remarks(message: Message) -> list[str]:
    """What went wrong or was odd, a line each."""
    facts = message.facts or AnswerFacts()
    lines = [facts.error or "", cloud_words(facts) if facts.cloud else "", *facts.notes]
    return [clean_line(line, 2000) for line in lines if line]
