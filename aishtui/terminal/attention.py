"""Whether the user is looking at this terminal, as far as can be told."""

import time
from collections.abc import Callable


class Attention:
    """Terminals report when they get and lose the focus (mode 1004). One that never has said anything has had it from
    the beginning, unless it stands in a multiplexer or is a console: those may report nothing at all, and then a
    keyboard at rest is all there is to go by."""

    def __init__(self, reports_focus: bool = True, monotonic: Callable[[], float] = time.monotonic) -> None:
        """`reports_focus` is False where that cannot be relied on."""
        self._reports_focus = reports_focus
        self._monotonic = monotonic
        self._focused: bool | None = None
        self._input_at = monotonic()

    def focus_reported(self, focused: bool) -> None:
        self._focused = focused

    def input_came(self) -> None:
        """Somebody pressed a key or the mouse, and so is here."""
        self._input_at = self._monotonic()
        if self._focused is False:
            self._focused = True

    def is_elsewhere(self, at_rest_s: float) -> bool:
        """`at_rest_s` is how long nothing was pressed, where no more is known, before somebody counts as gone."""
        if self._focused is not None:
            return not self._focused
        return not self._reports_focus and self._monotonic() - self._input_at >= at_rest_s
