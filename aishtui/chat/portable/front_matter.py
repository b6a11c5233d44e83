"""The YAML above an exported conversation: what can be said of it as a whole."""

import json
from collections.abc import Iterable, Sequence

from aishtui.chat.answers import AnswerFacts
from aishtui.chat.messages import Message, Role
from aishtui.chat.portable.branch_order import Placed
from aishtui.chat.portable.kept import KeptConversation

MARKDOWN_FORMAT = "aishtui-markdown"
MARKDOWN_VERSION = 1


def front_matter(kept: KeptConversation, placed: Sequence[Placed], boundary: str) -> str:
    """A YAML document between two `---`. Texts stand in double quotes, sums are of the messages in this file."""
    of = kept.conversation
    messages = [one.message for one in placed]
    answers = [message for message in messages if message.role is Role.ASSISTANT]
    facts = [message.facts for message in answers if message.facts is not None]
    lines = [
        f"format: {MARKDOWN_FORMAT}",
        f"version: {MARKDOWN_VERSION}",
        f"boundary: {quoted(boundary)}",
        f"id: {quoted(of.id)}",
        f"title: {quoted(of.title)}",
        f"date: {quoted(of.created_at)}",
        f"presets: {known_names(known.preset for known in facts)}",
        f"models: {known_names(known.asked_model for known in facts)}",
        f"backends: {known_names(known.answered_by for known in facts)}",
        f"messages: {len(messages)}",
        f"answers: {len(answers)}",
        *sums(facts),
    ]
    return "\n".join(("---", *lines, "---", ""))


def quoted(text: str) -> str:
    """A double-quoted YAML scalar (YAML 1.2.2, section 7.3.1): JSON's, with whatever is not printable escaped."""
    return "".join(_escaped(letter) for letter in json.dumps(text, ensure_ascii=False))


def _escaped(letter: str) -> str:
    if letter.isprintable():
        return letter
    code = ord(letter)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def known_names(names: Iterable[str | None]) -> str:
    """As a list in YAML, each once, in the order in which they first occur."""
    return f"[{', '.join(quoted(name) for name in dict.fromkeys(names) if name)}]"


def sums(facts: Sequence[AnswerFacts]) -> list[str]:
    """What the answers took and cost, a line each; where not every answer was counted, of how many the sum is."""
    lines = [
        *_sum("tokens_in", [known.tokens_in for known in facts]),
        *_sum("tokens_out", [known.tokens_out for known in facts]),
        *_sum("cost_usd", [known.cost for known in facts]),
    ]
    if any(known.cost is not None and known.cost_from == "prices" for known in facts):
        lines.append("cost_estimated: true")
    return lines


def _sum(name: str, values: Sequence[float | None]) -> list[str]:
    known = [value for value in values if value is not None]
    if not known:
        return []
    total = sum(known)
    line = f"{name}: {total:.6f}".rstrip("0").rstrip(".") if isinstance(total, float) else f"{name}: {total}"
    return [line] if len(known) == len(values) else [line, f"{name}_of_answers: {len(known)}"]


def stamp(message: Message) -> str:
    """`2026-11-25 12:04:11 UTC`; as it stands where it is another kind of stamp."""
    date, at, rest = message.created_at.partition("T")
    utc = rest.endswith(("Z", "+00:00"))
    return f"{date} {rest[:8]} UTC" if at and utc else message.created_at
