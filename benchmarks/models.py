"""A list of models as OpenRouter sends it: every field it is known to have, and descriptions of its usual length."""

import json
import random
from typing import Any

_VENDORS = (
    "anthropic", "openai", "mistralai", "qwen", "google", "meta-llama", "deepseek", "x-ai", "cohere", "nvidia",
    "microsoft", "amazon", "z-ai", "moonshotai", "nousresearch",
)  # fmt: skip
_PARAMETERS = (
    "frequency_penalty", "include_reasoning", "logit_bias", "logprobs", "max_tokens", "min_p", "presence_penalty",
    "reasoning", "repetition_penalty", "response_format", "seed", "stop", "structured_outputs", "temperature",
    "tool_choice", "tools", "top_k", "top_logprobs", "top_p",
)  # fmt: skip
_WORDS = (
    "a", "the", "model", "reasoning", "context", "tokens", "trained", "on", "for", "long", "agentic", "coding",
    "multilingual", "of", "with", "and", "experts", "parameters", "active", "per", "token", "vision", "open", "weights",
)  # fmt: skip


def openrouter_models(count: int, seed: int) -> list[dict[str, Any]]:
    chance = random.Random(f"{seed} models")
    return [_model(number, chance) for number in range(count)]


def openrouter_body(count: int, seed: int) -> bytes:
    return json.dumps({"data": openrouter_models(count, seed)}).encode()


def _model(number: int, chance: random.Random) -> dict[str, Any]:
    vendor = _VENDORS[number % len(_VENDORS)]
    slug = f"{vendor}/{chance.choice(('chat', 'coder', 'vision'))}-{number}-instruct"
    context = 2 ** chance.randint(13, 20)
    takes = ["text", "image"] if number % 3 == 0 else ["text"]
    return {
        "id": slug,
        "canonical_slug": f"{slug}-2026-01-{number % 28 + 1:02}",
        "hugging_face_id": f"{vendor}/Model-{number}",
        "name": f"{vendor.title()}: Model {number} Instruct",
        "created": 1_700_000_000 + number,
        "description": " ".join(chance.choice(_WORDS) for _ in range(chance.randint(40, 200))).capitalize() + ".",
        "context_length": context,
        "architecture": {
            "modality": f"{'+'.join(takes)}->text", "input_modalities": takes, "output_modalities": ["text"],
            "tokenizer": "Other", "instruct_type": None,
        },
        "pricing": {
            "prompt": f"{chance.randint(1, 900) / 1e8:.8f}", "completion": f"{chance.randint(1, 4000) / 1e8:.8f}",
            "request": "0", "image": "0", "web_search": "0", "internal_reasoning": "0",
            "input_cache_read": "0.00000003", "input_cache_write": "0",
        },
        "top_provider": {"context_length": context, "max_completion_tokens": 65536, "is_moderated": number % 2 == 0},
        "per_request_limits": None,
        "supported_parameters": chance.sample(_PARAMETERS, chance.randint(8, len(_PARAMETERS))),
        "default_parameters": {"temperature": None, "top_p": None, "frequency_penalty": None},
        "expiration_date": None,
    }  # fmt: skip
