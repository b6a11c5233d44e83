"""What a tab is in a comparison, what it sends instead of what its preset says, which files go with its draft, and
which prompts wait in it, as JSON in its row."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from aishtui.chat.tabs import Before, Column, Hold, Own, Queued


def column_to(column: Column | None) -> str:
    if column is None:
        return ""
    known = asdict(column)
    if column.before is not None:
        known["before"]["own"] = _own_object(column.before.own)
    return json.dumps(known, ensure_ascii=False)


def own_to(own: Own | None) -> str:
    return json.dumps(_own_object(own), ensure_ascii=False) if own is not None else ""


def _own_object(own: Own | None) -> dict[str, Any] | None:
    return {name: getattr(own, name) for name in own.changed} if own is not None else None


def attached_to(paths: Sequence[str]) -> str:
    return json.dumps(list(paths), ensure_ascii=False) if paths else ""


def attached_from(text: str) -> tuple[str, ...]:
    found = json_in(text)
    return tuple(path for path in found if isinstance(path, str)) if isinstance(found, list) else ()


def queue_to(queue: Sequence[Queued]) -> str:
    known = [{**asdict(replace(one, own=None)), "own": _own_object(one.own)} for one in queue]
    return json.dumps(known, ensure_ascii=False) if known else ""


def queue_from(text: str) -> tuple[Queued, ...]:
    """Those that are prompts; whatever else there is of one, its text is kept."""
    found = json_in(text)
    return tuple(filter(None, map(_queued, found))) if isinstance(found, list) else ()


def _queued(said: object) -> Queued | None:
    match said:
        case {"id": str(id_), "text": str(words), "created_at": str(created_at), **more}:
            preset, model = more.get("preset"), more.get("model")
            if not (isinstance(preset, str) and isinstance(model, str)):
                preset = model = ""
            held = more.get("held")
            why = next((hold for hold in Hold if hold == held), Hold.LEFT)
            edited = more.get("edited") is True
            return Queued(id_, words, created_at, preset, model, _own(more.get("own")), why if held else None, edited)
        case _:
            return None


def column_from(text: str) -> Column | None:
    """None for what is no column: the tab is then one like others."""
    match json_in(text):
        case {"comparison": str(comparison), "number": int(number), **more} if comparison and number >= 0:
            base_id = more.get("base_id")
            return Column(
                comparison,
                number,
                base_id if isinstance(base_id, str) else None,
                more.get("taking_part") is not False,
                more.get("lasting") is True,
                _before(more.get("before")),
                more.get("at_once") is True,
            )
        case _:
            return None


def own_from(text: str) -> Own | None:
    """None for what is nothing of the kind: the tab then sends what its preset says."""
    return _own(json_in(text))


def _own(said: object) -> Own | None:
    """Each value that is one; the others are the preset's."""
    if not isinstance(said, dict):
        return None
    kinds = {"system": str, "params": dict, "headers": dict, "model": str, "refuse_cloud_ids": bool}
    known = {name: said[name] for name, kind in kinds.items() if isinstance(said.get(name), kind)}
    if not all(isinstance(value, str) for value in known.get("headers", {}).values()):
        del known["headers"]
    return Own(**known) if known else None


def _before(said: object) -> Before | None:
    match said:
        case {"preset": str(preset), "model": str(model), "leaf_id": str() | None as leaf_id, **more}:
            return Before(preset, model, leaf_id, _own(more.get("own")))
        case _:
            return None


def json_in(text: str) -> object:
    """What a cell holds; None for nothing, and for what is no JSON."""
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None
