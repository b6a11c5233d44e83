"""Saves a preset where that cannot work: `python -m tests.store.preset_child CONFIG FILL`; FILL is 1 to fill the disk
first. Prints what is said, and whether aishtui's file is as it was."""

import os
import sys
from pathlib import Path

from aishtui.chat.presets import Preset
from aishtui.store.errors import NotSaved
from aishtui.store.own_presets import OwnPresets


def main(config_dir: Path, fill: bool) -> None:
    own = OwnPresets(config_dir)
    before = own.path.read_bytes()
    if fill:
        with open(config_dir / "filler", "wb") as file:
            while True:
                try:
                    os.write(file.fileno(), bytes(1024))
                except OSError:
                    break
    try:
        own.save(Preset("b", "m", system="x" * 100_000), None)
    except NotSaved as error:
        print(error)
    print(own.path.read_bytes() == before, sorted(path.name for path in own.path.parent.iterdir()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] == "1")
