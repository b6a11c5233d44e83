"""What the doctor says of finishing after the line has dropped, on machines of every kind."""

from pathlib import Path

import pytest

from aishtui.commands.checks.finding import Finding, Verdict
from aishtui.commands.checks.hang_up import check
from aishtui.store.config import Config

SESSION = "0::/user.slice/user-1000.slice/session-3.scope\n"
MANAGER = "0::/user.slice/user-1000.slice/user@1000.service/app.slice/run-u5.scope\n"
KILLS = "[Login]\n#KillUserProcesses=no\nKillUserProcesses=yes\n"


class Machine:
    """A machine's folders, as far as they matter."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("run/systemd/system/.there", "")
        self.write("proc/self/cgroup", SESSION)

    def write(self, name: str, text: str) -> "Machine":
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return self

    def check(self, config: Config | None = None, **environment: str) -> Finding:
        return check(config or Config(), environment, "me", self.root)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_as_logind_ships_nothing_ends_it(machine: Machine) -> None:
    found = machine.write("etc/systemd/logind.conf", "[Login]\n#KillUserProcesses=no\n").check()
    assert found.verdict is Verdict.OK
    assert "answers finish, for at most 15 minutes; logind lets it (KillUserProcesses=no)" in found.evidence


def test_what_logind_was_built_with_counts_where_nothing_is_set(machine: Machine) -> None:
    machine.write("usr/lib/systemd/logind.conf", "[Login]\n#KillUserProcesses=yes\n")
    assert machine.check().verdict is Verdict.NOT_OK
    machine.write("etc/systemd/logind.conf.d/50-keep.conf", "[Login]\n# KillUserProcesses=yes\n")
    assert machine.check().verdict is Verdict.NOT_OK
    machine.write("etc/systemd/logind.conf.d/50-keep.conf", "[Login]\nKillUserProcesses=no\n")
    assert machine.check().verdict is Verdict.OK


def test_where_no_file_says_anything_no_more_is_claimed(machine: Machine) -> None:
    found = machine.check()
    assert found.verdict is Verdict.OK
    assert "no file of logind's sets KillUserProcesses" in found.evidence


def test_a_machine_that_ends_all_at_the_log_out_is_told_with_the_cure(machine: Machine) -> None:
    found = machine.write("etc/systemd/logind.conf", KILLS).check()
    assert found.verdict is Verdict.NOT_OK
    assert "KillUserProcesses=yes" in found.evidence
    assert "loginctl enable-linger" in found.cure
    assert "tmux" in found.cure


def test_what_runs_outside_the_session_goes_on_where_its_user_lingers(machine: Machine) -> None:
    machine.write("etc/systemd/logind.conf", KILLS).write("proc/self/cgroup", MANAGER)
    assert machine.check().verdict is Verdict.NOT_OK
    assert "enable-linger" in machine.check().cure
    assert machine.write("var/lib/systemd/linger/me", "").check().verdict is Verdict.OK


def test_a_drop_in_counts_over_the_file_and_etc_over_usr(machine: Machine) -> None:
    machine.write("usr/lib/systemd/logind.conf", KILLS)
    assert machine.check().verdict is Verdict.NOT_OK
    machine.write("usr/lib/systemd/logind.conf.d/50-keep.conf", "[Login]\nKillUserProcesses = no\n")
    assert machine.check().verdict is Verdict.OK
    machine.write("etc/systemd/logind.conf.d/50-keep.conf", "[Login]\nKillUserProcesses=true\n")
    assert machine.check().verdict is Verdict.NOT_OK
    machine.write(
        "run/systemd/logind.conf.d/60-keep.conf", "[Other]\nKillUserProcesses=true\n[Login]\nKillUserProcesses=0\n"
    )
    assert machine.check().verdict is Verdict.OK


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        ("KillExcludeUsers=root me\n", Verdict.OK),
        ("KillOnlyUsers=guest\n", Verdict.OK),
        ("KillOnlyUsers=guest me\n", Verdict.NOT_OK),
    ],
)
def test_it_may_be_meant_for_others(machine: Machine, more: str, verdict: Verdict) -> None:
    assert machine.write("etc/systemd/logind.conf", KILLS + more).check().verdict is verdict


def test_without_systemd_there_is_nothing_to_fear(tmp_path: Path) -> None:
    found = check(Config(), {}, "me", tmp_path)
    assert (found.verdict, "no systemd" in found.evidence) == (Verdict.OK, True)


def test_who_wants_answers_to_stop_reads_that(machine: Machine) -> None:
    found = machine.write("etc/systemd/logind.conf", KILLS).check(Config(on_hangup="stop"))
    assert found.verdict is Verdict.OK
    assert 'on_hangup = "stop"' in found.evidence


def test_within_tmux_it_says_so(machine: Machine) -> None:
    assert "in tmux the screen outlives the line too" in machine.check(TMUX="/tmp/tmux,1,0").evidence
    assert "in GNU screen" in machine.check(STY="1.pts").evidence


def test_on_this_machine_it_says_something(tmp_path: Path) -> None:
    assert check(Config(), {}).evidence.startswith("answers finish")
