"""The screen while another aishtui goes on in the conversation that is in view."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aishtui.chat.tabs import Tab
from aishtui.pane.transcript import Transcript
from aishtui.store.database import Store
from tests.engine.bench import Bench
from tests.screens.desk import PRESETS, Desk, desk
from tests.screens.test_branching import settled
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.homelab import Homelab


@contextmanager
def stored(folder: Path) -> Iterator[Store]:
    store = Store(folder)
    store.start()
    store.opened.result(10)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def other(lab: Homelab, folder: Path, here: Desk) -> Iterator[tuple[Bench, str]]:
    """Another aishtui on the folder, with a tab on the conversation in view here."""
    with Bench(lab, folder, PRESETS) as bench:
        tab = Tab("there", 0, here.active.conversation_id, "fast", lan.FAST, here.active.leaf_id, active=True)
        bench.engine.restore_tabs([tab])
        bench.engine.load_tab(tab.id).result(10)
        yield bench, tab.id


async def test_a_version_the_other_made_is_found_by_going_to_it(lab: Homelab, tmp_path: Path) -> None:
    with stored(tmp_path) as store:
        async with desk(lab.url, keeper=store) as here:
            await here.ask("7*8")
            with other(lab, tmp_path, here) as (bench, tab):
                bench.ended(bench.engine.send_below(tab, None, "9*9").answer)
                assert "‹" not in here.shows(Transcript)
                await here.press("alt+up", "alt+up")
                await here.enter(":newer")
                await settled(here, "9*9", "9 × 9 = 81")
                await here.until(lambda: "you ‹2/2›" in here.shows(Transcript))


async def test_a_bracket_in_the_conversation_finds_it_too(lab: Homelab, tmp_path: Path) -> None:
    with stored(tmp_path) as store:
        async with desk(lab.url, keeper=store) as here:
            await here.ask("7*8")
            with other(lab, tmp_path, here) as (bench, tab):
                bench.ended(bench.engine.send_below(tab, None, "9*9").answer)
                await here.press("tab", "]")
                await settled(here, "9*9", "9 × 9 = 81")
                await here.until(lambda: here.notice == "Version 2 of 2 of this prompt.")


async def test_a_tab_that_comes_to_the_front_has_what_the_other_made(lab: Homelab, tmp_path: Path) -> None:
    with stored(tmp_path) as store:
        async with desk(lab.url, PRESETS[:2], keeper=store) as here:
            await here.ask("7*8")
            with other(lab, tmp_path, here) as (bench, tab):
                bench.ended(bench.engine.send_below(tab, None, "9*9").answer)
                await here.press("f9", "f8")
                await here.until(lambda: "you ‹1/2›" in here.shows(Transcript))


async def test_what_the_other_is_writing_is_not_deleted_here(lab: Homelab, tmp_path: Path) -> None:

    release = threading.Event()
    with stored(tmp_path) as store:
        async with desk(lab.url, keeper=store) as here:
            await here.ask("7*8")
            with other(lab, tmp_path, here) as (bench, tab):
                lab.script(lan.FAST, Behaviour(text="one two", hold_after=1, release=release))
                growing = bench.engine.send(tab, "count").answer
                bench.until(lambda: bench.text(growing) != "")
                await here.press("alt+up", "alt+up")
                await here.enter(":prune")
                await here.until(lambda: here.notice.startswith("Another aishtui is writing an answer there"))
                assert len(here.path) == 2
                release.set()
                bench.ended(growing)


async def test_a_conversation_in_which_the_other_is_writing_is_not_deleted_here(lab: Homelab, tmp_path: Path) -> None:
    release = threading.Event()
    with stored(tmp_path) as store:
        async with desk(lab.url, keeper=store) as here:
            await here.ask("7*8")
            with other(lab, tmp_path, here) as (bench, tab):
                lab.script(lan.FAST, Behaviour(text="one two", hold_after=1, release=release))
                growing = bench.engine.send(tab, "count").answer
                bench.until(lambda: bench.text(growing) != "")
                await here.enter(":delete")
                await here.until(lambda: here.notice.startswith("Another aishtui is writing an answer in it"))
                assert len(here.path) == 2
                release.set()
                bench.ended(growing)


async def test_what_the_other_deletes_leaves_the_tab_that_shows_it(lab: Homelab, tmp_path: Path) -> None:
    with stored(tmp_path) as store:
        async with desk(lab.url, PRESETS[:2], keeper=store) as here:
            await here.ask("7*8")
            await here.ask("*2")
            with other(lab, tmp_path, here) as (bench, tab):
                path = bench.engine.path(tab) or ()
                bench.engine.trees.cut(tab, path[2].id)
                bench.store.remember_prompt("").result(10)
                await here.press("f9", "f8")
                await settled(here, "7*8", "7 × 8 = 56")
                await here.until(lambda: "112" not in here.shows(Transcript))
