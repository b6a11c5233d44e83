"""Tool calls put together from the pieces they are streamed in, to be shown; running them is not our business."""

import json
from dataclasses import field
from typing import Any

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.wire.deltas import ToolDelta
from aishtui.wire.fields import mapping
from aishtui.wire.surrogates import mend


@dataclass(slots=True)
class _Call:
    index: int | None
    id: str = ""
    name: str = ""
    arguments: list[str] = field(default_factory=list)


class ToolCalls:
    """Collects pieces; `flush` gives the calls so far. Servers leave `index` out, give every call index 0, or
    send arguments as an object: a piece begins a new call when its index or its id is a new one."""

    def __init__(self) -> None:
        self._calls: list[_Call] = []
        self.any = False

    def add(self, piece: Any) -> None:
        fields = mapping(piece)
        function = mapping(fields.get("function")) or fields
        call = self._call_for(fields, function)
        name = function.get("name")
        if isinstance(name, str) and name != call.name:
            call.name += name
        arguments = function.get("arguments")
        if isinstance(arguments, str):
            call.arguments.append(arguments)
        elif arguments is not None:
            call.arguments.append(_dumped(arguments))
        self.any = True

    def flush(self) -> list[ToolDelta]:
        calls, self._calls = self._calls, []
        return [ToolDelta(_readable(call)) for call in calls]

    def _call_for(self, fields: Any, function: Any) -> _Call:
        index = fields.get("index")
        index = index if isinstance(index, int) else None
        id_ = fields.get("id")
        id_ = id_ if isinstance(id_, str) else ""
        for call in reversed(self._calls):
            if index is not None and call.index != index:
                continue
            if id_ and call.id and id_ != call.id:
                break
            if index is None and not id_ and function.get("name") and call.name:
                break
            call.id = call.id or id_
            return call
        self._calls.append(_Call(index, id_))
        return self._calls[-1]


def _readable(call: _Call) -> str:
    text = "".join(call.arguments)
    arguments: Any
    try:
        arguments = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        arguments = text  # cut off, or not JSON: shown as it came
    return mend(_dumped({"name": call.name, "arguments": arguments}, indent=2))


def _dumped(value: Any, indent: int | None = None) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, indent=indent)
    except RecursionError:  # the parser goes deeper than the writer
        return '"nested too deeply to show"'
