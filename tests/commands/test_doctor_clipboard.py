"""What the doctor says of the clipboard: the ways from here, and what its self-test has shown."""

from pathlib import Path

import pytest

from aishtui.commands.checks.clipboard import check
from aishtui.commands.checks.clipboard_outcome import Outcome, judged
from aishtui.commands.checks.finding import Verdict
from aishtui.store.clipboard_config import DEFAULT, ClipboardConfig, CopyRoute
from aishtui.terminal.environment import TerminalFacts
from aishtui.terminal.marks import Way
from tests.terminal.tmux_server import TmuxServer, needs_tmux, tmux_server

CONFIG = Path("/home/me/.config/aishtui/config.toml")
IN_TMUX = ("osc52-tmux", "osc52", "tmux")


@pytest.mark.parametrize(
    ("config", "facts", "evidence"),
    [
        (DEFAULT, TerminalFacts(term="xterm"), 'route = "auto": to your terminal (OSC 52), up to 74.0 kB in base64'),
        (
            ClipboardConfig("osc52-screen", 0),
            TerminalFacts(term="screen", in_screen=True),
            'route = "osc52-screen": to your terminal, wrapped for GNU screen (OSC 52), of any size',
        ),
        (ClipboardConfig("file"), TerminalFacts(), 'route = "file": into the file last-copy.md alone'),
    ],
)
def test_the_ways_from_here_are_told(config: ClipboardConfig, facts: TerminalFacts, evidence: str) -> None:
    found = check(config, facts)
    assert (found.verdict, found.evidence) == (Verdict.OK, evidence)


@pytest.mark.parametrize(
    ("config", "facts", "name", "verdict", "evidence", "cure"),
    [
        (
            DEFAULT, TerminalFacts(term="tmux-256color", over_ssh=True), "", Verdict.NOT_KNOWN,
            "a tmux on your side (TERM=tmux-256color) may keep it", "set -s set-clipboard on",
        ),
        (
            DEFAULT, TerminalFacts(term="screen-256color", over_ssh=True), "tmux 3.4", Verdict.NOT_KNOWN,
            "a tmux on your side (TERM=screen-256color) may keep it", "set -s set-clipboard on",
        ),
        (
            DEFAULT, TerminalFacts(term="screen", over_ssh=True), "", Verdict.NOT_KNOWN,
            "a GNU screen, or an old tmux, on your side", 'route = "osc52-screen"',
        ),
        (
            ClipboardConfig("osc52"), TerminalFacts(term="screen", in_screen=True), "", Verdict.NOT_OK,
            "GNU screen keeps what is not wrapped for it", 'route = "auto"',
        ),
        (
            ClipboardConfig("tmux"), TerminalFacts(term="xterm"), "", Verdict.NOT_OK,
            "this is not in tmux", 'route = "auto"',
        ),
    ],
)  # fmt: skip
def test_who_keeps_a_copy_is_told_with_the_cure(
    config: ClipboardConfig, facts: TerminalFacts, name: str, verdict: Verdict, evidence: str, cure: str
) -> None:
    found = check(config, facts, name)
    assert found.verdict is verdict
    assert evidence in found.evidence
    assert cure in found.cure


def test_a_desktop_without_a_program_for_its_clipboard_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv("DISPLAY", ":99")
    found = check(DEFAULT, TerminalFacts(term="xterm", desktop=True))
    assert found.verdict is Verdict.NOT_OK
    assert "no program for this computer's clipboard" in found.evidence
    assert "xclip" in found.cure


@needs_tmux
def test_a_terminal_whose_clipboard_tmux_does_not_know_is_told_with_a_cure_that_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tmux_server() as server:
        monkeypatch.setenv("TMUX", server.variable)
        facts = TerminalFacts(term="tmux-256color", tmux=server.variable, tmux_pane=server.pane)
        assert check(DEFAULT, facts).evidence.endswith("no terminal shows this session now")
        with server.attached(tmp_path, "vt220"):
            found = check(DEFAULT, facts)
            assert found.verdict is Verdict.NOT_OK
            assert "tmux knows no clipboard of your terminal (TERM=vt220)" in found.evidence
        _as_it_says(server, found.cure)
        with server.attached(tmp_path, "vt220"):
            assert check(DEFAULT, facts).verdict is Verdict.OK


def _as_it_says(server: TmuxServer, cure: str) -> None:
    words = cure.split("`")[1].replace("'", "").split()
    server(*words)


def outcome(*pasted: Way, wanted: tuple[CopyRoute, ...] = ("tmux",), **more: bool) -> Outcome:
    return Outcome(("tmux",), wanted, IN_TMUX, frozenset(pasted), **more)


@pytest.mark.parametrize(
    ("known", "verdict", "evidence", "cure"),
    [
        (outcome("tmux"), Verdict.OK, "the mark sent by tmux arrived", ""),
        (outcome("osc52", "tmux"), Verdict.OK, "the mark sent by tmux arrived", ""),
        (
            outcome("osc52-tmux"), Verdict.NOT_OK, "osc52-tmux arrived, not the one by tmux",
            f'In {CONFIG}, under [clipboard]: route = "osc52-tmux"',
        ),
        (
            outcome("tmux", wanted=("osc52",)), Verdict.NOT_OK, "tmux arrived, not the one by osc52",
            f'In {CONFIG}, under [clipboard]: route = "auto"',
        ),
        (outcome(), Verdict.NOT_KNOWN, "nothing was pasted; marks were sent by osc52-tmux, osc52 and tmux", "`:print`"),
        (outcome(other_text=True), Verdict.NOT_OK, "what was pasted held no mark", "last-copy.md"),
        (outcome("tmux-buffer"), Verdict.NOT_OK, "only what tmux itself pastes held a mark", "last-copy.md"),
        (outcome(stopped=True), Verdict.NOT_KNOWN, "ended before a mark was pasted", ""),
    ],
)  # fmt: skip
def test_what_was_pasted_is_judged(known: Outcome, verdict: Verdict, evidence: str, cure: str) -> None:
    found = judged(known, CONFIG)
    assert found.verdict is verdict
    assert evidence in found.evidence
    assert (cure in found.cure) if cure else not found.cure
