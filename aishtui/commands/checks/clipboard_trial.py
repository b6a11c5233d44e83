"""The clipboard's self-test: a mark by each way that there is here, and the user pastes what has arrived.

The way that aishtui takes by itself is tried last, since a clipboard keeps what came last: what is pasted is the best
that arrives. No way can be seen to have worked from here, and so a person is asked.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path

from aishtui.chat.lazy_dataclass import dataclass
from aishtui.chat.wording import and_list
from aishtui.commands.checks.answers import NOBODY
from aishtui.commands.checks.clipboard_outcome import POINT, Outcome, judged
from aishtui.commands.checks.finding import Finding, not_known, not_tried
from aishtui.store.clipboard_config import ClipboardConfig, CopyRoute
from aishtui.terminal.clipboard import LIMIT_S, fitting_routes, try_route
from aishtui.terminal.environment import TerminalFacts
from aishtui.terminal.marks import Marks, Way, ways_from_here
from aishtui.terminal.paste_asking import CTRL_V, PasteTerminal, paste_terminal
from aishtui.terminal.tmux import TmuxError, forget_buffers, load_buffer

_HOW = "`aishtui doctor --clipboard` sends a mark by each way and asks you to paste what arrived."
_NO_MARK = "There is no mark in that. Paste again, with your terminal's own key, or press Enter to end.\n"
_CTRL_V = "Ctrl+V has come as a key: your terminal pastes with another one. Paste again, or press Enter to end.\n"
_OF_TMUX = (
    "That was tmux's own buffer, not your clipboard. Paste with your terminal's own key, or press Enter to end.\n"
)


@dataclass(slots=True)
class _Trial:
    terminal: PasteTerminal
    facts: TerminalFacts
    name: str
    """The terminal's own."""
    route: CopyRoute
    fitting: tuple[CopyRoute, ...]
    marks: Marks = field(default_factory=lambda: Marks(secrets.token_hex(2)))
    sent: list[CopyRoute] = field(default_factory=list)
    pasted: set[Way] = field(default_factory=set)
    other_text: bool = False
    stopped: bool = False
    problems: list[str] = field(default_factory=list)

    def run(self) -> Outcome:
        try:
            self._send()
            self._ask()
        except KeyboardInterrupt:
            self.stopped = True
        except OSError as error:
            self.problems.append(f"the terminal has gone: {error.strerror}")
        self._clean_up()
        failing = self.facts.in_tmux and "tmux" not in self.sent
        fitting: tuple[CopyRoute, ...] = (*self.fitting, "osc52", "osc52-tmux") if failing else self.fitting
        return Outcome(
            fitting, fitting if self.route == "auto" else (self.route,), tuple(self.sent), frozenset(self.pasted),
            self.other_text, self.stopped, tuple(self.problems),
        )  # fmt: skip

    def _send(self) -> None:
        for way in ways_from_here(self.facts, self.fitting if self.route == "auto" else (self.route,), self.name):
            tried = try_route(self.marks.of(way), self.facts, way)
            self.terminal.send(tried.sequence)
            if tried.routes:
                self.sent.append(way)
            self.problems += [f"not sent by {way}: {problem}" for problem in tried.problems]
        if "tmux" in self.sent:
            with self._noting("tmux's own buffer holds no mark"):
                load_buffer(self.marks.of("tmux-buffer").encode(), None, LIMIT_S)

    def _ask(self) -> None:
        """Until a mark is pasted that came out of the clipboard, or Enter is pressed. Raises KeyboardInterrupt."""
        ways: tuple[Way, ...] = (*self.sent, "tmux-buffer")
        self.terminal.say(self._question())
        while said := self.terminal.pasted(lambda text: self.marks.found(text, ways)):
            found = self.marks.found(said, ways)
            self.pasted.update(found)
            if found and found != ("tmux-buffer",):
                self.terminal.say(f"There is the mark sent by {and_list(found)}.\n\n")
                return
            self.other_text = self.other_text or not (found or said == CTRL_V)
            self.terminal.say(_OF_TMUX if found else _CTRL_V if said == CTRL_V else _NO_MARK)

    def _question(self) -> str:
        sent = f"Sent to your clipboard, a mark by each way: {', '.join(self.sent)}."
        not_tmuxs = ", not with tmux's" if self.facts.in_tmux else ""
        return (
            f"\n{sent}\nPaste here, with your terminal's own key (often Ctrl+Shift+V or Cmd+V){not_tmuxs}. "
            "It will not be shown.\nEnter: there is nothing of it. Ctrl+C: end.\n"
        )

    def _clean_up(self) -> None:
        if self.facts.in_tmux:
            with self._noting("marks may be left in tmux's buffers"):
                forget_buffers(self.marks.run, LIMIT_S)

    @contextmanager
    def _noting(self, what: str) -> Iterator[None]:
        try:
            yield
        except TmuxError as error:
            self.problems.append(f"{what}: {error}")


def examine(
    config: ClipboardConfig, config_file: Path, facts: TerminalFacts, name: str, add: Callable[[Finding], None]
) -> None:
    """`name` is what the terminal calls itself. Raises KeyboardInterrupt, after its finding, if the user ends it."""
    with paste_terminal() as terminal:
        outcome = None
        if terminal is not None:
            outcome = _Trial(terminal, facts, name, config.route, fitting_routes(facts)).run()
    if outcome is None:
        add(not_known(POINT, f"not tried: {NOBODY}", f"In a terminal, and in its foreground: {_HOW}"))
        return
    add(judged(outcome, config_file))
    if outcome.stopped:
        raise KeyboardInterrupt


def left_out(terminal: bool) -> Finding:
    """`terminal`: there is one."""
    return not_tried(POINT, "not asked for" if terminal else NOBODY, _HOW)
