"""Waiting in the engine's loop for what the keeper promised."""

import asyncio
import logging
from concurrent.futures import Future
from typing import TypeVar

from aishtui.store.errors import StoreError

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Unreadable(Exception):
    """What was kept cannot be read now; the message is a sentence."""


async def kept(future: Future[T]) -> T | None:
    """The keeper's result, or None when it could not keep or find it: the store itself tells that problem, and the
    turn goes on in memory."""
    try:
        return await _result(future)
    except StoreError as problem:
        _log.warning("not kept: %s", problem)
        return None


async def read(future: Future[T]) -> T:
    """What the keeper has. Raises Unreadable: unlike something that was never kept, it must not pass for nothing."""
    try:
        return await _result(future)
    except StoreError as problem:
        raise Unreadable(f"The earlier messages of this conversation cannot be read. {problem}") from problem


async def _result(future: Future[T]) -> T:
    """A cancelled wait leaves the keeper's work be."""
    return await asyncio.shield(asyncio.wrap_future(future))
