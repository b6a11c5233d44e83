"""What stands in the sidebar, as values."""

import time
from dataclasses import replace

from aishtui.chat.catalog import Catalog, CatalogEntry
from aishtui.chat.presets import Preset
from aishtui.widgets.sidebar_rows import RowKind, SidebarRow, filter_rows, rows_of, with_current
from tests.widgets.samples import CATALOG, FIGURES, IDS, PRESETS, catalog_of


def keys(rows: list[SidebarRow], kind: RowKind) -> list[str]:
    return [row.key for row in rows if row.kind is kind]


def row(rows: list[SidebarRow], key: str) -> SidebarRow:
    return next(found for found in rows if found.key == key and found.kind is not RowKind.HEADING)


def test_presets_come_first_and_then_every_model_of_the_catalogue() -> None:
    rows = rows_of(PRESETS, CATALOG)
    assert keys(rows, RowKind.PRESET) == [preset.name for preset in PRESETS]
    assert sorted(keys(rows, RowKind.MODEL)) == sorted(IDS)
    assert rows[0].label == "Presets"
    headings = ["Presets", "Models", "anthropic/", "openai/", "mistralai/", "qwen/", "google/"]
    assert keys(rows, RowKind.HEADING) == headings


def test_a_preset_the_catalogue_lacks_is_dimmed_with_the_nearest_id_and_still_there() -> None:
    rows = rows_of(PRESETS, catalog_of([*IDS, "qwen-coder-7b-8k"]))
    deep = row(rows, "deep")
    assert (deep.dimmed, deep.note) == (True, "not served")
    assert deep.detail == "qwen-coder-7b-32k is not served now; nearest: qwen-coder-7b-8k or qwen/qwen3-coder-480b-a35b"
    assert not row(rows, "fast").dimmed


def test_before_any_catalogue_nothing_is_called_not_served() -> None:
    rows = rows_of(PRESETS, None)
    assert not any(found.dimmed or found.note == "not served" for found in rows)
    assert keys(rows, RowKind.MODEL) == []
    assert keys(rows, RowKind.HEADING) == ["Presets"]


def test_an_empty_catalogue_serves_nothing() -> None:
    assert all(found.dimmed for found in rows_of(PRESETS, catalog_of([])) if found.kind is RowKind.PRESET)


def test_cloud_presets_say_cloud_and_local_ones_their_figures() -> None:
    rows = rows_of(PRESETS, CATALOG, figures=FIGURES)
    assert (row(rows, "cloud").note, row(rows, "cloud").cloud) == ("cloud", True)
    assert (row(rows, "fast").note, row(rows, "fast").cloud) == ("42 tok/s", False)


def test_local_models_stand_before_the_vendors() -> None:
    rows = rows_of([], catalog_of(["openai/a", "b", "openai/c", "local/d"]))
    assert [found.label for found in rows] == ["Models", "b", "local/d", "openai/", "a", "c"]
    assert row(rows, "openai/c").key == "openai/c"


def test_what_is_new_is_marked_and_what_is_gone_stands_dimmed_with_its_kind() -> None:
    catalog = replace(catalog_of(["b", "openai/a"]), new=frozenset({"b"}), gone=("c", "openai/z"))
    rows = rows_of([], catalog, figures={"b": "42 tok/s"})
    assert [found.label for found in rows] == ["Models", "b", "c", "openai/", "a", "z"]
    assert [(found.note, found.dimmed) for found in rows if found.kind is RowKind.MODEL] == [
        ("new", False), ("gone", True), ("", False), ("gone", True),
    ]  # fmt: skip
    assert row(rows, "b").detail == "b · 42 tok/s"
    assert row(rows, "openai/z").detail == "openai/z · not listed any more"


def test_a_preset_is_not_called_absent_because_of_a_list_that_is_not_whole() -> None:
    rows = rows_of(PRESETS, replace(catalog_of(["other"]), whole=False))
    assert not any(found.dimmed or found.note == "not served" for found in rows)


def test_the_details_say_what_the_catalogue_knows() -> None:
    entry = CatalogEntry(
        "big", context_length=131072, price_in=3e-6, price_out=15e-6, modalities_in=("text", "image"), status="loaded"
    )
    rows = rows_of([Preset("mine", "big", "for me")], Catalog("http://x", "", (entry,)))
    facts = "loaded · 131k context · $3 in, $15 out per M tokens · takes text, image"
    assert row(rows, "big").detail == f"big · {facts}"
    assert row(rows, "mine").detail == f"big · for me · {facts}"


def test_the_heading_says_of_when_the_list_is_while_nobody_answers() -> None:
    catalog = replace(catalog_of(["a"]), fetched_at="2020-02-03T12:00:00+00:00")
    heading = rows_of([], catalog, dated=True)[0]
    assert (heading.key, heading.label) == ("Models", "Models, as of 3 Feb 2020")
    assert rows_of([], catalog)[0].label == "Models"
    assert row(rows_of(PRESETS, catalog, dated=True), "fast").detail.endswith(" was not served as of 3 Feb 2020")


def test_the_mark_moves_with_the_tab() -> None:
    rows = rows_of(PRESETS, CATALOG, current="fast")
    moved = with_current(rows, "openai/gpt-5.2")
    assert [found.key for found in rows if found.current] == ["fast"]
    assert [found.key for found in moved if found.current] == ["openai/gpt-5.2"]
    assert with_current(moved, "fast") == rows


def test_the_filter_wants_every_word_and_keeps_the_headings_of_what_is_left() -> None:
    rows = rows_of(PRESETS, CATALOG, filter_text="GPT mini")
    assert [found.label for found in rows] == ["Models", "openai/", "gpt-5.2-mini"]
    assert keys(rows_of(PRESETS, CATALOG, filter_text="deep"), RowKind.PRESET) == ["deep"]
    assert keys(rows_of(PRESETS, CATALOG, filter_text="qwen-coder"), RowKind.PRESET) == ["deep"]
    assert rows_of(PRESETS, CATALOG, filter_text="no such thing") == []


def test_names_from_outside_lose_their_control_characters_but_keys_stay_as_they_came() -> None:
    rows = rows_of([Preset("e\x1b[2Jvil", "m\x07")], catalog_of(["x\x1b]0;t\x07", "m\x07"]))
    assert all("\x1b" not in found.label + found.detail + found.note for found in rows)
    assert row(rows, "x\x1b]0;t\x07").key == "x\x1b]0;t\x07"


def test_five_thousand_models_are_listed_filtered_and_near_missed_without_a_pause() -> None:
    ids = [f"vendor{i % 40}/model-{i}-instruct" for i in range(5000)]
    started = time.process_time()
    rows = rows_of([Preset(f"p{i}", f"modell-{i}-instruct") for i in range(7)], catalog_of(ids))
    listed = time.process_time()
    assert len(filter_rows(rows, "model 777")) > 1
    filtered = time.process_time()
    assert len(rows) == 5000 + 7 + 2
    assert "nearest: " in rows[1].detail
    # No deadlines, only that nothing is quadratic: that would be minutes.
    assert listed - started < 20
    assert filtered - listed < 2
