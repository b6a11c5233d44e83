"""aishtui that notes what its first frame shows and what is loaded then: `… NOTE aishtui's own arguments`.

`NOTE` is a file; it gets JSON: `rows`, the characters of each row, and `loaded`, the names of modules.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from aishtui.app import AishtuiApp
from aishtui.cli import main
from aishtui.terminal.textual_private import Piece


def note_first(path: Path) -> None:
    show = AishtuiApp.show_pieces

    def noting(app: AishtuiApp, pieces: Iterable[Piece]) -> bool:
        AishtuiApp.show_pieces = show
        frame = list(pieces)
        note = {"rows": rows(frame, app.size.width, app.size.height), "loaded": sorted(sys.modules)}
        path.write_text(json.dumps(note))
        return show(app, frame)

    AishtuiApp.show_pieces = noting


def rows(frame: list[Piece], width: int, height: int) -> list[str]:
    """Those that come later on top of those before. All characters are one cell wide."""
    drawn = [[" "] * width for _ in range(height)]
    for x, y, strip in frame:
        drawn[y][x : x + len(strip.text)] = strip.text
    return ["".join(row) for row in drawn]


if __name__ == "__main__":
    note_first(Path(sys.argv.pop(1)))
    main()
