"""Presets and ids."""

from aishtui.chat.nearest import nearest, or_list
from aishtui.chat.presets import Preset, free_name, is_cloud_id, not_sendable
from aishtui.chat.tabs import Own


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


def test_what_is_not_sent_says_why() -> None:
    local, cloud = Preset("a", "llama", refuse_cloud_ids=True), Preset("a", "anthropic/x", refuse_cloud_ids=True)
    assert not_sendable(local) == ""
    assert "`anthropic/x` has a cloud prefix" in not_sendable(cloud)
    assert not_sendable(cloud, ()) == ""
    assert not_sendable(Preset("a", "anthropic/x")) == ""
    assert "The file is gone." in not_sendable(Preset("a", "llama", broken="The file is gone."))


def test_a_copy_has_a_name_that_nobody_has() -> None:
    assert free_name("deep", ["deep"]) == "deep-2"
    assert free_name("deep", ["deep", "deep-2", "deep-3"]) == "deep-4"


def test_what_a_tab_has_of_its_own_is_what_makes_the_difference() -> None:
    preset = Preset("a", "m", system="s", params={"x": 1}, system_file="/s.md", group="g")
    assert Own.between(preset, preset) is None
    wanted = Preset("a", "n", system="", params={"x": 1}, headers={"X-A": "1"})
    own = Own.between(preset, wanted)
    assert own == Own(system="", headers={"X-A": "1"}, model="n")
    assert own.changed == ("model", "system", "headers")
    sent = own.over(preset)
    assert (sent.name, sent.model, sent.system, sent.params, sent.headers) == ("a", "n", "", {"x": 1}, {"X-A": "1"})
    assert (sent.system_file, sent.group) == ("", "g")
    assert own.without_model() == Own(system="", headers={"X-A": "1"})
    assert Own(model="n").without_model() is None


def test_a_parameter_that_is_true_is_not_one_that_is_1() -> None:
    preset = Preset("a", "m", params={"think": True})
    assert Own.between(preset, Preset("a", "m", params={"think": 1})) == Own(params={"think": 1})
