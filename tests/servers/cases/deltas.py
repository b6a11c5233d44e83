"""What may stand in an event: content, choices, thinking, tools, sources, figures."""

import json
from typing import Any

from tests.servers.case import (
    COMPLETE,
    CUT_OFF,
    DONE,
    END,
    FAILED,
    FINISH,
    Case,
    delta,
    event,
    message,
    said,
    stream,
    whole,
)


def says(
    name: str, *objects: Any, text: str = "", thinking: str = "", finish: str | None = "stop", **more: Any
) -> Case:
    """A stream of these objects and a proper end."""
    return Case(name, stream(*map(event, objects), *END), COMPLETE, text, thinking, finish, **more)


def choices(value: Any) -> dict[str, Any]:
    return {"id": "c-1", "model": "m", "choices": value}


def tool(*pieces: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    return tuple(delta(tool_calls=[piece]) for piece in pieces)


def shown(*calls: tuple[str, Any]) -> str:
    """How tool calls stand in the text."""
    blocks = (
        json.dumps({"name": name, "arguments": arguments}, indent=2, ensure_ascii=False) for name, arguments in calls
    )
    return "".join(f"\n\n```json\n{block}\n```\n" for block in blocks)


WEATHER = {"city": "Ulm"}
DEEP = "[" * 5000 + "]" * 5000
BANNER = "━━━━━\nllama-swap loading model: deep\n\nWaking up the hamsters... ....\nDone! (7.26s)\n━━━━━\n \n"
LINKS = ["https://a.example/1", "https://b.example/2"]
URL = {"type": "url_citation", "url_citation": {"url": LINKS[0], "title": "One", "start_index": 0, "end_index": 4}}


def loader(text: str, size: int) -> tuple[dict[str, Any], ...]:
    """llama-swap's own events: they name neither an id nor a model."""
    pieces = (text[at : at + size] for at in range(0, len(text), size))
    return tuple({"choices": [{"delta": {"reasoning_content": piece}}]} for piece in pieces)


CONTENT = (
    says(
        "the-role-first-and-alone",
        delta(role="assistant"),
        {**delta(None), "choices": [{"delta": {"content": None}}]},
        delta("a"),
        text="a",
    ),
    says("content-as-parts", delta([{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]), text="ab"),
    says("content-as-parts-in-parts", delta([[{"type": "text", "text": {"value": "a"}}], "b"]), text="ab"),
    says("content-as-an-object", delta({"type": "text", "text": "a"}), text="a"),
    says("content-as-a-number", delta(7), delta("a"), text="a", notes=("content of the type int",)),
    says(
        "content-nested-too-deep",
        f'{{"choices":[{{"delta":{{"content":{DEEP}}}}}]}}',
        delta("a"),
        text="a",
        notes=("could not be read",),
    ),
    says("the-old-text-field", choices([{"text": "a", "index": 0}]), text="a"),
    says("a-picture", delta("a", images=[{"type": "image_url"}]), text="a", notes=("images, which are not shown",)),
    says("a-refusal", delta(refusal="I will not."), text="I will not."),
    says("control-sequences-in-the-text", delta("a\x1b]52;c;eA==\x07\x9b2Jb"), text="a\x1b]52;c;eA==\x07\x9b2Jb"),
    says("a-key-twice", '{"choices":[{"delta":{"content":"no","content":"yes"}}]}', text="yes"),
)

CHOICES = (
    says("no-choices", {"id": "c-1"}, delta("a"), text="a"),
    says("choices-null", choices(None), delta("a"), text="a"),
    says("choices-empty", choices([]), delta("a"), choices([]), text="a"),
    says("choices-as-an-object", choices({"delta": {"content": "a"}}), text="a"),
    says("choices-as-text", choices("x"), delta("a"), text="a"),
    says(
        "several-choices",
        choices([{"index": 1, "delta": {"content": "no"}}, {"index": 0, "delta": {"content": "a"}}]),
        text="a",
    ),
    says("a-choice-without-a-delta", choices([{"index": 0}]), choices([None]), delta("a"), text="a"),
    says("an-event-of-an-unknown-shape", {"progress": 3}, delta("a"), text="a", notes=("unknown shape",)),
    says("an-event-that-is-no-object", 7, "null", delta("a"), text="a", notes=("not a JSON object",)),
)

THINKING = (
    says("thinking-as-reasoning-content", delta(reasoning_content="hm"), delta("a"), text="a", thinking="hm"),
    says("thinking-as-reasoning", delta(reasoning="hm"), delta("a"), text="a", thinking="hm"),
    says(
        "thinking-as-details",
        delta(reasoning_details=[{"type": "reasoning.text", "text": "hm"}]),
        delta("a"),
        text="a",
        thinking="hm",
    ),
    says(
        "thinking-under-all-names-at-once",
        delta(reasoning="hm", reasoning_content="hm", reasoning_details=[{"text": "hm"}]),
        delta("a"),
        text="a",
        thinking="hm",
    ),
    says(
        "thinking-in-content-parts",
        delta([{"type": "thinking", "thinking": [{"type": "text", "text": "hm"}]}]),
        delta("a"),
        text="a",
        thinking="hm",
    ),
    says(
        "thinking-between-tags-in-pieces",
        *map(delta, ("<th", "ink>\n", "h", "m", "\n</", "think>", "\n\na")),
        text="a",
        thinking="hm",
    ),
    Case(
        "thinking-tag-never-closed",
        stream(*map(event, map(delta, ("<think>", "hm"))), *END),
        COMPLETE,
        "",
        "hm",
        "stop",
        notes=("only thought",),
    ),
    says("a-think-tag-in-the-middle", delta("Write <think>this</think>."), text="Write <think>this</think>."),
    says("a-think-tag-in-code", delta("```\n<think>\n```"), text="```\n<think>\n```"),
    says("thinking-and-text-in-one-event", delta("a", reasoning="hm"), text="a", thinking="hm"),
    Case("thinking-in-a-whole-message", whole(message("a", reasoning_content="hm")), COMPLETE, "a", "hm", "stop"),
    Case(
        "thinking-until-the-limit",
        stream(event(delta(reasoning="hm")), event(delta(finish="length"))),
        CUT_OFF,
        "",
        "hm",
        "length",
        notes=("only thought",),
    ),
)

LOADING = (
    says(
        "a-loader-speaks-first",
        *loader(BANNER, 999),
        delta(reasoning_content="hm"),
        delta("a"),
        text="a",
        thinking="hm",
    ),
    says("a-loader-speaks-in-small-pieces", *loader(BANNER, 5), delta("a"), text="a"),
    says(
        "a-loader-without-an-end",
        *loader(BANNER[:-9], 5),
        delta(reasoning_content="hm"),
        delta("a"),
        text="a",
        thinking="hm",
    ),
    says("a-loader-that-speaks-as-the-model", *map(delta, (BANNER[:8], BANNER[8:])), delta("a"), text="a"),
    Case(
        "a-loader-that-fails",
        stream(*map(event, loader(BANNER[:40], 5)), event({"error": {"message": "exited"}}), DONE),
        FAILED,
        error="exited",
    ),
    says(
        "thinking-about-a-loader",
        delta(reasoning_content="━━ llama-swap is"),
        delta("a"),
        text="a",
        thinking="━━ llama-swap is",
    ),
)

TOOLS = (
    says(
        "a-tool-call-in-pieces",
        *tool(
            {"index": 0, "id": "1", "type": "function", "function": {"name": "weather", "arguments": '{"ci'}},
            {"index": 0, "function": {"arguments": 'ty": "Ulm"}'}},
        ),
        text=shown(("weather", WEATHER)),
    ),
    says(
        "a-tool-call-without-an-index",
        *tool(
            {"id": "1", "function": {"name": "weather", "arguments": '{"ci'}},
            {"function": {"arguments": 'ty": "Ulm"}'}},
        ),
        text=shown(("weather", WEATHER)),
    ),
    says(
        "a-tool-call-with-an-object",
        *tool({"function": {"name": "weather", "arguments": WEATHER}}),
        text=shown(("weather", WEATHER)),
    ),
    says(
        "tool-calls-all-of-index-0",
        *tool(*({"index": 0, "id": str(n), "function": {"name": f"f{n}", "arguments": "{}"}} for n in range(2))),
        text=shown(("f0", {}), ("f1", {})),
    ),
    Case(
        "a-tool-call-cut-off",
        stream(*map(event, tool({"index": 0, "id": "1", "function": {"name": "weather", "arguments": '{"city": "U'}}))),
        CUT_OFF,
        shown(("weather", '{"city": "U')),
    ),
    says(
        "a-tool-call-of-the-old-kind",
        delta(function_call={"name": "weather", "arguments": '{"city": "Ulm"}'}),
        text=shown(("weather", WEATHER)),
    ),
    Case(
        "a-tool-call-in-a-whole-message",
        whole(
            message(
                None,
                "tool_calls",
                tool_calls=[{"id": "1", "function": {"name": "weather", "arguments": '{"city": "Ulm"}'}}],
            )
        ),
        COMPLETE,
        shown(("weather", WEATHER)),
        finish="tool_calls",
    ),
)

SOURCES = (
    says(
        "citations-with-every-event",
        *({**delta(word), "citations": LINKS} for word in "ab"),
        text="ab",
        facts={"citations": LINKS},
    ),
    says(
        "citations-and-search-results",
        {
            **delta("a"),
            "citations": LINKS,
            "search_results": [{"title": "One", "url": LINKS[0], "date": None}, {"title": "Two", "url": LINKS[1]}],
        },
        text="a",
        facts={"citations": [f"One: {LINKS[0]}", f"Two: {LINKS[1]}"]},
    ),
    says(
        "annotations-in-the-delta",
        delta("a"),
        delta(annotations=[URL]),
        text="a",
        facts={"citations": [f"One: {LINKS[0]}"]},
    ),
    Case(
        "annotations-in-the-message",
        whole(message("a", annotations=[{"type": "url_citation", "url": LINKS[1]}])),
        COMPLETE,
        "a",
        finish="stop",
        facts={"citations": [LINKS[1]]},
    ),
    says(
        "sources-of-odd-shapes",
        {**delta("a"), "citations": [None, 7, {}, {"url": 3}, "A book", [], LINKS[0] + "\x07"]},
        text="a",
        facts={"citations": ["A book", LINKS[0] + "\u2407"]},
    ),
)

FIGURES = (
    says(
        "usage-in-the-last-event",
        delta("a"),
        {
            "choices": [],
            "usage": {
                "prompt_tokens": 7,
                "completion_tokens": 12,
                "cost": 0.25,
                "prompt_tokens_details": {"cached_tokens": 3},
                "completion_tokens_details": {"reasoning_tokens": 5},
            },
        },
        text="a",
        facts={
            "tokens_in": 7,
            "tokens_out": 12,
            "tokens_from": "usage",
            "cost": 0.25,
            "cost_from": "usage",
            "cached_tokens": 3,
            "thinking_tokens": 5,
        },
    ),
    Case(
        "usage-after-the-finish",
        stream(*said("a b"), FINISH, event({"choices": [], "usage": {"completion_tokens": 2}}), DONE),
        COMPLETE,
        "a b",
        finish="stop",
        facts={"tokens_out": 2, "tokens_from": "usage"},
    ),
    says(
        "usage-in-every-event",
        *({**delta(word), "usage": {"prompt_tokens": 4, "completion_tokens": n}} for n, word in enumerate("abc", 1)),
        text="abc",
        facts={"tokens_in": 4, "tokens_out": 3},
    ),
    says("usage-null", {**delta("a"), "usage": None}, text="a", facts={"tokens_out": None, "tokens_from": None}),
    says(
        "usage-in-the-choice",
        {"choices": [{"delta": {"content": "a"}, "usage": {"completion_tokens": 9}}]},
        text="a",
        facts={"tokens_out": 9},
    ),
    says(
        "usage-of-odd-shapes",
        delta("a"),
        *(
            {"choices": [], "usage": usage}
            for usage in (
                [],
                "x",
                {"prompt_tokens": "7", "completion_tokens": -3, "cost": [], "prompt_tokens_details": 3},
            )
        ),
        text="a",
        facts={"tokens_in": None, "tokens_out": None, "cost": None},
    ),
    says(
        "huge-numbers",
        delta("a"),
        '{"choices":[],"usage":{"prompt_tokens":1e300,"completion_tokens":%s,"cost":1e999}}' % ("9" * 400),
        text="a",
        facts={"tokens_in": None, "tokens_out": None, "cost": None},
    ),
    says(
        "numbers-that-are-none",
        delta("a"),
        '{"choices":[],"usage":{"completion_tokens":NaN,"cost":-Infinity}}',
        text="a",
        facts={"tokens_out": None, "cost": None},
    ),
    says(
        "timings-only",
        delta("a"),
        {"choices": [], "timings": {"predicted_n": 30, "predicted_per_second": 4e9}},
        text="a",
        facts={"tokens_out": 30, "tokens_from": "timings"},
    ),
    says(
        "usage-before-timings",
        {**delta("a"), "usage": {"completion_tokens": 3}, "timings": {"predicted_n": 30}},
        text="a",
        facts={"tokens_out": 3, "tokens_from": "usage"},
    ),
    says(
        "the-prompt-being-read",
        *(
            {
                "choices": [{"delta": {"role": "assistant", "content": None}}],
                "prompt_progress": {"total": 100, "processed": n},
            }
            for n in (1, 50, 100)
        ),
        delta("a"),
        text="a",
    ),
)

CASES = (*CONTENT, *CHOICES, *THINKING, *LOADING, *TOOLS, *SOURCES, *FIGURES)
