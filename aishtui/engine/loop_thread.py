"""A thread with its own event loop: what runs here goes on whatever the terminal does."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")
LEFTOVERS_S = 1.0
"""For tasks that are still there at the end to close what they hold."""


class LoopThread:
    """Not a daemon: the process does not end under a running answer. `stop()` ends it."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name=name)

    def start(self) -> None:
        self._thread.start()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            self._loop.run_until_complete(_cancel_leftovers())
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()

    def soon(self, call: Callable[..., object], *arguments: object) -> None:
        """Call `call` in the loop; from any thread. Nothing happens once the loop has ended."""
        try:
            self._loop.call_soon_threadsafe(call, *arguments)
        except RuntimeError:
            # The loop is closed: the process is ending and nobody waits for this call.
            return

    def run(self, coroutine: Coroutine[Any, Any, T]) -> Future[T]:
        """Start `coroutine` in the loop; from any thread. Once the loop has ended, the future is a cancelled one."""
        try:
            return asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        except RuntimeError:
            # As in `soon`: SIGTERM may come when the engine has ended and the store has not.
            coroutine.close()
            future: Future[T] = Future()
            future.cancel()
            return future

    def stop(self, timeout: float) -> bool:
        """End the loop and wait for the thread; False if it is still busy after `timeout` seconds."""
        self.soon(self._loop.stop)
        self._thread.join(timeout)
        return not self._thread.is_alive()


async def _cancel_leftovers() -> None:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks, timeout=LEFTOVERS_S)
