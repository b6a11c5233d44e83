"""What `config.toml` says, as values."""

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Literal

from aishtui.chat.file_problem import FileProblem
from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.presets import CLOUD_PREFIXES
from aishtui.store.clipboard_config import DEFAULT, ClipboardConfig

OnHangup = Literal["finish", "stop"]
WhenDone = Literal["bell", "osc9", "osc777", "off"]
EnterDoes = Literal["send", "newline"]


@dataclass(frozen=True, slots=True)
class Secrets:
    """What goes with requests to one endpoint: where its token is, and headers of the user's own."""

    token_file: Path | None = None
    token_command: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FallbackConfig:
    """An endpoint that may answer for these models where the broker cannot be reached. `where` is its place in the
    file, for what is found wrong with it later."""

    name: str
    url: str
    models: tuple[str, ...]
    secrets: Secrets
    where: FileProblem


@dataclass(frozen=True, slots=True)
class ChosenKeys:
    """The keys somebody wants for an action, as they are written; none: it is to have no key. `where` is their place in
    the file, for what is found wrong with them later: neither is looked at here."""

    action: str
    keys: tuple[str, ...]
    where: FileProblem


@dataclass(frozen=True, slots=True)
class Config:
    """What `config.toml` says; None where it says nothing and there is no default here."""

    endpoint_url: str | None = None
    secrets: Secrets = Secrets()
    fallbacks: tuple[FallbackConfig, ...] = ()
    cloud_prefixes: tuple[str, ...] = CLOUD_PREFIXES
    theme: str | None = None
    on_hangup: OnHangup = "finish"
    hangup_limit_s: float = 900.0
    keep_days: int = 0
    """After so many days without a new message a conversation is deleted; 0: never."""
    deleted_days: int = 30
    """So long what was deleted can be had back."""
    clipboard: ClipboardConfig = DEFAULT
    title: bool = True
    """The terminal's title is ours to set."""
    low_bandwidth: bool | None = None
    """None: where the terminal is reached over SSH."""
    when_done: WhenDone = "bell"
    """What tells of an answer that took longer than `notice_after_s`, while nobody looks."""
    notice_after_s: float = 20.0
    keys: tuple[ChosenKeys, ...] = ()
    enter: EnterDoes = "send"
    """What Enter does in the prompt."""
    mouse: bool | None = None
    """None: except in GNU screen."""
    plain_output: bool = False
    """Frames are sent whole, as Textual draws them."""
