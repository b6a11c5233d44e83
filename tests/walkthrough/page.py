"""`docs/walkthrough.md`, made of a story that was walked."""

from collections.abc import Sequence

from tests.walkthrough.walker import Count, Step

PAGE = "docs/walkthrough.md"
PICTURES = "screenshots/walkthrough"

_HEAD = """\
# The first quarter of an hour

*`make walkthrough` writes this page: the keys are counted, the pictures are drawn from the real app on real HTTP. The
answers are scripted.*

A driver plays somebody who starts aishtui for the first time, in empty folders, and has read nothing. It presses a key
only when something on the screen names it at that moment, and fails where nothing does. Arrow keys are pressed only
where a row is marked that they move, and `Enter` also where the screen has named it before. What a prompt, a name or a
file is called is the user's own, and typed where the screen says that something is written there. The screen has 120
columns and 36 rows; a test walks the same story at 80 by 24.
"""
_TOTALS = "## What it cost\n\n| step | keys | of them typed text | other screens |\n|---|---|---|---|\n"
_TAIL = """\

*Keys* are all that were pressed, letters among them. *Other screens* is how often something else came to be on top: a
form, a list, the user's editor, and the way back. The `#` that is taken out in that editor counts as one key.

In the manual: [presets](../aishtui/manual/03-presets.md), [comparing](../aishtui/manual/14-comparing.md), [prompts and
files](../aishtui/manual/15-prompting.md), [keys](../aishtui/manual/07-keys.md),
[settings](../aishtui/manual/15-configuration.md).
"""


def page_of(steps: Sequence[Step]) -> str:
    parts = [_HEAD]
    for number, step in enumerate(steps):
        parts.append(f"## {number}. {step.title}" if number else f"## {step.title}")
        parts.append(step.sentence)
        if step.strides:
            rows = "\n".join(f"| {_key(stride.keys)} | {_named(stride.named)} |" for stride in step.strides)
            parts.append(f"| pressed | named by |\n|---|---|\n{rows}\n\n{_counted(step.count)}")
        parts += [f"![{words}](../{PICTURES}/{name}.svg)\n\n*{words}*" for name, words in step.pictures]
    return "\n\n".join(part.rstrip() for part in parts) + "\n\n" + totals_of(steps) + _TAIL


def totals_of(steps: Sequence[Step]) -> str:
    walked = [step for step in steps if step.strides]
    rows = [_row(step.title, step.count) for step in walked]
    total = sum((step.count for step in walked), Count())
    return _TOTALS + "\n".join([*rows, _row("**all of it**", total)]) + "\n"


def _row(title: str, count: Count) -> str:
    return f"| {title} | {count.keys} | {count.letters} | {count.screens} |"


def _counted(count: Count) -> str:
    other = count.keys - count.letters
    return f"{count.keys} keys: {other} that do something, {count.letters} of typed text."


def _key(keys: str) -> str:
    return keys if keys[0] in "“`" or " " in keys.replace(" × ", "") else f"`{keys}`"


def _named(words: str) -> str:
    plain = words in ("as before", "the marked row", "the scroll bar") or "`" in words
    return words if plain else f"“{words}”"
