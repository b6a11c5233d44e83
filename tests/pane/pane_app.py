"""A real app that shows nothing but a transcript."""

import tomllib
from pathlib import Path

from textual import on
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.theme import Theme

from aishtui.chat.answers import AnswerDelta, AnsweredByFrom, AnswerFacts, AnswerView, Cursor, Stage, Status
from aishtui.chat.messages import Message, Role
from aishtui.pane.document import Document
from aishtui.pane.transcript import Transcript

TOP = Path(__file__).parents[2]
STAMP = "2026-11-23T12:04:00+00:00"
FACTS = AnswerFacts(
    preset="deep",
    asked_model="qwen-coder-7b-32k",
    answered_by="boltzmann",
    answered_by_from=AnsweredByFrom.HEADER,
    http_status=200,
    first_token_s=0.4,
    first_text_s=0.4,
    total_s=7.9,
    tokens_out=312,
    tokens_per_s=42.0,
)


def shipped_theme(name: str) -> Theme:
    table = tomllib.loads((TOP / "themes" / f"{name}.toml").read_text())
    return Theme(
        name=table["name"],
        dark=table["dark"],
        ansi=table.get("ansi", False),
        variables=table["variables"],
        **table["colors"],
    )


class PaneApp(App[None]):
    """The transcript alone, in a shipped theme."""

    CSS_PATH = TOP / "aishtui" / "styles" / "pane.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, document: Document | None = None, theme: str = "dusk") -> None:
        super().__init__()
        for name in ("dusk", "paper", "contrast", "terminal", "mono"):
            self.register_theme(shipped_theme(name))
        self.theme = theme
        self.pane = Transcript(id="transcript")
        if document is not None:
            self.pane.document = document
        self.follow_changes: list[tuple[bool, int]] = []
        self.activated: list[str] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return shipped_theme("dusk").variables

    def compose(self) -> ComposeResult:
        yield self.pane

    @on(Transcript.FollowChanged)
    def _follow_changed(self, event: Transcript.FollowChanged) -> None:
        self.follow_changes.append((event.following, event.new_lines))

    def on_transcript_activated(self, event: Transcript.Activated) -> None:
        self.activated.append(event.message_id)


def prompt(number: int, text: str) -> Message:
    return Message(f"m{number:05}", "c", None, Role.USER, text, STAMP)


def answer(number: int, text: str, status: Status = Status.COMPLETE, thinking: str = "") -> Message:
    facts = FACTS if status is not Status.WRITING else None
    return Message(f"m{number:05}", "c", None, Role.ASSISTANT, text, STAMP, thinking, status, facts)


def view(number: int, stage: Stage = Stage.WRITING, status: Status = Status.WRITING) -> AnswerView:
    return AnswerView(f"m{number:05}", "c", status, stage, FACTS, since=0.0, sent_at=0.0)


def delta(number: int, text: str, read: int = 0, stage: Stage = Stage.WRITING, thinking: str = "") -> AnswerDelta:
    """What is new after `read` characters of text (no thinking was read before)."""
    return AnswerDelta(view(number, stage), text, thinking, Cursor(read + len(text), len(thinking)))


def shown(pane: Transcript) -> list[str]:
    """What the rows of the pane say, as they are drawn."""
    rows = pane.render_lines(Region(0, 0, pane.size.width, pane.size.height))
    return [row.text.rstrip() for row in rows]
