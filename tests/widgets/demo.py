"""All widgets with sample data, to be looked at: `python -m tests.widgets.demo [THEME]`; F2, F3, F4 change things."""

import sys
import time
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.strip import Strip

from aishtui.chat.answers import Stage
from aishtui.chat.catalog import EndpointHealth, HealthState
from aishtui.widgets.banner import Banner
from aishtui.widgets.header import HeaderLine
from aishtui.widgets.line import LineWidget, Span
from aishtui.widgets.notice import Notice, NoticeLevel
from aishtui.widgets.prompt import Prompt
from aishtui.widgets.sidebar import Sidebar
from aishtui.widgets.sidebar_rows import rows_of
from aishtui.widgets.status_bar import StatusBar
from aishtui.widgets.tab_bar import TabBar
from aishtui.widgets.too_small import TooSmall
from tests.widgets.host import Host
from tests.widgets.samples import CATALOG, FIGURES, HEALTH, IDS, LABELS, PRESETS, view_of

CONVERSATION = [
    "you                                                          12:04",
    "Why does the borrow checker refuse this?",
    "",
    "deep · qwen-coder-7b-32k → boltzmann",
    "Because a mutable reference must be the only one while it lives.",
]


class SampleConversation(LineWidget):
    """Stands where the conversation will be."""

    def render_line(self, y: int) -> Strip:
        return self.row([Span(f" {CONVERSATION[y]}")] if y < len(CONVERSATION) else [])


class Demo(Host):
    BINDINGS: ClassVar[list[BindingType]] = [
        ("f2", "sidebar", "Sidebar"),
        ("f3", "trouble", "Trouble"),
        ("f4", "running", "Running"),
    ]

    def __init__(self, theme: str = "dusk") -> None:
        super().__init__(list, theme)

    def compose(self) -> ComposeResult:
        yield HeaderLine(id="header")
        yield Banner(id="banner")
        with Container(id="body"):
            yield Sidebar(id="sidebar")
            with Container(id="column"):
                yield TabBar(id="tabs")
                yield SampleConversation(id="transcript")
                yield Notice(id="notice")
                yield Prompt(id="prompt")
        yield StatusBar(id="status")
        yield TooSmall()

    def on_mount(self) -> None:
        self.query_one(HeaderLine).show(HEALTH, len(IDS), 2)
        self.query_one(Sidebar).show(rows_of(PRESETS, CATALOG, "fast", FIGURES))
        self.query_one(TabBar).show(LABELS)
        self.query_one(StatusBar).show(view_of())
        self.query_one(Prompt).focus()

    def action_sidebar(self) -> None:
        self.query_one(Sidebar).focus()

    def action_trouble(self) -> None:
        down = EndpointHealth(HEALTH.label, HEALTH.url, HealthState.DOWN)
        self.query_one(HeaderLine).show(down, None, 0)
        self.query_one(Banner).show(
            [
                "hossenfelder.fritz.box:8082 is not known here: not on that LAN? Type :connect to try again, "
                ":connect embedded for the broker that comes with aishtui, or :connect HOST:PORT.",
                "~/.config/aishtui/presets.toml, line 12, presets.deep.model: must be text in quotes; it is left out.",
            ]
        )
        self.query_one(Notice).show("nothing was sent: the draft is kept", NoticeLevel.WARNING)
        self.query_one(Prompt).show_target("to 4 tabs")

    def action_running(self) -> None:
        self.query_one(StatusBar).show(view_of(Stage.WAITING, sent_at=time.monotonic()))
        self.query_one(Notice).show("in the tmux buffer, 3.1 kB")


if __name__ == "__main__":
    Demo(*sys.argv[1:2]).run()
