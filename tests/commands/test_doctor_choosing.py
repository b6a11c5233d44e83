"""Whom the doctor asks, and what it makes of the times it measured."""

import pytest

from aishtui.chat.catalog import Catalog, CatalogEntry
from aishtui.chat.presets import CLOUD_PREFIXES, Preset
from aishtui.commands.live.backend_named import held_back
from aishtui.commands.live.choosing import another_local, cloud_choice, local_choice
from aishtui.commands.live.heard import Heard
from aishtui.commands.live.overlap import overlapped
from aishtui.commands.live.pieces import lumps
from aishtui.commands.live.run import Run
from aishtui.commands.live.words import span
from aishtui.endpoint.client import EndpointClient
from aishtui.wire.address import parse_endpoint

FAST = Preset("fast", "qwen", source="presets.toml")
CLOUD = Preset("cloud", "anthropic/claude-sonnet-4.6", source="presets.toml")
HAIKU = Preset("cloud_haiku", "anthropic/claude-haiku-4.5", source="presets.toml")


def run_with(*entries: CatalogEntry | str, presets: tuple[Preset, ...] = (CLOUD, FAST, HAIKU)) -> Run:
    address = parse_endpoint("127.0.0.1:1")
    run = Run(
        address, EndpointClient(address), "", lambda _: EndpointClient(address), presets, CLOUD_PREFIXES, lambda _: None
    )
    listed = tuple(CatalogEntry(entry) if isinstance(entry, str) else entry for entry in entries)
    run.catalog = Catalog(entries=listed)
    return run


def model(preset: Preset | None) -> str | None:
    return preset.model if preset is not None else None


def test_the_first_served_local_preset_is_asked_else_the_first_local_model() -> None:
    assert local_choice(run_with("other", "qwen")) is FAST
    assert model(local_choice(run_with("anthropic/x", "other"))) == "other"
    assert local_choice(run_with("anthropic/x")) is None
    assert local_choice(run_with()) is FAST


def test_the_own_brokers_models_are_asked_only_where_there_is_no_other() -> None:
    guide = CatalogEntry("guide", owned_by="embedded")
    assert model(local_choice(run_with(guide, "llama"))) == "llama"
    assert model(local_choice(run_with(guide))) == "guide"
    assert another_local(run_with(guide, "llama"), than="llama") is None
    assert another_local(run_with("llama", "qwen"), than="llama") is FAST


def test_the_cheapest_cloud_model_is_asked_where_prices_are_known() -> None:
    dear = CatalogEntry("anthropic/claude-haiku-4.5", price_in=1e-6, price_out=5e-6)
    cheap = CatalogEntry("openai/small", price_in=1e-7, price_out=4e-7)
    per_request = CatalogEntry("openai/by-request", price_in=0.0, price_out=0.0, price_request=0.01)
    picture = CatalogEntry("openai/picture", price_in=0.0, price_out=0.0, modalities_out=("image",))
    assert model(cloud_choice(run_with(dear, picture, per_request, cheap))) == "openai/small"


def test_without_prices_the_preset_that_sounds_cheapest_is_asked() -> None:
    assert cloud_choice(run_with(CLOUD.model, "openai/gpt-5", HAIKU.model)) is HAIKU
    assert cloud_choice(run_with("openai/gpt-5", CLOUD.model)) is CLOUD
    assert model(cloud_choice(run_with("openai/gpt-5", "qwen"))) == "openai/gpt-5"
    assert cloud_choice(run_with("qwen")) is None


def heard(*pieces: float, sent: float = 0.0, text: str = "", headers_s: float = 0.0) -> Heard:
    return Heard(
        sent=sent, pieces=list(pieces), text=text or "1 " * len(pieces), headers_s=headers_s, total_s=pieces[-1]
    )


def test_words_that_come_many_at_a_time_are_lumps() -> None:
    assert lumps(heard(1.0, text="one two three four five"))
    assert lumps(heard(1.0, 1.0, 1.0, text="w " * 60))
    assert not lumps(heard(*(n / 28 for n in range(20)), text="w " * 60))


def test_answers_overlap_where_both_are_written_at_once() -> None:
    one = heard(*(n / 10 for n in range(10)))
    assert overlapped(one, heard(*(n / 10 for n in range(10)), sent=0.2))
    assert not overlapped(one, heard(*(n / 10 for n in range(10)), sent=0.88))
    assert not overlapped(one, heard(*(n / 10 for n in range(10)), sent=3.0))


def test_lumps_overlap_where_neither_can_have_waited_for_the_other() -> None:
    text = "w " * 60
    assert overlapped(heard(2.0, text=text), heard(2.1, text=text))
    assert not overlapped(heard(2.0, text=text), heard(4.0, text=text))


def test_headers_are_held_back_only_where_somebody_waits() -> None:
    assert held_back(heard(3.0, headers_s=2.99))
    assert not held_back(heard(3.0, headers_s=0.01))
    assert not held_back(heard(0.02, headers_s=0.019))


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.0004, "under 1 ms"), (0.004, "4 ms"), (0.0999, "0.10 s"), (1.234, "1.23 s"), (12.34, "12.3 s"), (65, "1:05")],
)
def test_short_times_keep_their_digits(value: float, words: str) -> None:
    assert span(value) == words
