"""Sample presets, catalogue and answers for the tests of the widgets and for the demo."""

from aishtui.chat.answers import AnsweredByFrom, AnswerFacts, AnswerView, Stage, Status
from aishtui.chat.catalog import Catalog, CatalogEntry, EndpointHealth, HealthState
from aishtui.chat.presets import Preset
from aishtui.widgets.tab_bar import TabLabel, TabState

PRESETS = [
    Preset("fast", "qwen2.5-coder-1.5b-q4_k_m.gguf", "always up, snappy questions"),
    Preset("chat", "llama-3.1-8b-instruct", "local 8B chat"),
    Preset("chat_big", "mistral-nemo-12b-instruct", "slower, sharper"),
    Preset("deep", "qwen-coder-7b-32k", "only when dirac is awake"),
    Preset("cloud", "anthropic/claude-sonnet-4.6", "default cloud"),
    Preset("cloud_opus", "anthropic/claude-opus-4.7", "strongest"),
    Preset("cloud_haiku", "anthropic/claude-haiku-4.5", "cheap cloud"),
]
IDS = [
    "qwen2.5-coder-1.5b-q4_k_m.gguf", "llama-3.1-8b-instruct", "mistral-nemo-12b-instruct",
    "anthropic/claude-sonnet-4.6", "anthropic/claude-opus-4.7", "anthropic/claude-haiku-4.5", "openai/gpt-5.2",
    "openai/gpt-5.2-mini", "mistralai/mistral-large-2512", "qwen/qwen3-coder-480b-a35b", "google/gemini-3-pro",
]  # fmt: skip
FIGURES = {"qwen2.5-coder-1.5b-q4_k_m.gguf": "42 tok/s", "llama-3.1-8b-instruct": "12 tok/s"}
HEALTH = EndpointHealth("hossenfelder.fritz.box:8082", "http://hossenfelder.fritz.box:8082", HealthState.OK)
FACTS = AnswerFacts(
    preset="deep", asked_model="qwen-coder-7b-32k", answered_by="boltzmann", answered_by_from=AnsweredByFrom.HEADER,
    first_token_s=0.4, tokens_per_s=42.0, tokens_out=1234, total_s=7.9, usual_backend="dirac",
)  # fmt: skip
LABELS = [
    TabLabel("a", "fast", TabState.IDLE, active=True),
    TabLabel("b", "deep", TabState.ANSWERING),
    TabLabel("c", "cloud", TabState.DONE),
    TabLabel("d", "chat_big", TabState.FAILED),
]


def catalog_of(ids: list[str]) -> Catalog:
    return Catalog("http://x", "2026-01-01T00:00:00Z", tuple(CatalogEntry(id) for id in ids))


CATALOG = catalog_of(IDS)


def view_of(
    stage: Stage = Stage.ENDED, status: Status | None = None, facts: AnswerFacts = FACTS, sent_at: float | None = 100.0
) -> AnswerView:
    ended = Status.COMPLETE if stage is Stage.ENDED else Status.WRITING
    return AnswerView("1", "c", status or ended, stage, facts, since=100.0, sent_at=sent_at)
