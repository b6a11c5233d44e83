"""A sample of the named cases on the screen: the same status, text and words as `aishtui ask --json` prints."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from aishtui.chat.answers import AnswerFacts
from aishtui.chat.clean import clean_text
from aishtui.chat.presets import Preset
from aishtui.chat.wording import ending
from aishtui.pane.transcript import Transcript
from aishtui.widgets.status_bar import StatusBar
from tests.screens.desk import desk
from tests.servers.case import Case
from tests.servers.case_server import CaseServer, How
from tests.servers.cases.every import BY_NAME
from tests.stories.aishtui_program import aishtui
from tests.stories.asking import asked

SAMPLE = (
    "a-plain-stream",
    "invalid-utf-8",
    "an-event-of-33-mb",
    "gzip-cut-off",
    "a-page-with-200",
    "control-sequences-in-the-text",
    "thinking-under-all-names-at-once",
    "a-loader-speaks-in-small-pieces",
    "cut-by-length",
    "error-as-an-object",
    "dies-amid-the-answer-by-rst",
    "402-of-openrouter",
    "by-openrouter",
)
IN_A_TERMINAL = ("error-that-steers-the-terminal", "dies-in-a-chunk's-header")


@pytest.fixture(scope="module")
def server() -> Iterator[CaseServer]:
    with CaseServer() as server:
        yield server


def words_of(text: str) -> str:
    """As it stands on a screen, white space counted as one blank."""
    return " ".join(clean_text(text).split())


@pytest.mark.parametrize("case", [BY_NAME[name] for name in SAMPLE], ids=lambda case: case.name)
async def test_the_workbench_tells_a_case_as_ask_does(server: CaseServer, tmp_path: Path, case: Case) -> None:
    _, answer = asked(server, tmp_path, case)
    server.play(case, How.RANDOM)
    async with desk(server.url, [Preset("case", case.name)]) as here:
        await here.ask("hello")
        message = here.path[-1]
        facts = message.facts or AnswerFacts()
        told = (message.status.value, message.text, message.thinking, facts.error, facts.answered_by)
        assert told == tuple(answer[name] for name in ("status", "text", "thinking", "error", "answered_by"))
        await here.until(lambda: ending(message.status, facts) in here.shows(StatusBar))
        await here.until(lambda: words_of(case.text) in here.shows(Transcript))
        assert words_of(case.error or "") in here.shows(Transcript)
        assert (case.backend or "backend unknown") in here.shows(StatusBar)


@pytest.mark.parametrize("case", [BY_NAME[name] for name in IN_A_TERMINAL], ids=lambda case: case.name)
def test_a_terminal_shows_a_case_as_ask_prints_it(server: CaseServer, tmp_path: Path, case: Case) -> None:
    _, answer = asked(server, tmp_path / "asked", case)
    server.play(case, How.BYTES)
    with aishtui(tmp_path, "--endpoint", server.url, "--model", case.name) as program:
        program.type("hello")
        program.sees(words_of(answer["text"]), words_of(answer["error"])[:60], answer["status"].replace("_", " "))
        program.until(lambda: case.backend is not None and case.backend in program.status_line)
