"""What the screen says while a model is being loaded."""

import asyncio
import json
import re

from aishtui.chat.presets import Preset
from aishtui.pane.transcript import Transcript
from aishtui.widgets.status_bar import StatusBar
from tests.screens.desk import desk
from tests.servers.scripted import scripted

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"


def event(delta: dict[str, str], **more: str) -> bytes:
    return b"data: " + json.dumps({**more, "choices": [{"delta": delta}]}).encode() + b"\n\n"


async def test_a_loaders_words_stand_in_the_status_bar_and_nowhere_else() -> None:
    go_on = asyncio.Event()

    async def act(writer: asyncio.StreamWriter, _: str) -> None:
        writer.write(HEAD)
        await writer.drain()
        for line in ("━━━━━\n", "llama-swap loading model: deep\n", "\nWaking up the hamsters...\n", "."):
            writer.write(event({"reasoning_content": line}))
            await asyncio.sleep(0.05)
        await go_on.wait()
        writer.write(event({"reasoning_content": "\nDone! (0.20s)\n━━━━━\n \n"}))
        writer.write(event({"content": "Good morning."}, id="c-1", model="deep") + b"data: [DONE]\n\n")

    async with scripted(act) as server, desk(server.url, [Preset("deep", "deep")]) as here:
        await here.enter("hello")
        await here.until(
            lambda: "0:00 (loading model deep: Waking up the" in re.sub(r"0:\d\d", "0:00", here.shows(StatusBar))
        )
        assert "hamsters" not in here.shows(Transcript)
        go_on.set()
        await here.until(lambda: "complete" in here.shows(StatusBar))
        assert (here.path[-1].text, here.path[-1].thinking) == ("Good morning.", "")
        assert "hamsters" not in here.shows(Transcript)
