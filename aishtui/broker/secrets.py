"""Keeps keys and tokens of the broker's own out of all that leaves it: responses, log lines, error sentences."""

import json
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

SHORTEST = 8
"""Shorter values are not looked for: they would strike out parts of ordinary words."""


class Secrets:
    """Texts that nobody may see. Where one stands, as many asterisks stand afterwards: lengths that were announced
    stay true."""

    def __init__(self, values: Iterable[str]) -> None:
        forms = {form for value in values if len(value) >= SHORTEST for form in _forms(value)}
        self._forms = sorted((form.lower() for form in forms), key=len, reverse=True)
        self._longest = max(map(len, self._forms), default=0)
        alternatives = "|".join(map(re.escape, self._forms))
        self._text = re.compile(alternatives, re.IGNORECASE)
        self._bytes = re.compile(alternatives.encode("ascii"), re.IGNORECASE)
        self._starts = [form.encode("ascii") for form in self._forms]

    def __bool__(self) -> bool:
        return bool(self._forms)

    def __repr__(self) -> str:
        return "Secrets(…)"

    def hidden(self, text: str) -> str:
        """`text` with asterisks instead of every secret in it."""
        return self._text.sub(_asterisks, text) if self._forms else text

    def hidden_bytes(self, content: bytes) -> bytes:
        """The same of bytes."""
        lowered = content.lower()
        if not any(start in lowered for start in self._starts):  # ten times as quick as looking with the pattern
            return content
        return self._bytes.sub(lambda found: b"*" * len(found[0]), content)

    def hidden_in(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The same of a body that comes in pieces, also where a secret is spread over several of them. Only what may
        be the beginning of one waits for the next piece."""
        held = b""
        for piece in pieces:
            content = self.hidden_bytes(held + piece)
            kept = self._begun(content)
            content, held = content[: len(content) - kept], content[len(content) - kept :]
            if content:
                yield content
        if held:  # of a key that was cut short, most is as bad as all
            yield held if len(held) < 2 * SHORTEST else b"*" * len(held)

    def _begun(self, content: bytes) -> int:
        """How many bytes at the end may be the beginning of a secret."""
        end, most = content[-self._longest :].lower(), 0
        for start in self._starts:
            place = end.find(start[:1], max(0, len(end) - len(start) + 1))
            while place >= 0 and not start.startswith(end[place:]):
                place = end.find(start[:1], place + 1)
            if place >= 0:
                most = max(most, len(end) - place)
        return most


def _asterisks(found: re.Match[str]) -> str:
    return "*" * len(found[0])


def _forms(value: str) -> Iterator[str]:
    """As it is, and as JSON and addresses write it. Values are ASCII: no other fits into a header."""
    yield value
    escaped = json.dumps(value)[1:-1]
    yield escaped
    yield escaped.replace("/", "\\/")
    yield quote(value, safe="")
