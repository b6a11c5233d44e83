"""A JSON object kept as the text it came as, and read when somebody looks."""

import json
from collections.abc import Iterator, Mapping
from typing import Any


class RawObject(Mapping[str, Any]):
    """What a server said, all of it, at the price of its text.

    As dicts, a catalogue of 5,000 models would be a quarter of a million objects that stay, and each full round of
    the garbage collector would look through them.
    """

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        """`text` is a JSON object; whoever makes one knows that it is."""
        self.text = text

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> "RawObject":
        return cls(json.dumps(dict(value), ensure_ascii=False, separators=(",", ":")))

    def __getitem__(self, key: str) -> Any:
        return self._read()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, RawObject) and other.text == self.text:
            return True
        return Mapping.__eq__(self, other)

    __hash__ = None  # type: ignore[assignment]  # as every other mapping

    def __repr__(self) -> str:
        return f"RawObject({self.text!r})"

    def _read(self) -> dict[str, Any]:
        value = json.loads(self.text)
        return value if isinstance(value, dict) else {}
