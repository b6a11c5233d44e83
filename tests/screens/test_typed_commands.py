"""What typed commands do, without a screen."""

from collections.abc import Iterator

import pytest

from aishtui.chat.presets import Preset
from aishtui.engine.engine import Engine
from aishtui.engine.keeper import KeepsNothing
from aishtui.screens.message_acts import Act
from aishtui.screens.typed_commands import CommandFailed, run_command
from aishtui.widgets.actions import ACTIONS
from aishtui.widgets.command_line import Command, command_names
from tests.screens.desk import PRESETS


class Desk:
    """Writes down what it is asked for."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.done: list[tuple[object, ...]] = []

    def take_preset(self, preset: Preset) -> None:
        self.done.append(("take", preset))

    def pick_preset(self) -> None:
        self.done.append(("pick preset",))

    def pick_model(self) -> None:
        self.done.append(("pick model",))

    def pick_theme(self) -> None:
        self.done.append(("pick theme",))

    def pick_conversation(self, typed: str) -> None:
        self.done.append(("pick conversation", typed))

    def open_palette(self) -> None:
        self.done.append(("palette",))

    def shape_sidebar(self, how: str) -> None:
        self.done.append(("sidebar", how))

    def open_tab(self, preset: Preset) -> None:
        self.done.append(("open", preset))

    def go_to_tab(self, number: int) -> bool:
        self.done.append(("tab", number))
        return number == 1

    def switch_mouse(self, how: str) -> None:
        self.done.append(("mouse", how))

    def suspend_here(self) -> None:
        self.done.append(("suspend",))

    def set_all(self, on: bool) -> None:
        self.done.append(("all", on))

    def compare(self, argument: str) -> None:
        self.done.append(("compare", argument))

    def keep_column(self, how: str) -> None:
        self.done.append(("keep", how))

    def align_columns(self, how: str = "") -> None:
        self.done.append(("align", how))

    def ask_at_once(self, how: str) -> None:
        self.done.append(("at-once", how))

    def skip_column(self, how: str) -> None:
        self.done.append(("skip", how))

    def enlarge_column(self) -> None:
        self.done.append(("enlarge",))

    def stop_answers(self, which: str) -> None:
        self.done.append(("stop", which))

    def run_queue(self, how: str) -> None:
        self.done.append(("queue", how))

    def connect(self, choice: str | None) -> None:
        self.done.append(("connect", choice))

    def use_theme(self, name: str) -> None:
        self.done.append(("theme", name))

    def open_history(self, line: str) -> None:
        self.done.append(("history", line))

    def title_conversation(self, title: str) -> None:
        self.done.append(("title", title))

    def pin_conversation(self, how: str) -> None:
        self.done.append(("pin", how))

    def delete_conversation(self) -> None:
        self.done.append(("delete",))

    def undelete_conversation(self) -> None:
        self.done.append(("undelete",))

    def theme_names(self) -> tuple[str, ...]:
        return ("dusk", "paper")

    def current_preset(self) -> Preset:
        return PRESETS[1]

    def export(self, line: str) -> None:
        self.done.append(("export", line))

    def import_file(self, name: str) -> None:
        self.done.append(("import", name))

    def action_tab_close(self) -> None:
        self.done.append(("close",))

    def copy_message(self, what: str) -> None:
        self.done.append(("copy", what))

    def print_message(self, what: str) -> None:
        self.done.append(("print", what))

    def act_on_chosen(self, act: Act) -> None:
        self.done.append((act.value,))

    def undo(self) -> None:
        self.done.append(("undo",))

    def search_prompts(self, words: str) -> None:
        self.done.append(("prompts", words))

    def retry_with(self, preset: Preset) -> None:
        self.done.append(("retry", preset))

    def action_message_menu(self) -> None:
        self.done.append(("message",))

    def action_prompt_editor(self) -> None:
        self.done.append(("editor",))

    def action_models_refresh(self) -> None:
        self.done.append(("models",))

    def action_screen_redraw(self) -> None:
        self.done.append(("redraw",))

    def action_away_next(self) -> None:
        self.done.append(("away",))

    def action_models_ask(self) -> None:
        self.done.append(("refresh",))

    def action_help_show(self) -> None:
        self.done.append(("help",))

    def action_app_leave(self) -> None:
        self.done.append(("quit",))


@pytest.fixture
def desk() -> Iterator[Desk]:
    engine = Engine("127.0.0.1:1", KeepsNothing(), PRESETS)
    engine.start(ask_catalog=False)
    engine.new_tab(PRESETS[0])
    yield Desk(engine)
    engine.close()


@pytest.mark.parametrize(
    ("name", "argument", "done"),
    [
        ("preset", "chat", ("take", PRESETS[1])),
        ("model", "any/thing", ("take", Preset.of_model("any/thing"))),
        ("preset", "3", ("take", PRESETS[2])),
        ("preset", "", ("pick preset",)),
        ("model", "", ("pick model",)),
        ("theme", "", ("pick theme",)),
        ("open", "rsync", ("pick conversation", "rsync")),
        ("commands", "", ("palette",)),
        ("sidebar", "wider", ("sidebar", "wider")),
        ("new", "", ("open", PRESETS[1])),
        ("new", "deep", ("open", PRESETS[2])),
        ("tab", "1", ("tab", 1)),
        ("all", "", ("all", True)),
        ("all", "off", ("all", False)),
        ("compare", "", ("compare", "")),
        ("compare", "fast, deep*2", ("compare", "fast, deep*2")),
        ("keep", "new", ("keep", "new")),
        ("align", "history", ("align", "history")),
        ("at-once", "off", ("at-once", "off")),
        ("skip", "", ("skip", "")),
        ("enlarge", "", ("enlarge",)),
        ("stop", "all", ("stop", "all")),
        ("connect", "", ("connect", None)),
        ("connect", "embedded", ("connect", "embedded")),
        ("theme", "paper", ("theme", "paper")),
        ("close", "", ("close",)),
        ("copy", "", ("copy", "")),
        ("copy", "2", ("copy", "2")),
        ("copy", "plain", ("copy", "plain")),
        ("print", "", ("print", "")),
        ("print", "all", ("print", "all")),
        ("export", "", ("export", "")),
        ("export", "all notes.md", ("export", "all notes.md")),
        ("import", "a b.json", ("import", "a b.json")),
        ("message", "", ("message",)),
        ("retry", "", ("retry",)),
        ("retry", "deep", ("retry", PRESETS[2])),
        ("without", "", ("without",)),
        ("continue", "", ("continue",)),
        ("edit", "", ("edit",)),
        ("older", "", ("older",)),
        ("newer", "", ("newer",)),
        ("fold", "", ("fold",)),
        ("raw", "", ("raw",)),
        ("details", "", ("details",)),
        ("models", "", ("models",)),
        ("refresh", "", ("refresh",)),
        ("history", "", ("history", "")),
        ("history", "rsync is:pinned", ("history", "rsync is:pinned")),
        ("title", "New words", ("title", "New words")),
        ("pin", "off", ("pin", "off")),
        ("delete", "", ("delete",)),
        ("undelete", "", ("undelete",)),
        ("help", "", ("help",)),
        ("quit", "", ("quit",)),
    ],
)
def test_a_command_asks_for_one_thing(desk: Desk, name: str, argument: str, done: tuple[object, ...]) -> None:
    run_command(desk, Command(name, argument))
    assert desk.done == [done]


def test_every_command_of_the_table_does_something(desk: Desk) -> None:
    takes_nothing = [action.command[1:] for action in ACTIONS if action.command and " " not in action.command]
    for name in takes_nothing:
        run_command(desk, Command(name, ""))
        assert desk.done.pop()
    assert set(takes_nothing) < set(command_names())


@pytest.mark.parametrize(
    ("name", "argument", "words"),
    [
        ("preset", "xyzzy", "There are fast, chat, deep, cloud. A model is :model ID."),
        ("preset", "9", "There is no preset “9”."),
        ("new", "fsat", "Did you mean fast"),
        ("tab", "2", "1 to 1"),
        ("tab", "²", "1 to 1"),
        ("tab", "-1", "1 to 1"),
        ("all", "tabs", ":all off"),
        ("theme", "papr", "Did you mean paper?"),
        ("retry", "please", "There is no preset “please”."),
        ("without", "it", ":without takes nothing behind it."),
        ("delete", "it", ":delete takes nothing behind it."),
    ],
)
def test_what_cannot_be_done_says_what_to_do(desk: Desk, name: str, argument: str, words: str) -> None:
    with pytest.raises(CommandFailed) as failed:
        run_command(desk, Command(name, argument))
    assert words in str(failed.value)
