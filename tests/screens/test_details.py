"""What the details and the raw view say of a message."""

from dataclasses import replace

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts, Status
from aishtui.chat.branches import Version
from aishtui.chat.messages import Message, Role
from aishtui.screens.details import Details, details
from aishtui.screens.raw_view import raw_view
from aishtui.wire.exchange import SentRequest, headers_to_json, request_to_json
from aishtui.wire.secrets import HIDDEN

STAMP = "2026-11-23T12:04:00+00:00"
PROMPT = Message("1", "c", None, Role.USER, "why?\nhow?", STAMP)
SENT = SentRequest(
    "http://h:8082/v1/chat/completions",
    (("Accept", "x"), ("Authorization", HIDDEN)),
    {"model": "m", "stream": True},
    "Be brief.",
)
FACTS = AnswerFacts(
    preset="deep",
    asked_model="m",
    endpoint="http://h:8082",
    answered_by="boltzmann",
    answered_by_from=AnsweredByFrom.HEADER,
    http_status=200,
    tokens_in=5,
    tokens_out=7,
    tokens_from="usage",
    notes=("an odd event",),
    request=request_to_json(SENT),
    response_headers=headers_to_json((("X-LLM-Backend", "boltzmann"),)),
)
ANSWER = Message("2", "c", "1", Role.ASSISTANT, "Because.", STAMP, facts=FACTS)


def said(found: Details) -> list[str]:
    return [" ".join(line.split()) for line in found.reading.text.split("\n")]


def test_an_answer_tells_what_is_known_and_what_is_not() -> None:
    lines = said(details(ANSWER, [PROMPT], Version(2, 3)))
    for line in (
        "ended complete",
        "version 2 of 3",
        "backend boltzmann, by the response's header",
        "request id unknown",
        "HTTP status 200",
        "tokens 5 in, 7 out (the server's own count, in `usage`)",
        "note an odd event",
        "POST http://h:8082/v1/chat/completions",
        "Authorization: Bearer $AISHTUI_TOKEN",
        "X-LLM-Backend: boltzmann",
    ):
        assert line in lines, line


def test_shared_times_are_told() -> None:
    shared = replace(ANSWER, facts=replace(FACTS, beside=("chat", "fast")))
    assert "times the same backend was answering chat, fast too: they say little" in said(details(shared, [PROMPT]))


def test_the_request_is_whole_and_copied_as_it_was_sent() -> None:
    found = details(ANSWER, [PROMPT])
    assert found.body == (
        '{"model":"m","messages":[{"role":"system","content":"Be brief."},'
        '{"role":"user","content":"why?\\nhow?"}],"stream":true}'
    )
    assert '"content": "why?\\nhow?"' in found.reading.text
    assert found.curl in found.reading.text
    assert "$AISHTUI_TOKEN" in found.curl


def test_without_a_request_nothing_is_made_up() -> None:
    for facts, words in (
        (AnswerFacts(), "Nothing has been sent."),
        (AnswerFacts(endpoint="http://h"), "It was not kept."),
        (replace(FACTS, request="damaged"), "It was not kept."),
    ):
        found = details(replace(ANSWER, facts=facts), [PROMPT])
        assert words in said(found)
        assert (found.curl, found.body) == ("", "")


def test_what_is_odd_from_outside_is_shown_and_cannot_steer_the_terminal() -> None:
    facts = replace(FACTS, error="\x1b[2J gone", provider="p\x07")
    found = details(replace(ANSWER, status=Status.FAILED, text="\x1b]0;x\x07", facts=facts), [PROMPT])
    assert "error ␛[2J gone" in said(found)
    assert not any(sign in found.reading.text for sign in "\x1b\x07")


def test_a_prompt_tells_when_it_was_sent_and_how_long_it_is() -> None:
    lines = said(details(PROMPT, []))
    assert "length 9 characters, 2 lines, 9 B" in lines
    assert any(line.startswith("sent 2026-11-23 ") for line in lines)
    assert any(line.startswith("tokens unknown") for line in lines)


def test_the_raw_view_is_the_source_with_the_thinking_above_it() -> None:
    assert raw_view(ANSWER).text == "Because.\n"
    assert raw_view(replace(ANSWER, thinking="hm\n\nso")).text == "Thinking\n\nhm\n\nso\n\nAnswer\n\nBecause.\n"
    assert raw_view(replace(ANSWER, text="")).text == "There is no text.\n"
