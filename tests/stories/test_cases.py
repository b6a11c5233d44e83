"""Every named case, through `aishtui ask --json`: as it is, one byte at a time, cut at random; and some spoiled."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aishtui.chat.answers import Status
from aishtui.commands.ask import EXIT_STATUS
from tests.servers.case import Case
from tests.servers.case_server import CaseServer, How
from tests.servers.cases.every import ALL, BY_NAME
from tests.stories.asking import TOKEN, asked


@pytest.fixture(scope="module")
def server() -> Iterator[CaseServer]:
    with CaseServer() as server:
        yield server


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cases")


def check(case: Case, answer: dict[str, Any]) -> None:
    """What was told of the case is what it is."""
    told = {field: answer[field] for field in ("status", "text", "thinking", "finish_reason", "answered_by")}
    assert told == {
        "status": case.status.value,
        "text": case.text,
        "thinking": case.thinking,
        "finish_reason": case.finish,
        "answered_by": case.backend,
    }, answer["error"]
    if case.error is None:
        assert answer["error"] is None
    else:
        assert case.error in (answer["error"] or "")
    if case.notes is not None:
        assert len(answer["notes"]) == len(case.notes), answer["notes"]
        assert all(any(note in told for told in answer["notes"]) for note in case.notes), answer["notes"]
    assert {field: answer[field] for field in case.facts} == case.facts


@pytest.mark.parametrize("how", How)
@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_a_case_is_told_as_it_is(server: CaseServer, folder: Path, case: Case, how: How) -> None:
    done, answer = asked(server, folder, case, how)
    check(case, answer)
    assert done.returncode == EXIT_STATUS[case.status]
    assert len(server.requests) == case.sent
    assert all(request.has_token for request in server.requests)
    assert TOKEN not in done.stdout + done.stderr
    assert (answer["first_token_s"] is None) == (not (case.text or case.thinking))
    assert (answer["first_text_s"] is None) == (not case.text)


def test_there_are_many_cases_and_each_has_a_name_of_its_own() -> None:
    assert len(BY_NAME) == len(ALL)
    assert len(ALL) >= 200


def spoiled(case: Case, dice: random.Random) -> Case:
    """The case with a few bytes of its body, and now and then of its head, gone, doubled or changed."""
    pieces = tuple(_spoil(piece, dice) if dice.random() < 0.4 else piece for piece in case.response.pieces)
    top = _spoil(case.response.head, dice) if dice.random() < 0.1 else case.response.head
    return replace(case, response=replace(case.response, head=top, pieces=pieces, by=dice.choice(("fin", "rst"))))


def _spoil(data: bytes, dice: random.Random) -> bytes:
    at = dice.randint(0, len(data))
    match dice.randint(0, 3):
        case 0:
            return data[:at] + data[at + dice.randint(1, 9) :]
        case 1:
            return data[:at] + data[max(0, at - dice.randint(1, 40)) :]
        case 2:
            return data[:at] + dice.randbytes(dice.randint(1, 4)) + data[at + 1 :]
        case _:
            return data[:at]


@pytest.mark.parametrize("seed", range(50))
def test_a_spoiled_case_ends_in_one_way_or_another(server: CaseServer, folder: Path, seed: int) -> None:
    dice = random.Random(seed)
    case = spoiled(dice.choice([case for case in ALL if case.sent == 1 and len(case.response.body) < 100_000]), dice)
    done, answer = asked(server, folder, case, dice.choice(tuple(How)))
    status = Status(answer["status"])
    assert status in (Status.COMPLETE, Status.CUT_OFF, Status.FAILED)
    assert done.returncode == EXIT_STATUS[status]
    assert (answer["error"] is not None) or status is not Status.FAILED
    assert "aishtui itself failed" not in (answer["error"] or "")
    assert TOKEN not in done.stdout + done.stderr
