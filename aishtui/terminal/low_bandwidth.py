"""Whether the line to the terminal may be a thin one."""

import threading

from aishtui.terminal.environment import TerminalFacts
from aishtui.terminal.tmux import session_is_over_ssh

LIMIT_S = 1.0


class LowBandwidth:
    """As the user has settled it, else over SSH. In a tmux that was there before, only tmux knows who looks on now; it
    is asked in a thread, while the rest of the start goes on."""

    def __init__(self, settled: bool | None, facts: TerminalFacts) -> None:
        self._is_low = facts.over_ssh if settled is None else settled
        self._asking: threading.Thread | None = None
        if settled is None and facts.in_tmux and not facts.over_ssh:
            self._asking = threading.Thread(target=self._ask, args=(facts.tmux_pane,), daemon=True, name="over-ssh")
            self._asking.start()

    def _ask(self, pane: str) -> None:
        self._is_low = session_is_over_ssh(pane, LIMIT_S)

    def __bool__(self) -> bool:
        if self._asking is not None:
            self._asking.join(LIMIT_S)
        return self._is_low
