"""Reads a catalogue as aishtui does, with something beside it in the same event loop that must not be kept waiting.

`python -m benchmarks.catalog_reader URL` prints as JSON the `cpu_s` from the request to the catalogue, the longest time
the loop was held in `held_ms`, and how many `models` there were. It is the second time: what a first request loads does
not count.
"""

import asyncio
import gc
import json
import sys
import time

from aishtui.endpoint.client import EndpointClient
from aishtui.wire.address import parse_endpoint

_SLEEP_S = 0.001


async def _read(url: str) -> dict[str, float]:
    client = EndpointClient(parse_endpoint(url))
    await client.catalog()
    held: list[float] = []
    beside = asyncio.create_task(_beside(held))
    await asyncio.sleep(0)
    began = time.process_time()
    catalog = await client.catalog()
    seconds = time.process_time() - began
    beside.cancel()
    await client.aclose()
    return {"cpu_s": seconds, "held_ms": max(held) * 1000, "models": len(catalog.entries)}


async def _beside(held: list[float]) -> None:
    while True:
        began = time.monotonic()
        await asyncio.sleep(_SLEEP_S)
        held.append(time.monotonic() - began - _SLEEP_S)


if __name__ == "__main__":
    sys.setswitchinterval(0.001)  # as in aishtui's own process
    gc.freeze()
    print(json.dumps(asyncio.run(_read(sys.argv[1]))))
