"""One point that the doctor looked at: its verdict, what was seen, and what to do about it."""

from enum import StrEnum

from aishtui.chat.lazy_dataclass import dataclass


class Verdict(StrEnum):
    OK = "ok"
    NOT_OK = "not ok"
    NOT_OFFERED = "not offered"
    """The server does without; nothing is broken."""
    NOT_KNOWN = "not known"
    """It was not asked, or what came cannot tell."""
    NOT_TRIED = "not tried"
    """It was not wanted, or this is no place for it; that says nothing of what is in order."""


@dataclass(frozen=True, slots=True)
class Finding:
    point: str
    verdict: Verdict
    evidence: str
    cure: str = ""


def ok(point: str, evidence: str, cure: str = "") -> Finding:
    return Finding(point, Verdict.OK, evidence, cure)


def not_ok(point: str, evidence: str, cure: str = "") -> Finding:
    return Finding(point, Verdict.NOT_OK, evidence, cure)


def not_offered(point: str, evidence: str, cure: str = "") -> Finding:
    return Finding(point, Verdict.NOT_OFFERED, evidence, cure)


def not_known(point: str, evidence: str, cure: str = "") -> Finding:
    return Finding(point, Verdict.NOT_KNOWN, evidence, cure)


def not_tried(point: str, evidence: str, cure: str = "") -> Finding:
    return Finding(point, Verdict.NOT_TRIED, evidence, cure)
