"""What a fresh interpreter loads with the client."""

import subprocess
import sys

_SCREEN = ("rich", "textual", "pygments", "click")


def test_the_client_loads_nothing_of_the_screen() -> None:
    code = f"""
import sys
import aishtui.endpoint.client
print([name for name in sys.modules if name.split('.')[0] in {_SCREEN}])
import httpx
print(callable(httpx.AsyncClient), 'httpx._main' in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "True False"]


def test_httpx_that_is_loaded_already_is_left_alone() -> None:
    code = """
import httpx
before = httpx.main
import aishtui.endpoint.http as ours
print(ours.httpx is httpx, httpx.main is before)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True True\n"


def test_the_wire_loads_no_http() -> None:
    code = "import sys, aishtui.wire.reply, aishtui.wire.request, aishtui.wire.catalog; print('httpx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
