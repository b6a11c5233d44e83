"""Reads an exported Markdown file by the rules of `docs/export.md`, as another program would."""

import json
import re


def texts_of(document: str) -> list[tuple[str, str, str]]:
    """Role, id and text of each message of all conversations in the file, or of a comparison."""
    found: list[tuple[str, str, str]] = []
    at = 0
    while at < len(document):
        begins = document.index("---\nformat: aishtui-", at)
        at = document.index("\n---\n", begins)
        declared = re.search(r"^boundary: (.*)$", document[begins:at], re.MULTILINE)
        assert declared is not None
        at = _conversation(document, at, f"<!-- {json.loads(declared[1])} ", found)
    return found


def _conversation(document: str, at: int, mark: str, found: list[tuple[str, str, str]]) -> int:
    while True:
        begins = document.index(f"\n{mark}", at) + 1 + len(mark)
        words = document[begins : document.index(" -->", begins)].split(" ")
        if words in (["conversation-end"], ["comparison-end"]):
            return document.index("\n", begins) + 1
        text = document.index(f"\n{mark}text -->\n", begins) + len(f"\n{mark}text -->\n")
        end = document.index(f"\n{mark}text-end", text)
        found.append((words[0], words[1], document[text:end]))
        at = end + 1
