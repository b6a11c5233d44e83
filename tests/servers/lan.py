"""The models and machines of the LAN that `homelab` plays."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class LanModel:
    """A model, the machine that answers for it (None: it does not say so), and how fast it is."""

    id: str
    backend: str | None
    owned_by: str
    context_length: int
    tokens_per_s: float


FAST = "qwen2.5-coder-1.5b-q4_k_m.gguf"
CHAT = "llama-3.1-8b-instruct"
CHAT_BIG = "mistral-nemo-12b-instruct"
DEEP = "qwen-coder-7b-32k"
CLOUD = "anthropic/claude-sonnet-4.6"
CLOUD_OPUS = "anthropic/claude-opus-4.7"
CLOUD_HAIKU = "anthropic/claude-haiku-4.5"
NAMELESS = "google/gemini-2.5-pro"
"""Its answers carry no `X-LLM-Backend`."""

LOCAL_MODELS = (
    LanModel(FAST, "hertz", "local", 32_768, 12.0),
    LanModel(CHAT, "boltzmann", "local", 131_072, 20.0),
    LanModel(CHAT_BIG, "boltzmann", "local", 131_072, 8.0),
)
CLOUD_MODELS = (
    LanModel(CLOUD, "openrouter", "anthropic", 1_000_000, 60.0),
    LanModel(CLOUD_OPUS, "openrouter", "anthropic", 1_000_000, 40.0),
    LanModel(CLOUD_HAIKU, "openrouter", "anthropic", 200_000, 120.0),
    LanModel("openai/gpt-5", "openrouter", "openai", 400_000, 60.0),
    LanModel("openai/gpt-5-mini", "openrouter", "openai", 400_000, 100.0),
    LanModel("mistralai/mistral-large", "openrouter", "mistralai", 131_072, 50.0),
    LanModel("qwen/qwen3-coder", "openrouter", "qwen", 262_144, 70.0),
    LanModel(NAMELESS, None, "google", 1_048_576, 80.0),
)
MODEL_ON_DIRAC = LanModel(DEEP, "dirac", "local", 32_768, 30.0)
"""In the catalogue only while dirac is awake; asked for while it sleeps, boltzmann answers."""


def catalogue(dirac_awake: bool) -> list[LanModel]:
    return [*LOCAL_MODELS, *((MODEL_ON_DIRAC,) if dirac_awake else ()), *CLOUD_MODELS]


def as_entry(model: LanModel) -> dict[str, Any]:
    return {
        "id": model.id,
        "object": "model",
        "created": 1_790_000_000,
        "owned_by": model.owned_by,
        "context_length": model.context_length,
    }


def who_answers(model_id: str, dirac_awake: bool) -> LanModel | None:
    """The model with the machine that answers for it now; None for a model that nobody has."""
    if model_id == DEEP and not dirac_awake:
        return LanModel(DEEP, "boltzmann", "local", 32_768, 6.0)
    return next((model for model in (*catalogue(dirac_awake=True),) if model.id == model_id), None)
