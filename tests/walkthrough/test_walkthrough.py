"""The walkthrough page says what the program does: the story is walked, and counted, again."""

import re
from pathlib import Path

import pytest

from tests.picture_studio import sitting
from tests.servers.homelab import Homelab
from tests.walkthrough.page import PAGE, PICTURES, page_of
from tests.walkthrough.story import walk
from tests.walkthrough.walker import NotNamed, Walker, stands_in

ROOT = Path(__file__).parent.parent.parent
PICTURE = re.compile(rf"!\[[^\]]*\]\(\.\./({PICTURES}/[^)]+)\)")


async def test_the_page_has_the_keys_and_counts_of_the_story(tmp_path: Path) -> None:
    with Homelab(speed=20, cold={}) as lab:
        walker = await walk(lab, tmp_path)
    written = (ROOT / PAGE).read_text(encoding="utf-8")
    assert page_of(walker.steps) == written, "make walkthrough renews the page and its pictures"


async def test_the_same_keys_lead_through_a_small_screen(tmp_path: Path) -> None:
    with Homelab(speed=20, cold={}) as lab:
        walker = await walk(lab, tmp_path, size=(80, 24))
    pressed = [stride.keys for step in walker.steps for stride in step.strides if stride.named != "the scroll bar"]
    for keys in pressed:
        assert keys.strip("`") in (ROOT / PAGE).read_text(encoding="utf-8")


def test_every_picture_of_the_page_is_there_and_no_other() -> None:
    named = {ROOT / path for path in PICTURE.findall((ROOT / PAGE).read_text(encoding="utf-8"))}
    assert named
    assert named == set((ROOT / PICTURES).glob("*.svg")), "make walkthrough renews the page and its pictures"


def test_a_key_is_not_named_by_the_end_of_a_word() -> None:
    assert not stands_in("`e` there makes a preset", "e makes a preset")
    assert stands_in("Enter asks it e makes a preset · Esc", "e makes a preset")
    assert stands_in("> :compare", ":")


async def test_a_key_that_nothing_named_is_not_pressed_and_no_arrow_where_nothing_is_marked() -> None:
    with Homelab(speed=20, cold={}) as lab:
        async with sitting(lab.url, "fast") as app:
            walker = Walker(app, draws=False)
            walker.step("none", "Nothing", "Nothing is pressed.")
            with pytest.raises(NotNamed, match="never been on the screen"):
                await walker.again("f12")
            with pytest.raises(NotNamed, match="nothing here has a cursor"):
                await walker.arrow("down")
            assert walker.steps[0].count.keys == 0
