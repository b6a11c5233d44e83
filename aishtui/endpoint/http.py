"""httpx without its command line, which would load rich, click and pygments: half of its import time.

Every other file of this folder takes httpx from here.
"""

import sys

_COMMAND_LINE = "httpx._main"

if "httpx" not in sys.modules and _COMMAND_LINE not in sys.modules:
    # httpx itself provides for a missing command line; None makes the import system say that it is missing.
    sys.modules[_COMMAND_LINE] = None  # type: ignore[assignment]
    try:
        import httpx
    finally:
        del sys.modules[_COMMAND_LINE]
else:
    import httpx

__all__ = ["httpx"]
