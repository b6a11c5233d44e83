"""What can be done, by name: every action of the table, with its key and its command."""

from collections.abc import Callable, Mapping, Sequence

from textual.binding import ActiveBinding

from aishtui.chat.clean import clean_line
from aishtui.chat.often_used import PickKind
from aishtui.screens.pick_facts import fact, titled
from aishtui.terminal.key_names import write_key
from aishtui.widgets.action import Action
from aishtui.widgets.actions import ACTION_OF, ACTIONS
from aishtui.widgets.bound_keys import BoundKeys
from aishtui.widgets.pick_list import PickEntry
from aishtui.widgets.reading_text import ReadingText

EMPTY = "Nothing can be done here but Esc, which closes."
GROUP = "Commands"
_NOT_HERE = ("app.palette", "interrupt", "tab.go")
"""They mean something only as a key, or with a number."""
_ESCAPE = "Stop the answer"

Run = Callable[[], object]


class Actions:
    def __init__(self, runs: Mapping[str, Run], keys: BoundKeys) -> None:
        """`runs` has by the action's id how it is done; what has none is not offered."""
        self._keys = keys
        self._runs = {id_: run for id_, run in runs.items() if id_ not in _NOT_HERE}
        self.entries = [self._entry(action) for action in ACTIONS if action.id in self._runs]

    def _entry(self, action: Action) -> PickEntry:
        label = _ESCAPE if action.id == "escape" else action.label
        note = self._keys.shown(action) or action.command
        also = f"{action.command} {self._keys.shown(action)} {action.help} {action.id}"
        return PickEntry(PickKind.COMMAND, action.id, label, note, also, GROUP)

    def run(self, entry: PickEntry) -> None:
        self._runs[entry.key]()

    def look(self, entry: PickEntry) -> ReadingText:
        action = ACTION_OF[entry.key]
        reading = titled(entry.label, action.help)
        fact(reading, "key", self._keys.shown(action) or "none")
        fact(reading, "typed", action.command or "has no command")
        reading.line()
        reading.line(f'Other keys: :config opens config.toml; there, under [keys], "{action.id}" = "…".', "muted")
        return reading


class Bindings:
    """What the keys of one screen do, where something else than the workbench is in front."""

    def __init__(self, active: Sequence[ActiveBinding]) -> None:
        by_action: dict[str, list[ActiveBinding]] = {}
        for found in active:
            own = "." not in found.binding.action  # Textual gives every screen some of the app's
            if found.enabled and found.binding.description and own:
                by_action.setdefault(found.binding.action, []).append(found)
        self._found = by_action
        self.entries = [
            PickEntry(
                PickKind.COMMAND, action, clean_line(some[0].binding.description),
                " or ".join(write_key(one.binding.key) for one in some[:2]), group="Here",
            )
            for action, some in by_action.items()
        ]  # fmt: skip

    def binding(self, entry: PickEntry) -> ActiveBinding:
        return self._found[entry.key][0]

    def look(self, entry: PickEntry) -> ReadingText:
        found = self._found[entry.key]
        reading = titled(entry.label, found[0].tooltip)
        fact(reading, "key", " or ".join(write_key(one.binding.key) for one in found))
        return reading
