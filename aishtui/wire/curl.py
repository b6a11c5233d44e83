"""A request as a curl command, to be pasted into a shell. No secret is in it: the shell puts them in."""

import re
from collections.abc import Sequence
from shlex import quote

from aishtui.wire.secrets import HIDDEN

TOKEN = "$AISHTUI_TOKEN"
_BY_ITSELF = frozenset({"host", "content-length", "connection", "accept-encoding", "user-agent", "transfer-encoding"})
"""What curl sets, or what only concerns the program that sends."""

_NAME = re.compile(r"[A-Za-z0-9_-]+")

# Linux takes no single argument above 128 KB; a longer body comes by standard input.
_LONGEST_ARGUMENT = 100_000
_END = "END_OF_BODY"


def curl_command(url: str, headers: Sequence[tuple[str, str]], body: str) -> str:
    """One command over a few lines; `-N` shows the answer as it comes. `body` is JSON on one line."""
    parts = [f"curl -N {quote(url)}"]
    parts += [f"-H {_header(name, value)}" for name, value in headers if _is_ours_to_name(name)]
    if len(body.encode(errors="replace")) > _LONGEST_ARGUMENT:
        parts.append(f"--data-binary @- <<'{_END}'")
        return " \\\n  ".join(parts) + f"\n{body}\n{_END}"
    parts.append(f"--data-raw {quote(body)}")
    return " \\\n  ".join(parts)


def shown_header(name: str, value: str) -> str:
    """The header's value with the name of a variable where its secret is."""
    if HIDDEN not in value:
        return value
    return f"Bearer {TOKEN}" if name.lower() == "authorization" else _variable(name)


def _is_ours_to_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None and name.lower() not in _BY_ITSELF


def _header(name: str, value: str) -> str:
    if HIDDEN not in value:
        return quote(f"{name}: {value}")
    return f'"{name}: {shown_header(name, value)}"'


def _variable(name: str) -> str:
    return "$" + re.sub(r"[^A-Z0-9]", "_", name.upper())
