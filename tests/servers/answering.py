"""What the models of `homelab` say: sums computed from the history they were sent, else Markdown about the prompt."""

import json
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

_NUMBER = r"-?\d+(?:\.\d+)?"
_SUM = re.compile(rf"(?:[A-Za-z' ,]+ )?(?P<left>{_NUMBER})?\s*(?P<sign>[×x*·+\-−÷/:])\s*(?P<right>{_NUMBER})\s*[=?. ]*")
_COUNT = re.compile(r"Count from (\d+) to (\d+)\b")
_ONE_WORD = re.compile(r"Answer with the one word: (\w+)")
_LAST_NUMBER = re.compile(rf"{_NUMBER}(?!.*\d)", re.DOTALL)


def answer_to(messages: Sequence[dict[str, Any]]) -> str:
    """The answer to the last user turn. A sum that begins with its sign goes on from the last answer's number."""
    prompt = next((str(turn.get("content")) for turn in reversed(messages) if turn.get("role") == "user"), "")
    return _sum(prompt.strip(), messages) or _told(prompt) or _markdown(prompt, messages)


def call_of(body: Mapping[str, Any]) -> tuple[str, str]:
    """A call of the first tool: its name, and its arguments as JSON. Each is the last word of the prompt."""
    prompt = next((str(turn.get("content")) for turn in reversed(body["messages"]) if turn.get("role") == "user"), "")
    function = body["tools"][0]["function"]
    last = re.findall(r"\w+", prompt)[-1:] or [""]
    names = function.get("parameters", {}).get("properties", {})
    return str(function["name"]), json.dumps(dict.fromkeys(names, last[0]))


def words_of(text: str) -> list[str]:
    """The text in the pieces it is streamed in: words with the space after them."""
    return re.findall(r"\s*\S+\s?|\s+", text)


def count_tokens(messages: Sequence[dict[str, Any]]) -> int:
    return sum(len(words_of(str(turn.get("content", "")))) for turn in messages)


def _told(prompt: str) -> str | None:
    """What a prompt asks for word by word."""
    if word := _ONE_WORD.match(prompt):
        return word[1]
    if numbers := _COUNT.match(prompt):
        return " ".join(map(str, range(int(numbers[1]), int(numbers[2]) + 1)))
    return None


def _sum(prompt: str, messages: Sequence[dict[str, Any]]) -> str | None:
    match = _SUM.fullmatch(prompt)
    if match is None:
        return None
    left = match["left"] or _last_result(messages)
    if left is None:
        return None
    a, b, sign = Fraction(left), Fraction(match["right"]), match["sign"]
    match sign:
        case "×" | "x" | "*" | "·":
            shown, result = "×", a * b
        case "+":
            shown, result = "+", a + b
        case "-" | "−":
            shown, result = "−", a - b
        case _:
            if b == 0:
                return f"{_plain(a)} ÷ 0 has no result."
            shown, result = "÷", a / b
    return f"{_plain(a)} {shown} {_plain(b)} = {_plain(result)}"


def _last_result(messages: Sequence[dict[str, Any]]) -> str | None:
    last = next((str(turn.get("content")) for turn in reversed(messages) if turn.get("role") == "assistant"), "")
    match = _LAST_NUMBER.search(last)
    return match.group() if match else None


def _plain(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else f"{float(number):.6g}"


def _markdown(prompt: str, messages: Sequence[dict[str, Any]]) -> str:
    turns = sum(1 for turn in messages if turn.get("role") == "user")
    short = " ".join(prompt.split())[:80]
    return (
        f"You asked: *{short}*. This is turn {turns}.\n\n"
        "Three things are worth knowing:\n\n"
        "1. **First** it helps to look at the smallest case.\n"
        "2. Then the `borrow` of a value ends where it is last used.\n"
        "3. And what is shared should not change.\n\n"
        "```rust\n"
        "fn main() {\n"
        "    let mut v = vec![1, 2, 3];\n"
        "    let first = &v[0];\n"
        '    println!("{first}");\n'
        "    v.push(4);\n"
        "}\n"
        "```\n\n"
        "Here `first` is used before `v` changes, so the compiler is content."
    )
