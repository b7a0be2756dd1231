"""Calls that do something in a chat: the answer, or the error that it means."""

from collections.abc import Awaitable

from telegram.error import NetworkError, TimedOut

from bot.channels.base import RetryLater, SendError, Uncertain
from bot.channels.telegram.refusals import refusal
from bot.channels.telegram.request import NotSent


async def answered(exchange: Awaitable[tuple[int, bytes]]) -> bytes:
    """The good answer of a call under way. Raises a `SendError`."""
    try:
        status, payload = await exchange
    except NetworkError as problem:
        raise _unanswered(problem) from None
    if status != 200:
        raise refusal(status, payload)
    return payload


def _unanswered(problem: NetworkError) -> SendError:
    if isinstance(problem, NotSent):
        return RetryLater("not connected")
    return Uncertain("timeout" if isinstance(problem, TimedOut) else "connection lost")
