"""Waiting until a widget has handled what was sent to it."""

import asyncio

from textual.widget import Widget

CATCH_UP_S = 0.5


async def caught_up(widget: Widget) -> None:
    """Wait until `widget` has handled what was sent to it, or for a moment if it does not get there."""
    done = asyncio.Event()
    if widget.call_later(done.set):
        try:
            await asyncio.wait_for(done.wait(), CATCH_UP_S)
        except TimeoutError:
            # It is busy or on its way out; things go on all the same.
            return
