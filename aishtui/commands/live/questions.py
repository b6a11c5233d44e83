"""What the doctor asks: short, and the same for every broker."""

from collections.abc import Mapping
from typing import Any

ONE_WORD = "Answer with the one word: ok"
SUM = "Answer with the number alone, what is 7×8?"
SUM_AGAIN = "Answer with the number alone, what is that ×2?"
WEATHER = "Use the tool to find out: what is the weather in Paris?"

TOOLS: Mapping[str, Any] = {
    "tools": [
        {
            "type": "function",
            "function": {
                "name": "get_weather",
                "description": "The weather in a city now.",
                "parameters": {
                    "type": "object",
                    "properties": {"city": {"type": "string", "description": "The city's name."}},
                    "required": ["city"],
                },
            },
        }
    ]
}


def count(first: int, last: int) -> str:
    """Asks for an answer of a known length that every model can give."""
    return f"Count from {first} to {last}: the numbers alone, with a space between them."
