"""What `[clipboard]` of `config.toml` may say."""

from typing import Literal, get_args

from aishtui.chat.lazy_dataclass import dataclass

CopyRoute = Literal["auto", "tmux", "osc52", "osc52-tmux", "osc52-screen", "desktop", "file"]
ROUTES: tuple[CopyRoute, ...] = get_args(CopyRoute)

LIMIT = 74_000
"""Bytes of base64: most terminals take so much, some less, and who takes less loses all of it without a word."""


@dataclass(frozen=True, slots=True)
class ClipboardConfig:
    """`route`: the one way a copy goes, beside the file; `auto`: all that fit. Of more than `limit` bytes in base64 the
    terminal is sent nothing; 0: there is no limit."""

    route: CopyRoute = "auto"
    limit: int = LIMIT


DEFAULT = ClipboardConfig()
