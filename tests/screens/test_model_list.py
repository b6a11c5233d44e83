"""The live catalogue in the workbench: asked for, marked, and dated while nobody answers."""

import json

from tests.screens.desk import PRESETS, Desk, desk
from tests.servers import lan
from tests.servers.homelab import Homelab


def serve(lab: Homelab, *models: str, **more: object) -> None:
    lab.catalogue_body = json.dumps({"data": [{"id": model} for model in models], **more}).encode()


def asked(lab: Homelab) -> int:
    return len([exchange for exchange in lab.log if exchange.method == "GET"])


async def listed(here: Desk) -> None:
    await here.until(lambda: here.engine.catalog is not None)


async def test_refreshing_says_what_is_new_and_what_is_gone_and_marks_it(lab: Homelab) -> None:
    serve(lab, lan.FAST, "old")
    async with desk(lab.url) as here:
        await here.until(lambda: "old" in here.sidebar)
        serve(lab, lan.FAST, "fresh")
        await here.enter(":refresh")
        await here.until(lambda: "serves 2 models now. New: fresh. Gone: old." in here.notice)
        assert here.app.focused is here.prompt
        await here.until(lambda: "fresh new" in here.sidebar and "old gone" in here.sidebar)
        await here.enter(":models")
        await here.until(lambda: here.notice.endswith("serves 2 models now."))
        assert "fresh new" in here.sidebar


async def test_r_in_the_sidebar_asks_again(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await listed(here)
        serve(lab, "another")
        await here.press("f2", "r")
        await here.until(lambda: "New: another." in here.notice)
        await here.press("slash", "r")
        assert asked(lab) == 2


async def test_what_is_missing_of_a_list_is_said(lab: Homelab) -> None:
    async with desk(lab.url, PRESETS[:1]) as here:
        await listed(here)
        serve(lab, "one", links={"next": "/v1/nothing"})
        await here.enter(":refresh")
        await here.until(lambda: "page 2 of the list did not come" in here.notice)
        assert here.engine.catalog is not None
        assert here.engine.catalog.serves(lan.FAST)


async def test_typing_and_going_to_the_sidebar_ask_again_once_the_list_is_old(lab: Homelab) -> None:
    async with desk(lab.url, fresh_s=0.0) as here:
        await listed(here)
        before = asked(lab)
        serve(lab, "later")
        await here.type("x")
        await here.until(lambda: "later new" in here.sidebar)
        assert asked(lab) > before
        serve(lab, "last")
        await here.press("f2")
        await here.until(lambda: "last new" in here.sidebar)


async def test_while_the_list_is_fresh_nobody_is_asked(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await listed(here)
        await here.type("x")
        await here.press("f2", "escape")
        await here.ask("hello")
        assert asked(lab) == 1


async def test_the_list_of_a_broker_that_is_down_says_of_when_it_is(lab: Homelab) -> None:
    async with desk(lab.url) as here:
        await here.until(lambda: "Models" in here.sidebar)
        assert "as of" not in here.sidebar
        lab.stop()
        await here.enter(":refresh")
        await here.until(lambda: "refused the connection" in here.notice)
        assert "The list is the last one known, as of " in here.notice
        await here.until(lambda: "Models, as of " in here.sidebar)
