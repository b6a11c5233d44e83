"""What becomes of answers, tabs and the store when the screen goes, whoever asked for it."""

import sys

from aishtui.chat.wording import plural
from aishtui.engine.engine import Engine
from aishtui.store.config import Config
from aishtui.store.database import Store
from aishtui.terminal.leaving import Leaving, Reason

PATIENCE_S = 1.0
SHUTDOWN_S = 1.5
"""For the screen to end where everything is to be gone within two seconds; what is kept does not wait for it."""


class Departure:
    """Tells the engine at once what to do, and closes everything when the screen has ended."""

    def __init__(self, engine: Engine, store: Store, config: Config) -> None:
        self._engine = engine
        self._store = store
        self._finishing = config.on_hangup == "finish"
        self._limit_s = config.hangup_limit_s
        self.leaving = (
            Leaving(self._rest)
            if self._finishing
            else Leaving(self._rest, patience_s=PATIENCE_S, shutdown_s=SHUTDOWN_S)
        )

    def prepare(self) -> None:
        """Takes the signals, in the main thread."""
        self.leaving.install()
        self.leaving.when_gone(self._when_gone)

    def _when_gone(self, reason: Reason) -> None:
        """In a thread of its own, before the screen has ended: a terminal that nobody reads holds nothing up. SIGTERM
        always stops, also answers that a hang-up had let go on."""
        self._engine.screen_gone()
        if reason is Reason.HANGUP:
            self._engine.release_tabs()
        if reason is Reason.TERMINATE:
            self._engine.stop_all("aishtui was told to end (SIGTERM).")
        elif not self._finishing:
            self._engine.stop_all('The line had dropped, and answers are stopped then (on_hangup = "stop").')

    def _rest(self, reason: Reason) -> int:
        """What comes after the screen: the answers, then the store."""
        if reason is Reason.HANGUP and self._finishing:
            self._engine.finish(self._limit_s, self._given_up)
        if reason is Reason.CRASH:
            self._engine.stop_all("A mistake in aishtui had ended it.")
        self._engine.close()
        self._store.close()
        if self._store.problem:  # where there is a terminal still, it says what was kept and where
            print(f"aishtui: {self._store.problem}", file=sys.stderr)
        return reason.exit_code

    @property
    def _given_up(self) -> str:
        minutes = self._limit_s / 60
        after = plural(int(minutes), "minute") if minutes == int(minutes) else f"{minutes:g} minutes"
        return f"The line had dropped, and {after} later aishtui ended it (hangup_limit_minutes)."
