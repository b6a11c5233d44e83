"""Presets and ids."""

from aishtui.chat.nearest import nearest, or_list
from aishtui.chat.presets import Preset, is_cloud_id


def test_only_a_cloud_prefix_makes_a_cloud_id() -> None:
    assert is_cloud_id("anthropic/claude-opus-4.7")
    assert is_cloud_id("qwen/qwen3-coder")
    assert not is_cloud_id("qwen2.5-coder-1.5b-q4_k_m.gguf")
    assert not is_cloud_id("models/llama.gguf")
    assert not is_cloud_id("anthropic/x", prefixes=())


def test_a_bare_model_is_a_preset_of_its_own_name() -> None:
    assert Preset.of_model("m").ad_hoc
    assert not Preset("m", "m", source="/etc/presets.toml").ad_hoc


def test_the_nearest_names_forgive_dashes_case_and_slips() -> None:
    names = ["fast", "chat", "chat_big", "cloud_opus"]
    assert nearest("Chat-Big", names)[0] == "chat_big"
    assert nearest("fsat", names)[0] == "fast"
    assert nearest("cloud", names) == ["cloud_opus"]
    assert nearest("zzz", names) == []


def test_lists_read_like_a_sentence() -> None:
    assert [or_list(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a or b", "a, b or c"]
