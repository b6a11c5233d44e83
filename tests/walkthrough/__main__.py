"""Walks the story and writes its page and pictures.

python -m tests.walkthrough         or: make walkthrough
"""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.pictures import homelab
from tests.walkthrough.page import PAGE, PICTURES, page_of
from tests.walkthrough.story import walk


def main() -> None:
    with TemporaryDirectory(prefix="aishtui-walkthrough-") as folder, homelab() as lab:
        walker = asyncio.run(walk(lab, Path(folder), draws=True))
    pictures = Path(PICTURES)
    pictures.mkdir(parents=True, exist_ok=True)
    for old in pictures.glob("*.svg"):
        old.unlink()
    for name, svg in walker.sketches.items():
        path = pictures / f"{name}.svg"
        path.write_text(svg, encoding="utf-8")
        print(path)
    Path(PAGE).write_text(page_of(walker.steps), encoding="utf-8")
    print(PAGE)


main()
