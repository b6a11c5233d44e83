"""What an empty conversation says: on a first start three things to try, later only where it stands."""

from collections.abc import Sequence

from aishtui.chat.catalog import EndpointHealth
from aishtui.chat.clean import clean_line
from aishtui.chat.presets import Preset
from aishtui.chat.wording import and_list
from aishtui.widgets.bound_keys import TABLE, BoundKeys

_FIRST_START = """\
### Try in the first minute

1. **Ask.** Type a question and press `{send}`. `{stop}` stops an answer and keeps its text.
2. **Compare.** `{compare}` puts one question to several presets, their answers beside each other; \
`{keep}` goes on with the best one.
3. **Kill it.** Close the terminal or `kill -9` aishtui in mid-answer, and start it again: it is all still there.

`{help}` shows every key, `{palette}` every action, theme and setting, `{sidebar}` the presets and models; \
`e` there makes a preset of a model.
"""

_LATER = (
    "`{send}` sends, `{newline}` makes a new line, `{sidebar}` lists presets and models, `{compare}` compares, "
    "`{help}` shows every key.\n"
)

_NAMED = {
    "send": "prompt.send", "newline": "prompt.newline", "stop": "escape", "compare": "compare.open",
    "keep": "compare.keep", "help": "help.show", "palette": "app.palette", "sidebar": "sidebar.toggle",
}  # fmt: skip
"""The actions in these texts."""


def welcome(
    preset: Preset,
    health: EndpointHealth,
    found: Sequence[str],
    catalog_known: bool,
    first_start: bool,
    keys: BoundKeys = TABLE,
    in_column: bool = False,
) -> str:
    """Markdown for a tab without messages; a column says only whom it asks, and the line below all of them the rest."""
    lines = []
    if health.embedded and catalog_known:
        lines.append(_embedded_line(found))
    lines.append(_asked(preset))
    if not in_column:
        names = {word: keys.name(action_id) for word, action_id in _NAMED.items()}
        lines.append((_FIRST_START if first_start else _LATER).format_map(names))
    return "\n\n".join(lines)


def _asked(preset: Preset) -> str:
    if preset.name == preset.model:
        return f"The next prompt goes to **{_plain(preset.name)}**."
    about = f": {_plain(preset.description)}" if preset.description else ""
    return f"The next prompt goes to **{_plain(preset.name)}**, `{_plain(preset.model)}`{about}."


def _embedded_line(found: Sequence[str]) -> str:
    if found:
        return f"The embedded broker found on this machine: {and_list(map(_plain, found))}."
    return (
        "The embedded broker found no model server on this machine. `guide` answers questions about aishtui from "
        "its manual, `mirror` shows what a preset sends; neither is a language model."
    )


def _plain(text: str) -> str:
    """Text from outside as Markdown that says just that."""
    return clean_line(text, 120).replace("`", "'").replace("*", "∗").replace("[", "(").replace("]", ")")
