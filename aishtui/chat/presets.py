"""Presets: a name for a model with its system prompt and parameters."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from typing import Any

from aishtui.chat.lazy_dataclass import dataclass

# Prefixes under which the broker's cloud catalogue lists its models. "Cloud" before an answer means no more
# than this; `[endpoint] cloud_prefixes` in config.toml replaces them, since some local servers use slashes too.
CLOUD_PREFIXES: tuple[str, ...] = (
    "anthropic/", "openai/", "mistralai/", "qwen/", "google/", "meta-llama/", "deepseek/", "x-ai/", "cohere/",
    "nvidia/", "microsoft/", "perplexity/", "amazon/", "moonshotai/", "z-ai/", "nousresearch/", "openrouter/",
)  # fmt: skip

SLOTS = range(1, 10)
"""The numbers of the slots a preset may have."""


def is_cloud_id(model: str, prefixes: Sequence[str] = CLOUD_PREFIXES) -> bool:
    """Whether the id has a cloud prefix. It says where the broker is expected to send it, not who answered."""
    return model.startswith(tuple(prefixes))


@dataclass(frozen=True, slots=True)
class Preset:
    """What is sent with each prompt: the model, the system prompt if any, and exactly the parameters set."""

    name: str
    model: str
    description: str = ""
    group: str = ""
    system: str = ""
    """As it is sent, also where it comes from a file."""
    params: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""
    """The last file that says something of it; empty for one made of a bare model id."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Go with this preset's requests, to whichever endpoint those go: no secrets."""
    slot: int | None = None
    """One of SLOTS; no two presets have the same."""
    refuse_cloud_ids: bool = False
    """Nothing is sent where the model has a cloud prefix."""
    system_file: str = ""
    """The whole path of the file that `system` was read from; empty where it stands in the preset itself."""
    broken: str = ""
    """Why nothing is sent with it, as a sentence: something in its files is not what it must be."""

    @classmethod
    def of_model(cls, model: str) -> "Preset":
        """The ad-hoc preset of a model: its id as its name, nothing else set."""
        return cls(name=model, model=model)

    @property
    def ad_hoc(self) -> bool:
        return self.name == self.model and not self.source


def not_sendable(preset: Preset, cloud_prefixes: Sequence[str] = CLOUD_PREFIXES) -> str:
    """Why nothing is sent with the preset, as a sentence for the user; empty where it can be."""
    if preset.broken:
        return f"Nothing was sent, since a part of the preset cannot be used. {preset.broken}"
    if preset.refuse_cloud_ids and is_cloud_id(preset.model, cloud_prefixes):
        return (
            f"Nothing was sent: `{preset.model}` has a cloud prefix, and the preset refuses cloud ids "
            "(refuse_cloud_ids). That stops only requests of aishtui: a broker that passes a local model's request on "
            "to a cloud is not stopped by it."
        )
    return ""


def free_name(name: str, taken: Collection[str]) -> str:
    """A name for a copy of `name` that nobody has: `deep-2`, `deep-3`, …"""
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"
