"""Conversations of every shape, with texts nobody would write on purpose."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts, Status
from aishtui.chat.clean import clean_line, clean_text
from aishtui.chat.ids import LOW_BITS, id_of
from aishtui.chat.messages import Conversation, Message, Role
from aishtui.chat.portable.kept import KeptConversation

THEN_MS = 1_700_000_000_000
NOW_MS = 1_800_000_000_000
STAMP = "2026-11-25T12:04:11.123+00:00"

whole_histories = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""Trees of messages with facts take their time to be made up."""

# What Markdown, JSON, YAML, terminals and our own marks make something of, and what they must not.
PARTS = st.sampled_from([
    "---", "```", "````py", "~~~", "# Heading", "## 2 · You", "> quote", "- item", "1. one", "    code", "<pre>",
    "</pre>", "<script>", "<!--", "-->", "<?php", "<![CDATA[", "<div>", "- ```", "> ```", "   ```", "| a | b |", "===",
    "<!-- aishtui-message text-end -->", "<!-- aishtui-message conversation-end -->", "<!-- aishtui-message-2 text -->",
    "\r\n", "\r", "\x00", "\x1b[31m", "\u2028", "\u202e", "\x85", "\ufeff", "é", "字", "\U0001f600", '"', "\\", "{",
    "}", "[1, 2", "&amp;", "`a`", "\t", "", "word", "*b*", "[l](u)",
])  # fmt: skip
HOSTILE = st.lists(PARTS, max_size=12).map("\n".join) | st.text(max_size=60)
LINES = st.text(max_size=20).map(clean_line).filter(lambda text: clean_line(text) == text)

FACTS = st.builds(
    AnswerFacts,
    preset=st.none() | LINES,
    asked_model=LINES,
    endpoint=LINES,
    answered_by=st.none() | LINES,
    answered_by_from=st.sampled_from(AnsweredByFrom),
    answered_model=st.none() | LINES,
    http_status=st.none() | st.integers(0, 10**20),
    error=st.none() | HOSTILE.map(clean_text),
    first_token_s=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    tokens_in=st.none() | st.integers(0, 10**6),
    tokens_out=st.none() | st.integers(0, 10**6),
    cost=st.none() | st.floats(0, 10),
    cost_from=st.sampled_from([None, "usage", "prices"]),
    notes=st.lists(LINES, max_size=2).map(tuple),
    citations=st.lists(LINES, max_size=2).map(tuple),
    request=st.sampled_from(["", '{"url": "http://x/v1", "settings": {"model": "m\\u0000"}, "system": "s"}']),
)


def an_id(number: int) -> str:
    return id_of(THEN_MS + number << LOW_BITS | number)


@st.composite
def conversations(draw: st.DrawFn, number: int = 0) -> KeptConversation:
    """Each message answers any earlier one, or none."""
    first = number * 1000
    messages: dict[str, Message] = {}
    for count in range(1, draw(st.integers(1, 6))):
        id_ = an_id(first + count)
        parent = draw(st.none() | st.sampled_from(sorted(messages))) if messages else None
        role = draw(st.sampled_from(Role))
        answer = role is Role.ASSISTANT
        status = draw(st.sampled_from([one for one in Status if one.ended])) if answer else Status.COMPLETE
        thinking = draw(st.just("") | HOSTILE) if answer else ""
        facts = draw(st.none() | FACTS) if answer else None
        begins_at = draw(st.none() | st.sampled_from([*sorted(messages), id_])) if role is Role.USER else None
        text = draw(HOSTILE)
        messages[id_] = Message(id_, an_id(first), parent, role, text, STAMP, thinking, status, facts, begins_at)
    conversation = Conversation(an_id(first), STAMP, draw(LINES), messages)
    return KeptConversation(conversation, draw(st.booleans()), draw(st.sampled_from(["workbench", "ask", "import"])))


@st.composite
def histories(draw: st.DrawFn) -> list[KeptConversation]:
    return [draw(conversations(number)) for number in range(draw(st.integers(0, 3)))]


def prompt(text: str, number: int = 1, parent: str | None = None) -> Message:
    return Message(an_id(number), an_id(0), parent, Role.USER, text, STAMP)


def answer(text: str, number: int, parent: str | None, facts: AnswerFacts | None = None) -> Message:
    return Message(an_id(number), an_id(0), parent, Role.ASSISTANT, text, STAMP, facts=facts)


def kept(*messages: Message, title: str = "A title") -> KeptConversation:
    return KeptConversation(Conversation(an_id(0), STAMP, title, {message.id: message for message in messages}))
