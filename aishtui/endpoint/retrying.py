"""When a request is sent again by itself: only where it cannot have run, before the first byte of an answer."""

from collections.abc import Sequence

from aishtui.endpoint import errors

PAUSES_S = (0.5, 1.0, 2.0)
"""Before the second, the third and the last sending, where the server names no time of its own."""
LONGEST_WAIT_S = 300.0
"""A server that asks for more is not waited for: its words are shown, and the user decides."""

# How often a refusal with this status is answered by sending again. 429 and 503 say that nothing was done; 502 and 504
# come from something in between that may know less, so that once has to do.
_TIMES = {429: 3, 503: 3, 502: 1, 504: 1}

# A certificate, a name or the other of http and https does not change by waiting a second.
_LASTING = (errors.TlsProblem, errors.PlainHttpExpected, errors.HttpsExpected)


def again_in(error: errors.EndpointError, sent: int, pauses_s: Sequence[float] = PAUSES_S) -> float | None:
    """Seconds until the request is sent again, after it was refused `sent` times; None: it is not."""
    if isinstance(error, errors.HttpStatus):
        times = min(_TIMES.get(error.status, 0), len(pauses_s))
        asked = error.retry_after_s or 0.0
        if sent > times or asked > LONGEST_WAIT_S:
            return None
        return asked if error.retry_after_s is not None else pauses_s[sent - 1]
    if isinstance(error, errors.NoConnection) and not isinstance(error, _LASTING) and sent <= len(pauses_s):
        return pauses_s[sent - 1]
    return None
