"""llama.cpp's own HTTP server, out of the `xllamacpp` wheel: `python llama_server.py MODEL [KEY]`.

It listens on a free port of the loopback, says its address and its versions as one line of JSON, and ends when its
standard input does. With KEY it asks for that bearer token.
"""

import json
import os
import sys
from importlib.metadata import version

import xllamacpp
from tiny_gguf import CONTEXT

SLOTS = 2


def serve(model: str, key: str | None) -> None:
    params = xllamacpp.CommonParams()
    params.model.path = model
    params.model_alias = ["tiny"]
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_ctx = CONTEXT * SLOTS
    params.n_parallel = SLOTS
    params.cpuparams.n_threads = 1
    params.cpuparams_batch.n_threads = 1
    params.api_keys = [key] if key else []
    server = xllamacpp.Server(params)
    said = {"url": server.listening_address, "xllamacpp": version("xllamacpp"), "gguf": version("gguf")}
    print(json.dumps(said), flush=True)
    sys.stdin.read()
    os._exit(0)  # nothing of it is to be kept


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None)
