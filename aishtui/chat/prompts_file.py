"""A file of prompts for a suite: a line each, or TOML, or JSON Lines. What is wrong with one of them keeps no other."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from aishtui.chat.clean import clean_line
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.suites import SuitePrompt

_FIELDS = ("prompt", "id", "system")
_TABLE = re.compile(r"[ \t]*\[\[[ \t]*prompt[ \t]*\]\]")
_HALF = re.compile("[\ud800-\udfff]")


class NotPrompts(Exception):
    """Nothing can be made of the file as a whole; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class BadPrompt:
    """One that is left out, and why."""

    where: str
    """`line 3`, or `prompt 3` where the line is not known."""
    why: str

    def __str__(self) -> str:
        return f"{self.where} {self.why}"


@dataclass(frozen=True, slots=True)
class Prompts:
    good: tuple[SuitePrompt, ...]
    bad: tuple[BadPrompt, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """`value` is what stands there: a text, an object's fields, or why neither could be read."""

    number: int
    where: str
    value: Mapping[str, Any] | BadPrompt


def read_prompts(content: bytes, name: str) -> Prompts:
    """What the file called `name` holds. Raises NotPrompts."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NotPrompts("is UTF-16; save it as UTF-8.")
    return _checked(_reader(content.removeprefix(b"\xef\xbb\xbf"), name))


def _reader(content: bytes, name: str) -> Iterator[_Entry]:
    """By the name's end, else by how the file begins."""
    ending = name.rpartition(".")[2].casefold()
    first = next((line.strip() for line in content.splitlines() if line.strip()), b"")
    if ending == "toml" or (ending != "txt" and _looks_like_toml(content)):
        return _toml(content)
    if ending in ("jsonl", "ndjson", "json"):
        if first.startswith(b"["):
            raise NotPrompts("holds a JSON list; one JSON object on each line is wanted (JSON Lines).")
        return _lines(content, _object)
    return _lines(content, _object if ending != "txt" and _is_object(first) else _plain)


def _looks_like_toml(content: bytes) -> bool:
    return any(_TABLE.match(line.decode("utf-8", "replace")) for line in content.splitlines())


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _lines(content: bytes, of_line: Callable[[str], Mapping[str, Any] | str]) -> Iterator[_Entry]:
    """An entry for each line with something on it. `of_line` gives its fields, or why there are none."""
    for number, raw in enumerate(content.split(b"\n"), 1):
        where = f"line {number}"
        try:
            line = raw.removesuffix(b"\r").decode()
        except UnicodeDecodeError:
            yield _Entry(number, where, BadPrompt(where, "is not UTF-8."))
            continue
        if line.strip():
            found = of_line(line)
            yield _Entry(number, where, BadPrompt(where, found) if isinstance(found, str) else found)


def _plain(line: str) -> Mapping[str, Any]:
    return {"prompt": line}


def _object(line: str) -> Mapping[str, Any] | str:
    try:
        found = json.loads(line)
    except RecursionError:
        return "is nested too deeply."
    except ValueError as error:
        return f"is no JSON: {clean_line(str(error).partition(': line ')[0], 80)}."
    return found if isinstance(found, dict) else "is no JSON object."


def _toml(content: bytes) -> Iterator[_Entry]:
    try:
        text = content.decode()
        found = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotPrompts(f"is not UTF-8 (line {line}).") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise NotPrompts(f"is no TOML: {clean_line(str(error), 120)}.") from error
    tables = found.get("prompt")
    if not isinstance(tables, list) or not tables:
        raise NotPrompts("has no [[prompt]] in it.")
    yield from _tables(tables, [number for number, line in enumerate(text.splitlines(), 1) if _TABLE.match(line)])


def _tables(tables: list[Any], lines: list[int]) -> Iterator[_Entry]:
    """`lines` are those of the tables' heads, as far as can be seen: a text may have some in it, too."""
    for number, table in enumerate(tables, 1):
        where = f"line {lines[number - 1]}" if len(lines) == len(tables) else f"prompt {number}"
        bad = BadPrompt(where, "is no table.")
        yield _Entry(number, where, table if isinstance(table, dict) else bad)


def _checked(entries: Iterator[_Entry]) -> Prompts:
    good: list[SuitePrompt] = []
    bad: list[BadPrompt] = []
    seen: dict[str, str] = {}
    for entry in entries:
        found = _prompt(entry)
        if isinstance(found, SuitePrompt) and found.id in seen:
            found = BadPrompt(entry.where, f"has the id “{clean_line(found.id, 60)}”, as has {seen[found.id]}.")
        if isinstance(found, SuitePrompt):
            seen[found.id] = entry.where
            good.append(found)
        else:
            bad.append(found)
    return Prompts(tuple(good), tuple(bad))


def _prompt(entry: _Entry) -> SuitePrompt | BadPrompt:
    if isinstance(entry.value, BadPrompt):
        return entry.value
    fields: dict[str, Any] = {name: entry.value.get(name) for name in _FIELDS}
    if isinstance(fields["id"], int) and not isinstance(fields["id"], bool):
        fields["id"] = str(fields["id"])
    why = next((why for name in _FIELDS if (why := _wrong(name, fields[name]))), "")
    if why:
        return BadPrompt(entry.where, why)
    return SuitePrompt(fields["id"] or str(entry.number), fields["prompt"], fields["system"])


def _wrong(name: str, value: Any) -> str:
    """Why this is no value of the field; empty if it is one."""
    if value is None:
        return "has no prompt." if name == "prompt" else ""
    if not isinstance(value, str):
        return f"has no text as its {name}."
    if name == "prompt" and not value.strip():
        return "has an empty prompt."
    if "\0" in value:
        return f"has a NUL character in its {name}."
    return f"has half a character in its {name}." if _HALF.search(value) else ""
