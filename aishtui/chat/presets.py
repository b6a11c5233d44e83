"""Presets: a name for a model with its system prompt and parameters."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from aishtui.chat.lazy_dataclass import dataclass

# Prefixes under which the broker's cloud catalogue lists its models. "Cloud" before an answer means no more
# than this; `[endpoint] cloud_prefixes` in config.toml replaces them, since some local servers use slashes too.
CLOUD_PREFIXES: tuple[str, ...] = (
    "anthropic/", "openai/", "mistralai/", "qwen/", "google/", "meta-llama/", "deepseek/", "x-ai/", "cohere/",
    "nvidia/", "microsoft/", "perplexity/", "amazon/", "moonshotai/", "z-ai/", "nousresearch/", "openrouter/",
)  # fmt: skip


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
    params: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""
    """The file it comes from; empty for one made of a bare model id."""

    @classmethod
    def of_model(cls, model: str) -> "Preset":
        """The ad-hoc preset of a model: its id as its name, nothing else set."""
        return cls(name=model, model=model)

    @property
    def ad_hoc(self) -> bool:
        return self.name == self.model and not self.source
