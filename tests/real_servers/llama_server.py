"""llama.cpp's own HTTP server, out of the `xllamacpp` wheel: `python llama_server.py MODEL`.

It listens on a free port of the loopback, says its address and its versions as one line of JSON, and ends when its
standard input does.
"""

import argparse
import json
import os
import sys
from importlib.metadata import version

import xllamacpp
from tiny_gguf import CONTEXT

SLOTS = 2


def serve(model: str, key: str | None, most_tokens: int) -> None:
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
    params.n_predict = most_tokens
    server = xllamacpp.Server(params)
    said = {"url": server.listening_address, "xllamacpp": version("xllamacpp"), "gguf": version("gguf")}
    print(json.dumps(said), flush=True)
    sys.stdin.read()
    os._exit(0)  # nothing of it is to be kept


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--key", help="the bearer token that is asked for")
    parser.add_argument("--most-tokens", type=int, default=-1, help="of an answer, where the request does not say")
    serve(**vars(parser.parse_args()))
