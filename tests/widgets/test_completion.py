"""What a typed command may become, and the line that says so."""

from collections.abc import Sequence

import pytest

from aishtui.widgets.actions import ACTIONS
from aishtui.widgets.command_line import command_names
from aishtui.widgets.completion import Candidate, Completion, completion, taken_by
from aishtui.widgets.completion_line import CompletionLine
from tests.widgets.host import Host, text_of

KNOWN = {"PRESET": ("fast", "chat", "chat_big"), "PRESETS": ("fast", "chat"), "N": ("1", "2"), "FILE": ("a b/", "a c")}
KINDS = {"PRESET", "PRESETS", "ID", "THEME", "N", "URL", "FILE", "WORDS", "CELLS"}


def arguments(name: str, kind: str, word: str) -> Sequence[Candidate]:
    return [Candidate(text) for text in KNOWN.get(kind, ()) if text.startswith(word)]


def of(line: str) -> Completion:
    return completion(line, arguments)


@pytest.mark.parametrize(
    ("line", "certain"),
    [
        (":the", ":theme "),
        (":quit", ":quit"),
        (":c", ":c"),
        (":preset f", ":preset fast"),
        (":preset c", ":preset chat"),
        (":preset chat", ":preset chat"),
        (":compare fast,ch", ":compare fast,chat"),
        (":compare fast + f", ":compare fast + fast"),
        (":export all br", ":export all branches"),
        (":import a", ":import a "),
        (":import a b", ":import a b/"),
        (":copy prompt pl", ":copy prompt plain"),
        (":mouse o", ":mouse o"),
        (":nothing x", ":nothing x"),
        (":quit x", ":quit x"),
        (":", ":"),
    ],
)
def test_a_line_is_completed_as_far_as_it_is_certain(line: str, certain: str) -> None:
    assert of(line).certain() == certain


def test_words_and_kinds_come_from_the_table() -> None:
    assert taken_by("export") == (("all", "branches", "md", "json", "txt"), ("FILE",))
    assert taken_by("quit") == ((), ())
    assert {kind for name in command_names() for kind in taken_by(name)[1]} == KINDS


def test_once_the_command_is_known_it_is_said_what_it_takes() -> None:
    action = next(action for action in ACTIONS if action.id == "tab.new")
    assert of(":new ").hint == of(":new").hint == f"{action.command}  {action.help}"
    assert of(":n").hint == ""
    assert [one.text for one in of(":ne").candidates] == [":newer", ":new"]
    assert [one.text for one in of(":new").candidates] == [":new", ":newer"]


def test_a_wrong_name_gets_the_nearest() -> None:
    assert ":theme" in of(":teme").problem
    assert ":theme" in of(":teme x").problem
    assert "F1" in of(":xyzzyq").problem


class Line(Host):
    def __init__(self, found: Completion, chosen: int | None) -> None:
        super().__init__(lambda: [CompletionLine()])
        self._found, self._chosen = found, chosen

    def on_mount(self) -> None:
        self.query_one(CompletionLine).show(self._found, self._chosen)


async def shown(found: Completion, chosen: int | None = None, width: int = 60) -> str:
    app = Line(found, chosen)
    async with app.run_test(size=(width, 15)) as pilot:
        await pilot.pause()
        return text_of(app.query_one(CompletionLine))[0].rstrip()


async def test_the_line_shows_as_many_as_fit_and_counts_the_rest() -> None:
    many = Completion(":x ", "", tuple(Candidate(f"number-{number}") for number in range(30)), "hint")
    assert await shown(many) == " number-0  number-1  number-2  number-3  number-4  +25"
    line = await shown(many, 20)
    assert "number-20" in line
    assert line.startswith(" +19")
    assert "number-29    hint" in await shown(many, 29)


async def test_a_problem_and_a_hint_and_text_from_outside_are_safe() -> None:
    assert await shown(Completion(":x", "", problem="There is no :x\x1b.")) == " There is no :x␛."
    line = await shown(Completion(":x ", "", (Candidate("a\x1b[31m"),), "takes [A]"))
    assert "\x1b" not in line
    assert "takes [A]" in line
    assert await shown(Completion(":x ", "")) == " nothing to complete"
