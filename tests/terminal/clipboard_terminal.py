"""A terminal that has a clipboard: it takes what OSC 52 offers, answers questions, and pastes."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.terminal.pty_program import PtyProgram
from tests.terminal.tmux_server import offers

_QUESTION, _ANSWER = b"\x1b[c", b"\x1b[?62;22c"


class ClipboardTerminal(PtyProgram):
    """`takes=False` is one that knows no OSC 52; `appends` one that adds to its clipboard, as kitty may."""

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        environ: Mapping[str, str] | None = None,
        takes: bool = True,
        appends: bool = False,
    ) -> None:
        super().__init__(command, folder / "unused.log", environ, size=(200, 50))
        self._takes = takes
        self._appends = appends
        self._answered = 0

    @property
    def clipboard(self) -> bytes:
        found = offers(self) if self._takes else []
        return b"".join(found) if self._appends else b"".join(found[-1:])

    @property
    def marks_pastes(self) -> bool:
        return self.received.rfind(b"\x1b[?2004h") > self.received.rfind(b"\x1b[?2004l")

    def paste(self, text: bytes | None = None) -> None:
        """What is in the clipboard, or `text`."""
        pasted = self.clipboard if text is None else text
        self.press(b"\x1b[200~" + pasted + b"\x1b[201~" if self.marks_pastes else pasted)

    def sees(self, text: str) -> None:
        self.until(lambda: text in " ".join(self.screen.split()))

    def read(self, wait_s: float = 0.05) -> None:
        super().read(wait_s)
        while self.received.count(_QUESTION) > self._answered:
            self._answered += 1
            self.press(_ANSWER)
