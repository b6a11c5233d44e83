"""Which preset is taken when nobody names one."""

from dataclasses import replace

from aishtui.chat.catalog import Catalog, CatalogEntry
from aishtui.chat.presets import Preset
from aishtui.engine.first_choice import first_choice

PAID = Preset("cloud", "anthropic/claude", source="test")
ASLEEP = Preset("deep", "qwen-7b", source="test")
AWAKE = Preset("chat", "llama-8b", source="test")


def listed(*models: str) -> Catalog:
    return Catalog(entries=tuple(map(CatalogEntry, models)))


def test_the_first_in_file_order_that_is_served_and_not_paid() -> None:
    catalog = listed("anthropic/claude", "llama-8b", "phi")
    assert first_choice((PAID, ASLEEP, AWAKE), catalog) == AWAKE


def test_a_paid_preset_is_taken_never() -> None:
    assert first_choice((PAID,), None) is None
    assert first_choice((PAID,), Catalog()) is None
    assert first_choice((PAID,), listed("anthropic/claude", "openai/gpt")) is None


def test_before_a_catalogue_is_known_the_first_that_is_not_paid() -> None:
    assert first_choice((PAID, ASLEEP, AWAKE), None) == ASLEEP
    assert first_choice((PAID, ASLEEP, AWAKE), Catalog()) == ASLEEP


def test_where_no_preset_is_served_the_first_model_that_is_not_paid() -> None:
    assert first_choice((PAID, ASLEEP), listed("openai/gpt", "guide")) == Preset.of_model("guide")


def test_where_only_paid_models_are_served_a_preset_that_may_wake_up() -> None:
    assert first_choice((PAID, ASLEEP), listed("openai/gpt")) == ASLEEP


def test_what_counts_as_paid_is_the_users_to_say() -> None:
    catalog = listed("anthropic/claude", "llama-8b")
    assert first_choice((PAID, AWAKE), catalog, cloud_prefixes=("llama",)) == PAID


def test_a_preset_that_cannot_be_sent_is_not_chosen() -> None:
    broken = replace(AWAKE, broken="Its system prompt is gone.")
    assert first_choice((broken, ASLEEP), None) == ASLEEP
