"""An editor that does what a script says, as slowly as the test wants it."""

from pathlib import Path

from tests.stories.aishtui_program import Aishtui

_BEGIN = """#!/bin/sh
for file do :; done
box={box}
printf '%s\\n' "$@" > "$box/arguments"
cp "$file" "$box/found"
stat -c %a "$file" "$(dirname "$file")" > "$box/modes"
echo "the editor is open"
until [ -e "$box/go" ]; do sleep 0.05; done
"""


class ScriptedEditor:
    """`script` runs once the test lets it go on; `$file` is what it was given."""

    def __init__(self, folder: Path, script: str) -> None:
        self._box = folder / "editor's box"
        self._box.mkdir(parents=True)
        self._program = folder / "ed it"
        quoted = "'" + str(self._box).replace("'", "'\\''") + "'"
        self._program.write_text(_BEGIN.format(box=quoted) + script)
        self._program.chmod(0o700)

    @property
    def command(self) -> str:
        """As people write it into `$EDITOR`."""
        return f"'{self._program}' --flag 'two words'"

    @property
    def environ(self) -> dict[str, str]:
        return {"EDITOR": self.command, "VISUAL": ""}

    def opened(self, program: Aishtui) -> None:
        """Wait until it stands on the screen."""
        program.sees("the editor is open")

    def go_on(self) -> None:
        (self._box / "go").touch()

    @property
    def arguments(self) -> list[str]:
        return (self._box / "arguments").read_text().splitlines()

    @property
    def found(self) -> str:
        """What stood in the file."""
        return (self._box / "found").read_text()

    @property
    def modes(self) -> list[str]:
        """Of the file and its folder."""
        return (self._box / "modes").read_text().split()

    @property
    def wrote(self) -> Path:
        return Path(self.arguments[-1])
