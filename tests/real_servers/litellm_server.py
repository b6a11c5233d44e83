"""LiteLLM's proxy in front of another server: `python litellm_server.py UPSTREAM KEY FOLDER`.

It listens on a free port of the loopback, says its address and its version as one line of JSON when it answers, and
ends when its standard input does. Of its models `tiny` and `priced` are served, `fallen` is not and falls back to
`tiny`.
"""

import json
import os
import socket
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

_CONFIG = """
model_list:
  - model_name: tiny
    litellm_params: {model: openai/tiny, api_base: "%(upstream)s/v1", api_key: none}
    model_info: {id: box-one}
  - model_name: priced
    litellm_params: {model: openai/tiny, api_base: "%(upstream)s/v1", api_key: none}
    model_info: {id: box-one-priced, input_cost_per_token: 0.000001, output_cost_per_token: 0.000002}
  - model_name: fallen
    litellm_params: {model: openai/tiny, api_base: "http://127.0.0.1:9/v1", api_key: none}
    model_info: {id: box-two}
litellm_settings:
  num_retries: 0
  fallbacks: [{fallen: [tiny]}]
general_settings:
  master_key: %(key)s
"""
_PATIENCE_S = 100.0


def serve(upstream: str, key: str, folder: Path) -> None:
    config = folder / "litellm.yaml"
    config.write_text(_CONFIG % {"upstream": upstream, "key": key})
    port = _free_port()
    command = [str(Path(sys.executable).with_name("litellm")), "--config", str(config)]
    proxy = subprocess.Popen(
        [*command, "--host", "127.0.0.1", "--port", str(port), "--telemetry", "False"],
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        env={**os.environ, "LITELLM_LOCAL_MODEL_COST_MAP": "True"},  # nothing is asked of the internet
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(proxy, url)
        print(json.dumps({"url": url, "litellm": version("litellm")}), flush=True)
        sys.stdin.read()
    finally:
        proxy.terminate()
        proxy.wait()


def _wait(proxy: "subprocess.Popen[bytes]", url: str) -> None:
    ends_at = time.monotonic() + _PATIENCE_S
    while time.monotonic() < ends_at and proxy.poll() is None:
        try:
            with urlopen(f"{url}/health/liveliness", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.3)
    raise SystemExit("LiteLLM did not start")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
