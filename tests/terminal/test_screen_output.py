"""Where rows of a widget can be moved without what stands beside them."""

from types import SimpleNamespace
from typing import Any

import pytest
from textual.geometry import Size

from aishtui.terminal import screen_output
from aishtui.terminal.display import Display
from aishtui.terminal.screen_output import ScreenOutput


def layer(margins: bool) -> Display:
    display = Display(lambda _text: None)
    display.margins = margins
    return display


@pytest.mark.parametrize(
    ("display", "columns", "alone"),
    [(layer(True), 80, True), (layer(False), 80, False), (layer(False), 120, True), (None, 120, False)],
    ids=["columns move alone", "beside a sidebar", "as wide as the screen", "no layer"],
)
def test_rows_move_alone(display: Display | None, columns: int, alone: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = SimpleNamespace(display=display)
    monkeypatch.setattr(screen_output, "terminal_driver", lambda _app: driver)
    app: Any = SimpleNamespace(size=Size(120, 36))
    widget: Any = SimpleNamespace(outer_size=Size(columns, 30))
    assert ScreenOutput(app).moves_alone(widget) is alone


def test_without_a_terminal_nothing_is_in_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_output, "terminal_driver", lambda _app: None)
    app: Any = SimpleNamespace(size=Size(120, 36))
    assert ScreenOutput(app).moves_alone(app)
