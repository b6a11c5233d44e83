"""A preset as texts in a form, and back."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from aishtui.chat.presets import Preset
from aishtui.screens.preset_form import PresetForm, new_form, same_preset

LINE = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=12)
NAME = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)
VALUE: st.SearchStrategy[Any] = st.one_of(st.integers(), st.booleans(), LINE, st.lists(st.integers(), max_size=3))


@st.composite
def presets(draw: st.DrawFn) -> Preset:
    by_file = draw(st.booleans())
    return Preset(
        draw(NAME), draw(NAME), draw(LINE), draw(LINE), system=draw(LINE), params=draw(st.dictionaries(NAME, VALUE)),
        headers=draw(st.dictionaries(NAME, LINE)), slot=draw(st.sampled_from([None, 1, 9])),
        refuse_cloud_ids=draw(st.booleans()), system_file="/prompts/x.md" if by_file else "",
    )  # fmt: skip


@given(presets())
def test_a_form_that_nobody_touches_is_the_preset_whatever_is_in_it(preset: Preset) -> None:
    form = PresetForm.of(preset)
    assert form.changed() == ()
    assert same_preset(form.read().preset, preset)
    assert form.read().mistakes == {}


@given(presets(), presets())
def test_what_is_typed_stays_when_the_preset_becomes_another(before: Preset, after: Preset) -> None:
    form = PresetForm.of(before).typed("system", "typed").typed("params:mine", "1")
    rebased = form.rebased(after)
    assert rebased.texts["system"] == "typed"
    assert rebased.read().preset.params["mine"] == 1
    assert rebased.read().preset.group == after.group


def test_another_parameter_is_read_before_it_has_a_field_of_its_own() -> None:
    form = PresetForm.of(Preset("a", "m")).typed("params+", "top_p: 0.5").typed("headers+", "X-Title lab")
    assert form.read().preset.params == {"top_p": 0.5}
    assert form.read().preset.headers == {"X-Title": "lab"}
    taken, own = form.taken_in("params")
    assert (own, taken.texts["params:top_p"], taken.texts["params+"]) == ("params:top_p", "0.5", "")
    assert taken.fields.index("params:top_p") < taken.fields.index("params+")
    assert list(form.typed("params+", "top_k = x").read().mistakes) == ["params+"]


def test_headers_differ_by_more_than_case() -> None:
    form = PresetForm.of(Preset("a", "m", headers={"X-Title": "lab"})).typed("headers+", "x-title = other")
    assert form.read().mistakes == {"headers+": "This is X-Title once more: case makes no difference in headers."}


def test_a_new_preset_has_a_free_name_like_its_model() -> None:
    assert new_form("anthropic/claude-opus-4.7", ()).texts["name"] == "claude-opus-4.7"
    assert new_form("models/a.gguf", ("a",)).texts["name"] == "a-2"
