"""The findings on their way out: a line each as soon as it is known, or one JSON list at the end. No secret passes."""

from typing import TextIO

from aishtui.commands.checks.finding import Finding, Verdict
from aishtui.commands.output import write_json
from aishtui.wire.secrets import shown_line

_MARGIN = max(map(len, Verdict)) + 2
_LONGEST = 600
_WELL = (Verdict.OK, Verdict.NOT_OFFERED, Verdict.NOT_TRIED)


class CannotPrint(Exception):
    """Nobody reads the findings, or the disk behind them is full; `str()` is the reason."""


class Report:
    """`width` is that of the longest point's name. `token` is hidden wherever it stands."""

    def __init__(self, out: TextIO, as_json: bool, width: int) -> None:
        self.findings: list[Finding] = []
        self.token = ""
        self._out = out
        self._as_json = as_json
        self._width = width

    def add(self, finding: Finding) -> None:
        """Raises CannotPrint."""
        shown = Finding(finding.point, finding.verdict, self._shown(finding.evidence), self._shown(finding.cure))
        self.findings.append(shown)
        if not self._as_json:
            self._print(shown)

    def finish(self) -> None:
        """What is to be printed at the end. Raises CannotPrint."""
        if not self._as_json:
            return
        try:
            write_json([_as_object(finding) for finding in self.findings], self._out, indent=2)
        except OSError as error:
            raise CannotPrint(error.strerror or str(error)) from error

    @property
    def all_well(self) -> bool:
        """Every point that was tried was seen to be in order, or is not offered."""
        return all(finding.verdict in _WELL for finding in self.findings)

    def _shown(self, text: str) -> str:
        return shown_line(text, self.token, _LONGEST)

    def _print(self, finding: Finding) -> None:
        line = f"{finding.verdict:<{_MARGIN}}{finding.point:<{self._width}}  {finding.evidence}\n"
        if finding.cure:
            line += f"{'':<{_MARGIN}}{'':<{self._width}}  → {finding.cure}\n"
        try:
            self._out.write(line)
            self._out.flush()
        except OSError as error:
            raise CannotPrint(error.strerror or str(error)) from error


def _as_object(finding: Finding) -> dict[str, str | None]:
    return {
        "point": finding.point,
        "verdict": str(finding.verdict),
        "evidence": finding.evidence,
        "cure": finding.cure or None,
    }
