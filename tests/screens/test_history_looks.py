"""The history in every theme: readable, the chosen one and the hits told from the rest; and whole after any keys."""

import random

import pytest
from rich.style import Style
from textual.strip import Strip

from aishtui.chat.history import Wanted
from aishtui.screens.history import HistoryScreen
from tests.screens.past_talks import History, Past, history
from tests.servers.homelab import Homelab
from tests.widgets.test_themes import contrast, drawn

PARTS = "KeyLine, QueryLine, Rule, HistoryList, Notice"


async def unreadable(seen: History, least: float) -> set[tuple[str, float]]:
    """What the history's own widgets draw with too little contrast, now that what was asked for is shown."""
    await seen.is_read()
    pairs = {pair for widget in seen.screen.query(PARTS).results() for pair in drawn(widget)}
    assert len(pairs) > 8
    return {(text, round(contrast(style), 2)) for text, style in pairs if contrast(style) < least}


@pytest.mark.parametrize(("theme", "least"), [("dusk", 4.5), ("paper", 4.5), ("contrast", 7.0), ("mono", 4.5)])
async def test_all_text_stands_out_from_its_background(lab: Homelab, past: Past, theme: str, least: float) -> None:
    past.talk(("one rsync", "eins"), title="one")
    past.store.pin(past.talk(("two rsync", "zwei"), title="two"), True).result()
    past.store.delete_conversations([past.talk(("three", "drei"), title="three")]).result()
    async with history(lab.url, past) as (here, seen):
        here.app.theme = theme
        for keys in (["tab"], ["slash", *"rsync preset:deep"], ["tab", "r"], ["escape", "p"], ["slash"]):
            await here.press(*keys)
            assert await unreadable(seen, least) == set()
        await here.press("ctrl+u", *"is:deleted since:x")
        await seen.shows("three")
        assert await unreadable(seen, least) == set()


def look_of(strip: Strip, words: str) -> Style:
    """How words in a row look."""
    at = strip.text.index(words)
    (segment,) = list(strip.crop(at, at + 1))
    assert segment.style is not None
    return segment.style


@pytest.mark.parametrize("theme", ["dusk", "paper", "contrast", "terminal", "mono"])
async def test_the_chosen_one_and_the_hits_look_otherwise(lab: Homelab, past: Past, theme: str) -> None:
    for name in ("one", "two"):
        past.talk((f"{name} rsync", "yes"), title=name)
    async with history(lab.url, past) as (here, seen):
        here.app.theme = theme
        await here.press(*"rsync")
        await seen.is_read()
        rows = [seen.screen._list.render_line(y) for y in range(6)]
        assert look_of(rows[0], "two") != look_of(rows[3], "one")
        for row in (rows[1], rows[4]):
            assert look_of(row, "rsync") not in (look_of(row, "you"), look_of(row, "tw" if row is rows[1] else "on"))


KEYS = (
    "tab", "shift+tab", "up", "down", "pageup", "pagedown", "home", "end", "ctrl+home", "ctrl+end", "ctrl+u", "f2",
    "f3", "escape", "ctrl+o", "ctrl+t", "alt+up", "alt+down", "backspace", "delete", "ctrl+c", "ctrl+f", "slash",
    "space", "colon", *"abdefgjkmnoprstuvxGN",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
async def test_no_row_of_keys_breaks_it_or_loses_anything(
    lab: Homelab, past: Past, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(past.store.data_dir)  # some of the keys export
    for number in range(12):
        past.talk((f"rsync {number}", f"answer {number}"), title=f"talk {number}")
    chance = random.Random(seed)
    async with history(lab.url, past, size=chance.choice([(120, 36), (80, 24), (60, 15)])) as (here, seen):
        for _ in range(80):
            await here.press(chance.choice(KEYS))
            if not any(isinstance(screen, HistoryScreen) for screen in here.app.screen_stack):
                await here.until(lambda: here.app.screen is here.workbench)
                here.workbench.action_history_open()
                await here.until(lambda: seen.open)
        assert here.app.is_running
    found = [past.store.history(Wanted(deleted=deleted), 50).result().rows for deleted in (False, True)]
    assert sum(map(len, found)) == 12
    assert all(summary.messages == 2 for rows in found for summary in rows)
