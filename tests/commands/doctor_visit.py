"""`aishtui doctor` run in this process, and its findings by their points."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.commands.program import Done, run

LIVE = (
    "address and scheme",
    "catalogue",
    "answer without streaming",
    "streaming in pieces",
    "X-LLM-Backend",
    "two turns",
    "two requests at once",
    "closed request",
    "tools",
    "Authorization",
)
CLOUD = ("cloud: an answer", "cloud: X-LLM-Backend")


@dataclass(frozen=True, slots=True)
class Visit:
    done: Done
    findings: Mapping[str, Mapping[str, str]]

    @property
    def not_ok(self) -> dict[str, str]:
        """The verdicts other than ok of what was tried."""
        verdicts = {point: finding["verdict"] for point, finding in self.findings.items()}
        return {point: verdict for point, verdict in verdicts.items() if verdict not in ("ok", "not tried")}

    @property
    def not_tried(self) -> list[str]:
        return [point for point, finding in self.findings.items() if finding["verdict"] == "not tried"]

    def evidence(self, point: str) -> str:
        return self.findings[point]["evidence"]

    def cure(self, point: str) -> str:
        return self.findings[point]["cure"] or ""


def visit(folder: Path, *arguments: str, environ: Mapping[str, str] | None = None) -> Visit:
    done = run(folder, "doctor", "--json", *arguments, environ=environ)
    return Visit(done, {finding["point"]: finding for finding in json.loads(done.stdout)})


def live(folder: Path, url: str, *arguments: str, environ: Mapping[str, str] | None = None) -> Visit:
    return visit(folder, "--live", "--endpoint", url, *arguments, environ=environ)
