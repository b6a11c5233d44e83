"""The words of the welcome, the banner and the copy, made from values."""

from aishtui.chat.answers import Status
from aishtui.chat.catalog import EndpointHealth, HealthState
from aishtui.chat.messages import Message, Role
from aishtui.chat.presets import Preset
from aishtui.screens.copying import last_answer
from aishtui.screens.troubles import troubles
from aishtui.screens.welcome import welcome

UP = EndpointHealth("h:1", "http://h:1", HealthState.OK)
DOWN = EndpointHealth("h:1", "http://h:1", HealthState.DOWN, "h:1 refused.", "`:connect` tries again.")
EMBEDDED = EndpointHealth("127.0.0.1:1", "http://127.0.0.1:1", HealthState.OK, embedded=True)


def test_the_most_pressing_trouble_comes_first_and_none_comes_twice() -> None:
    assert troubles(UP, "", ()) == []
    assert troubles(DOWN, "The disk is full.", ("The disk is full.", "a file")) == [
        "h:1 refused. `:connect` tries again.", "The disk is full.", "a file",
    ]  # fmt: skip


def test_names_from_outside_are_no_markdown_in_the_welcome() -> None:
    text = welcome(Preset("*x*", "[a](b)`c`\x1b", source="s"), UP, (), True, False)
    assert text.startswith("The next prompt goes to **∗x∗**, `(a)(b)'c'␛`.")


def test_a_bare_model_is_named_once() -> None:
    assert welcome(Preset.of_model("m"), UP, (), True, False).startswith("The next prompt goes to **m**.\n")


def test_the_embedded_broker_says_what_it_found() -> None:
    preset = Preset.of_model("guide")
    assert welcome(preset, EMBEDDED, ("llama.cpp on port 8080", "Ollama on port 11434"), True, False).startswith(
        "The embedded broker found on this machine: llama.cpp on port 8080 and Ollama on port 11434."
    )
    assert "found no model server" in welcome(preset, EMBEDDED, (), True, False)
    assert "found" not in welcome(preset, EMBEDDED, (), False, False)


def test_the_newest_answer_with_text_is_copied() -> None:
    def message(number: int, role: Role, text: str) -> Message:
        return Message(str(number), "c", None, role, text, "", status=Status.COMPLETE)

    path = (message(1, Role.USER, "a"), message(2, Role.ASSISTANT, "b"), message(3, Role.USER, "c"))
    assert last_answer((*path, message(4, Role.ASSISTANT, ""))) == path[1]
    assert last_answer(path[:1]) is None
