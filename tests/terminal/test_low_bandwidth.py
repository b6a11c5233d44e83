"""Which lines are taken for thin ones."""

from collections.abc import Iterator

import pytest

from aishtui.terminal.environment import TerminalFacts
from aishtui.terminal.low_bandwidth import LowBandwidth
from tests.terminal.tmux_server import TmuxServer, needs_tmux, tmux_server


@pytest.mark.parametrize(
    ("settled", "over_ssh", "low"),
    [(None, True, True), (None, False, False), (False, True, False), (True, False, True)],
)
def test_over_ssh_unless_it_is_settled(settled: bool | None, over_ssh: bool, low: bool) -> None:
    assert bool(LowBandwidth(settled, TerminalFacts(over_ssh=over_ssh))) is low


@pytest.fixture
def tmux() -> Iterator[TmuxServer]:
    with tmux_server() as server:
        yield server


@needs_tmux
def test_tmux_is_asked_whether_its_user_has_come_over_ssh(tmux: TmuxServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMUX", tmux.variable)
    facts = TerminalFacts(term="tmux-256color", tmux=tmux.variable, tmux_pane=tmux.pane)
    tmux("set-environment", "-r", "SSH_CONNECTION")
    assert not LowBandwidth(None, facts)
    tmux("set-environment", "SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22")
    assert LowBandwidth(None, facts)
