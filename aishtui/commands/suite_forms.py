"""The forms in which the answers of a suite are printed as they end: JSON Lines and CSV."""

import csv
import io
from typing import Protocol

from aishtui.chat.messages import Message
from aishtui.chat.suites import Cell, Suite, SuitePlace
from aishtui.commands.ask import as_object
from aishtui.commands.output import json_text
from aishtui.commands.suite_output import Output

CSV_FIELDS = (
    "prompt_id", "round", "column", "preset", "model", "answered_by", "answered_model", "cloud", "endpoint_name",
    "attempts", "http_status", "status", "finish_reason", "error", "first_token_s", "first_text_s", "total_s",
    "tokens_in", "cached_tokens", "tokens_out", "thinking_tokens", "tokens_per_s", "chars_per_s", "cost", "cost_from",
    "beside", "comparison", "text",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to a spreadsheet, which may fetch things and start programs (OWASP, CSV
injection)."""


class Form(Protocol):
    """How answers are printed."""

    def begin(self) -> None: ...

    def take(self, cell: Cell, message: Message, place: SuitePlace | None) -> None:
        """An answer has ended; `place` None: nothing of it is kept."""

    def end(self) -> None: ...


def _object(suite: Suite, cell: Cell, message: Message, place: SuitePlace | None) -> dict[str, object]:
    """An answer in the form of `ask --json`, with its place in the suite before it."""
    where = {
        "prompt_id": suite.prompts[cell.prompt].id,
        "round": cell.repeat + 1,
        "comparison": str(place) if place is not None else None,
        "column": cell.column,
    }
    return where | as_object(message, suite.presets[cell.column])


class JsonLines:
    """An object on a line for each answer."""

    def __init__(self, suite: Suite, output: Output) -> None:
        self._suite = suite
        self._output = output

    def begin(self) -> None:
        """There is no head."""

    def take(self, cell: Cell, message: Message, place: SuitePlace | None) -> None:
        found = _object(self._suite, cell, message, place)
        self._output.write(f"{json_text(found, escaped=self._output.for_terminal)}\n")

    def end(self) -> None:
        """Nor a foot."""


class Csv:
    """A head and a row for each answer (RFC 4180). What a spreadsheet would take for a formula gets a `'` in front."""

    def __init__(self, suite: Suite, output: Output) -> None:
        self._suite = suite
        self._output = output

    def begin(self) -> None:
        self._row(CSV_FIELDS)

    def take(self, cell: Cell, message: Message, place: SuitePlace | None) -> None:
        found = _object(self._suite, cell, message, place)
        found["beside"] = ", ".join(message.facts.beside if message.facts is not None else ())
        self._row([_safe(found[name]) for name in CSV_FIELDS])

    def end(self) -> None:
        """There is no foot."""

    def _row(self, cells: "tuple[str, ...] | list[object]") -> None:
        row = io.StringIO(newline="")
        csv.writer(row).writerow(cells)
        self._output.write(row.getvalue())


def _safe(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
