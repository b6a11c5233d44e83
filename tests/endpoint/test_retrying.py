"""When a request is sent again."""

import pytest

from aishtui.endpoint import errors
from aishtui.endpoint.retrying import LONGEST_WAIT_S, PAUSES_S, again_in
from aishtui.wire.address import parse_endpoint

LAN = parse_endpoint("lan:1")


def status(number: int, retry_after_s: float | None = None) -> errors.HttpStatus:
    return errors.HttpStatus(LAN, number, "", retry_after_s=retry_after_s)


@pytest.mark.parametrize("error", [status(429), status(503), errors.Refused(LAN), errors.ConnectTimeout(LAN, 5)])
def test_three_times_with_growing_pauses(error: errors.EndpointError) -> None:
    assert [again_in(error, sent) for sent in (1, 2, 3, 4)] == [*PAUSES_S, None]


@pytest.mark.parametrize("number", [502, 504])
def test_once(number: int) -> None:
    assert [again_in(status(number), sent) for sent in (1, 2)] == [PAUSES_S[0], None]


def test_the_server_s_own_time_counts_up_to_what_anybody_waits_for() -> None:
    assert again_in(status(503, 0.0), 1) == 0.0
    assert again_in(status(429, 20.0), 3) == 20.0
    assert again_in(status(429, LONGEST_WAIT_S + 1), 1) is None


@pytest.mark.parametrize(
    "error",
    [
        *map(status, (400, 401, 402, 403, 404, 408, 413, 422, 500)),
        errors.ConnectionLost(LAN),
        errors.ConnectionLost(LAN, 5),
        errors.TlsProblem(LAN, "no"),
        errors.PlainHttpExpected(LAN),
        errors.HttpsExpected(LAN),
        errors.BadToken("no"),
        errors.BadRequest("no"),
    ],
)
def test_what_may_have_run_or_will_not_change_is_never_sent_again(error: errors.EndpointError) -> None:
    assert again_in(error, 1) is None
