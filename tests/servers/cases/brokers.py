"""Who answered: each broker in its own way."""

from typing import Any

from tests.servers.case import COMPLETE, END, FAILED, Case, delta, event, head, said, stream, whole

WORDS = (*said("well met"), *END)


def by(name: str, backend: str | None, *first: bytes, facts: dict[str, Any], **headers: str) -> Case:
    notes = facts.pop("notes", ())
    top = head(backend=None, **headers)
    return Case(
        name,
        stream(*first, *WORDS, top=top),
        COMPLETE,
        "well met",
        finish="stop",
        backend=backend,
        notes=notes,
        facts=facts,
    )


CASES = (
    by(
        "by-a-server-of-ones-own-behind-litellm",
        "http://dirac:8000/v1",
        facts={"answered_model": "tiny", "cloud": None},
        x_litellm_model_api_base="http://dirac:8000/v1",
        x_litellm_model_name="openai/tiny",
    ),
    by(
        "by-a-cloud-behind-litellm",
        "7f",
        facts={"answered_model": "anthropic/claude", "cloud": "the model that answered is anthropic/claude"},
        x_litellm_model_id="7f",
        x_litellm_model_name="anthropic/claude",
    ),
    by(
        "by-its-header",
        "boltzmann",
        facts={"answered_by_from": "header", "answered_model": "m"},
        X_LLM_Backend="boltzmann",
    ),
    by(
        "by-a-header-before-the-body",
        "boltzmann",
        event({"provider": "Bedrock", **delta("")}),
        facts={"answered_by_from": "header", "provider": "Bedrock"},
        X_LLM_Backend="boltzmann",
    ),
    by("by-nobody", None, facts={"answered_by_from": "unknown", "provider": None}),
    by("by-an-empty-header", None, facts={"answered_by_from": "unknown"}, X_LLM_Backend="  "),
    by(
        "by-a-header-with-odd-bytes",
        "d\xefr\ufffdac",
        facts={"answered_by_from": "header"},
        X_LLM_Backend="d\xefr\x9bac",
    ),
    by(
        "by-litellm",
        "http://dirac:8000/v1",
        facts={
            "answered_by_from": "header",
            "cost": 0.0125,
            "cost_from": "header",
            "request_id": "call-1",
            "answered_model": "bedrock/claude",
            "notes": ("the broker fell back once", "the broker tried 3 times"),
        },
        x_litellm_model_api_base="http://user:pw@dirac:8000/v1",
        x_litellm_model_id="7f",
        x_litellm_call_id="call-1",
        x_litellm_attempted_fallbacks="1",
        x_litellm_attempted_retries="2",
        x_litellm_response_cost="0.0125",
        x_litellm_model_name="bedrock/claude",
    ),
    by(
        "by-litellm-without-a-price",
        "7f",
        facts={"cost": None, "cost_from": None},
        x_litellm_model_id="7f",
        x_litellm_response_cost="0.0",
        x_litellm_attempted_fallbacks="0",
    ),
    by(
        "by-a-broker-behind-litellm",
        "boltzmann",
        facts={"request_id": "r-9"},
        x_litellm_model_api_base="http://h:8082/v1",
        **{"llm_provider-X-LLM-Backend": "boltzmann", "llm_provider-x-request-id": "r-9"},
    ),
    by(
        "by-openrouter",
        "AtlasCloud",
        event({**delta(""), "id": "gen-1", "provider": "AtlasCloud", "model": "deepseek/r1"}),
        facts={"answered_by_from": "body", "provider": "AtlasCloud", "request_id": "gen-7"},
        X_Generation_Id="gen-7",
    ),
    by(
        "by-bifrost",
        "deepseek",
        facts={
            "answered_model": "v4-flash",
            "request_id": "b-1",
            "notes": ("the broker fell back once, instead of muse",),
        },
        x_bifrost_routing_info_provider="deepseek",
        x_bifrost_routing_info_model="v4-flash",
        x_bifrost_request_id="b-1",
        x_bifrost_fallback_index="1",
        x_bifrost_routing_info_is_fallback="true",
        x_bifrost_routing_info_primary_model="muse",
    ),
    by(
        "by-bifrost-of-old",
        "openai",
        facts={"answered_model": "gpt-4o"},
        x_bifrost_provider="openai",
        x_bifrost_resolved_model="gpt-4o",
    ),
    by(
        "by-ngrok",
        None,
        facts={"answered_model": "gemini-flash", "request_id": "rq_1", "notes": ("the broker tried 3 times",)},
        Ngrok_AIG_Model="gemini-flash",
        Ngrok_AIG_Attempts="3",
        Ngrok_AIG_Request_Id="rq_1",
    ),
    by(
        "by-nrouter",
        None,
        facts={
            "answered_model": "gpt-5",
            "cost": 0.0035,
            "cost_from": "header",
            "request_id": "n-1",
            "notes": ("the broker fell back once",),
        },
        x_nr_model="gpt-5",
        x_nr_request_cost="0.0035",
        x_nr_request_id="n-1",
        x_nr_routing="fallback:1",
        x_nr_attempts="1",
    ),
    by(
        "usage-knows-the-cost-better-than-a-header",
        "7f",
        event({"choices": [], "usage": {"cost": 0.5}}),
        facts={"cost": 0.5, "cost_from": "usage"},
        x_litellm_model_id="7f",
        x_litellm_response_cost="0.4",
    ),
    by(
        "headers-of-odd-shapes",
        None,
        facts={"cost": None, "notes": ()},
        x_litellm_response_cost="None",
        x_litellm_attempted_fallbacks="-1",
        x_nr_request_cost="1e999",
        Ngrok_AIG_Attempts="many",
        x_bifrost_fallback_index="9" * 50,
    ),
    by(
        "a-fingerprint",
        "boltzmann",
        event({**delta(""), "system_fingerprint": "b6399-e4912fc"}),
        facts={"system_fingerprint": "b6399-e4912fc"},
        X_LLM_Backend="boltzmann",
    ),
    Case(
        "a-refusal-names-its-backend",
        whole({"error": "no"}, "400 Bad Request", backend="boltzmann", X_Request_Id="r-1"),
        FAILED,
        error="no",
        backend="boltzmann",
        facts={"request_id": "r-1", "answered_by_from": "header"},
    ),
)
