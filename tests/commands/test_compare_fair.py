"""A suite is as fair as a comparison on the screen, proved by what the server saw."""

import csv
import io
from collections.abc import Sequence
from itertools import combinations, groupby
from pathlib import Path

import pytest

from tests.commands.test_compare import compare, objects, prompts
from tests.servers import lan
from tests.servers.behaviour import Behaviour
from tests.servers.exchange import Exchange
from tests.servers.homelab import Homelab

FOUR = "".join(f"prompt {number}\n" for number in range(4))


@pytest.fixture
def quick(lab: Homelab) -> Homelab:
    for model in (lan.FAST, lan.CHAT, lan.CHAT_BIG):
        lab.script(model, Behaviour(text="one two three four", silent_s=5.0))
    return lab


def overlapping(exchanges: Sequence[Exchange]) -> int:
    return sum(one.overlaps(other) for one, other in combinations(exchanges, 2))


def at(lab: Homelab, backend: str) -> list[Exchange]:
    return [exchange for exchange in lab.chats if exchange.backend == backend]


def test_one_backend_gives_one_answer_at_a_time_and_two_backends_two(quick: Homelab, tmp_path: Path) -> None:
    done = compare(tmp_path, quick, "-p", "fast,chat,chat", "--prompts", prompts(tmp_path, FOUR), "--json")
    assert done.returncode == 0
    assert (len(at(quick, "hertz")), len(at(quick, "boltzmann"))) == (4, 8)
    assert overlapping(at(quick, "hertz")) == overlapping(at(quick, "boltzmann")) == 0
    assert quick.in_flight_together(lan.FAST, lan.CHAT)
    assert [each["beside"] for each in objects(done)] == [[]] * 12


def test_a_model_is_done_before_the_next_is_loaded_where_they_are_known_to_share(
    quick: Homelab, tmp_path: Path
) -> None:
    for text in ("one", "two"):  # the first time nobody knows yet who answers for whom
        before = len(quick.chats)
        done = compare(tmp_path, quick, "-p", "chat,chat_big", "--prompts", prompts(tmp_path, FOUR), "--system", text)
        assert done.returncode == 0
    models = [model for model, _ in groupby(exchange.model for exchange in quick.chats[before:])]
    assert models == [lan.CHAT, lan.CHAT_BIG]
    assert overlapping(quick.chats[before:]) == 0


def test_at_once_shared_times_are_said_of_each_answer(quick: Homelab, tmp_path: Path) -> None:
    done = compare(tmp_path, quick, "-p", "chat,chat_big", "--at-once", "--json", "7×8")
    assert {each["preset"]: each["beside"] for each in objects(done)} == {"chat": ["chat_big"], "chat_big": ["chat"]}
    done = compare(tmp_path, quick, "-p", "chat,chat_big", "--at-once", "7×8")
    assert "* times shared: chat and chat_big" in done.stdout
    done = compare(tmp_path, quick, "-p", "chat,chat_big", "--at-once", "--csv", "7×8")
    rows = csv.DictReader(io.StringIO(done.stdout, newline=""))
    assert {row["preset"]: row["beside"] for row in rows} == {"chat": "chat_big", "chat_big": "chat"}


@pytest.mark.parametrize("form", [(), ("--md",)])
def test_times_that_were_shared_are_left_out_of_the_medians_and_that_is_said(
    quick: Homelab, tmp_path: Path, form: tuple[str, ...]
) -> None:
    suite = ("-p", "chat,chat_big", "--prompts", prompts(tmp_path, FOUR), *form)
    words = "Times that were shared with another answer are left out: "
    shared = compare(tmp_path, quick, *suite, "--at-once").stdout.replace("\\", "").partition(words)[2]
    assert shared.strip() == "chat 4 of 4, chat_big 4 of 4."
    assert words not in compare(tmp_path, quick, *suite).stdout.replace("\\", "")
