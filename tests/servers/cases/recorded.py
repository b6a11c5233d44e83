"""The recorded replies of `tests/replies`, as cases."""

import json
from pathlib import Path
from typing import Any

from aishtui.chat.answers import Status
from tests.servers.case import Case, Framing, Response, head
from tests.servers.cases.deltas import shown

REPLIES = Path(__file__).parents[2] / "replies"


def _case(expected_path: Path) -> Case:
    name = expected_path.name.removesuffix(".expected.json")
    expected: dict[str, Any] = json.loads(expected_path.read_text(encoding="utf-8"))
    (body,) = (path for path in REPLIES.glob(f"{name}.*") if path != expected_path)
    tools = shown(*((call["name"], call["arguments"]) for call in expected.get("tools", ())))
    error = expected["error"]
    return Case(
        f"recorded-{name}",
        Response(head(content_type=expected["content_type"]), (body.read_bytes(),), Framing.CHUNKED),
        Status(expected["status"]),
        expected["text"] + tools,
        expected["thinking"],
        expected["finish_reason"],
        error.strip("*") if error else None,
        notes=None,
        facts={field: expected[field] for field in ("tokens_in", "tokens_out", "cost") if field in expected},
    )


CASES = tuple(map(_case, sorted(REPLIES.glob("*.expected.json"))))
