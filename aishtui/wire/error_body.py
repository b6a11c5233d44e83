"""The server's own words out of an error, whatever it is wrapped in."""

import html
import json
import re
from typing import Any

from aishtui.chat.clean import clean_line, clean_text

LIMIT = 2000
_READ_AT_MOST = 256 * 1024
# Not html.parser: its time grows with the square of a page made to be bad (measured: 80 s for 256 kB).
_TAG_OR_TEXT = re.compile(r"<([^<>]*)>|([^<]+)")
_DATA = re.compile(r"^data:(.*)$", re.MULTILINE)
_KEYS = ("error", "message", "detail", "error_description", "msg", "reason", "title", "errors")


def error_words(body: bytes, content_type: str = "") -> str:
    """At most 2000 cleaned characters: a JSON body's message, a page's title and text, or plain text; "" for none."""
    text = body[:_READ_AT_MOST].decode("utf-8", "replace").removeprefix("\ufeff").strip()
    if text.startswith(("data:", "event:")):
        text = "\n".join(data.strip() for data in _DATA.findall(text)).removesuffix("[DONE]").strip()
    if not text:
        return ""
    if text[0] in '{["':
        try:
            words = words_of(json.loads(text))
        except (ValueError, RecursionError):
            words = ""
        return words or _short(text)
    if "html" in content_type or text[:200].lower().lstrip().startswith(("<!doctype html", "<html", "<head", "<body")):
        return _short(_page_words(text)) or _short(text)
    return _short(text)


def words_of(value: Any) -> str:
    """The words in an error that was JSON: OpenAI's object, a bare string, FastAPI's list of details, …"""
    return _short(_words(value, depth=4))


def _words(value: Any, depth: int) -> str:
    if isinstance(value, str):
        return value.strip()
    if depth == 0 or not value:
        return ""
    if isinstance(value, list):
        return "; ".join(filter(None, (_words(item, depth - 1) for item in value[:10])))
    if not isinstance(value, dict):
        return ""
    found = next(filter(None, (_words(value.get(key), depth - 1) for key in _KEYS)), "")
    if found and isinstance(value.get("loc"), list):  # FastAPI names the field beside its message
        field = ".".join(str(step) for step in value["loc"] if isinstance(step, str | int))
        return f"{field}: {found}"
    return found or _upstream(value) or _bare(value)


def _upstream(value: dict[str, Any]) -> str:
    """OpenRouter keeps the provider's own error as text in `metadata.raw`."""
    metadata = value.get("metadata")
    raw = metadata.get("raw") if isinstance(metadata, dict) else None
    return raw.strip() if isinstance(raw, str) else ""


def _bare(value: dict[str, Any]) -> str:
    """An error that says no more than its type or code."""
    parts = (value.get(key) for key in ("type", "code", "status"))
    return " ".join(str(part) for part in parts if isinstance(part, str | int) and not isinstance(part, bool))


def _short(text: str) -> str:
    text = clean_text(text).strip()
    return text if len(text) <= LIMIT else text[: LIMIT - 1] + "…"


def _page_words(text: str) -> str:
    """The title and the text of a web page, without its scripts and styles."""
    title: list[str] = []
    rest: list[str] = []
    inside = ""
    for tag, words in _TAG_OR_TEXT.findall(text):
        name = tag.strip("/ ").partition(" ")[0].lower()
        if inside:
            inside = "" if tag.startswith("/") and name == inside else inside
        elif name in ("title", "script", "style"):
            inside = name
        if words and inside in ("", "title"):
            (title if inside else rest).append(words)
    heading, said = (clean_line(" ".join(html.unescape(" ".join(part)).split()), 1000) for part in (title, rest))
    return said if heading in said else f"{heading}: {said}" if heading and said else heading or said
