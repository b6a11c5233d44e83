"""What the models of `homelab` say: sums computed from the history they were sent, else Markdown about the prompt."""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

_NUMBER = r"-?\d+(?:\.\d+)?"
_SUM = re.compile(rf"(?:[A-Za-z' ,]+ )?(?P<left>{_NUMBER})?\s*(?P<sign>[×x*·+\-−÷/:])\s*(?P<right>{_NUMBER})\s*[=?. ]*")
_LAST_NUMBER = re.compile(rf"{_NUMBER}(?!.*\d)", re.DOTALL)


def answer_to(messages: Sequence[dict[str, Any]]) -> str:
    """The answer to the last user turn. A sum that begins with its sign goes on from the last answer's number."""
    prompt = next((str(turn.get("content")) for turn in reversed(messages) if turn.get("role") == "user"), "")
    return _sum(prompt.strip(), messages) or _markdown(prompt, messages)


def words_of(text: str) -> list[str]:
    """The text in the pieces it is streamed in: words with the space after them."""
    return re.findall(r"\s*\S+\s?|\s+", text)


def count_tokens(messages: Sequence[dict[str, Any]]) -> int:
    return sum(len(words_of(str(turn.get("content", "")))) for turn in messages)


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
