"""Which headers people may have sent with requests."""

import re

from aishtui.wire.secrets import carries_secret

# RFC 9110, 5.1 and 5.5; what belongs to the request itself or to one connection is not for anybody to set.
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_VALUE = re.compile(r"[\x20-\x7e]*")
_NOT_SET_HERE = frozenset(
    {"host", "content-length", "content-type", "accept", "accept-encoding", "connection", "transfer-encoding"}
    | {"keep-alive", "te", "trailer", "upgrade", "expect", "x-session-id"}
)
_NOT_FOR_ALL = frozenset({"authorization", "proxy-authorization"})


def wrong_header(name: str, value: str) -> tuple[str, str] | None:
    """What headers must be, and what this one is instead; None where it can be sent."""
    shown = f"`{name[:60]}`"
    if not _NAME.fullmatch(name) or not _VALUE.fullmatch(value):
        return "names and values that a header can carry (plain ASCII on one line)", f"those of {shown}"
    if name.lower() in _NOT_SET_HERE:
        return "headers of your own", f"{shown}, which aishtui sets itself"
    return None


def is_secret_header(name: str, value: str) -> bool:
    """Whether it holds a key or a token, or is where those stand."""
    return name.lower() in _NOT_FOR_ALL or carries_secret(name, value)


def wrong_preset_header(name: str, value: str) -> tuple[str, str] | None:
    """The same for a preset, whose headers go to whichever endpoint it is asked at, and into what is exported of it."""
    if is_secret_header(name, value):
        return (
            "headers without secrets (those belong to one endpoint: [endpoint] in config.toml)",
            f"`{name[:60]}`, which looks like one",
        )
    return wrong_header(name, value)
