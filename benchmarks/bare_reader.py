"""The least a client can do: httpx reading the stream and `json.loads` of each event.

`python -m benchmarks.bare_reader URL PROMPT lines|bytes` prints the CPU seconds from the request to the end of the
answer: `lines` reads as httpx's documentation shows it, `bytes` splits the body itself.
"""

import json
import sys
import time
from collections.abc import Iterator

import httpx

from benchmarks.broker import MODELS


def read(url: str, prompt: str, way: str) -> float:
    body = {"model": MODELS[0], "stream": True, "messages": [{"role": "user", "content": prompt}]}
    text: list[str] = []
    with httpx.Client(timeout=None, trust_env=False) as client:
        began = time.process_time()
        with client.stream("POST", f"{url}/v1/chat/completions", json=body) as response:
            for line in response.iter_lines() if way == "lines" else _lines(response):
                if line.startswith("data: {"):
                    choices = json.loads(line[6:])["choices"]
                    if choices:
                        text.append(choices[0]["delta"].get("content", ""))
        seconds = time.process_time() - began
    if not "".join(text).strip():
        raise RuntimeError("the answer was empty")
    return seconds


def _lines(response: httpx.Response) -> Iterator[str]:
    rest = b""
    for data in response.iter_bytes():
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            yield line.decode()


if __name__ == "__main__":
    print(read(sys.argv[1], sys.argv[2], sys.argv[3]))
