"""What Twilio's error codes mean, at once in an answer or later in a receipt.

See https://www.twilio.com/docs/api/errors; a code that is not here has no meaning of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import structlog
from twilio.base.exceptions import (
    TwilioException,
    TwilioRestException,
    TwilioServiceException,
)

from bot.channels.base import OutsideWindow, RetryLater, SendError, Uncertain, Unreachable, WrongContent
from models.messages import FAILED, QUEUED, WAITING

log = structlog.get_logger()

#: Wrong settings, a closed account, a sender that is not ours: nothing can be sent until staff have seen to it.
ACCOUNT = frozenset({20003, 20005, 20404, 21603, 21606, 21701, 30002, 63003, 63007, 63051, 63062})
ACCOUNT_DELAY = 60.0  # seconds
#: Seconds to wait: one message in six seconds to one person, the daily cap, Meta's own cap on marketing.
DELAYS = {63018: 6.0, 63038: 3600.0, 63049: 86_400.0}

#: What was accepted and could not be delivered, but can be when it is sent again, since its file is lent anew.
NOT_FETCHED = 63019

_LATER = (20429, 30001, 30008, 30410, *DELAYS, *ACCOUNT)
_UNREACHABLE = (21211, 21604, 21610, 21614, 30003, 30005, 63014, 63015, 63024, 63032, 63033)
_CONTENT = (
    *(20001, 21266, 21609, 21617, 21619, 21620, 21623, 21654, 21655, 21656, 21658, 21910, 30007),
    *(35111, 35114, 35118, 35127, 63013, 63019, 63021, 63027, 63028, 63034, 63037, 63040, 63041),
)
_MEANINGS: dict[int, type[SendError]] = {
    **dict.fromkeys(_LATER, RetryLater),
    **dict.fromkeys(_UNREACHABLE, Unreachable),
    **dict.fromkeys(_CONTENT, WrongContent),
    63016: OutsideWindow,
}


def meaning(code: int | str) -> type[SendError]:
    """The kind of error that a code stands for; `SendError` itself when it is none we know."""
    text = str(code)
    return _MEANINGS.get(int(text), SendError) if text.isdecimal() and len(text) < 8 else SendError


def outcome(state: str, error: str | None) -> str:
    """The state that a receipt brings about: what its code says may be mended goes out again, now or later."""
    if state != FAILED or error is None:
        return state
    if error == str(NOT_FETCHED):
        return QUEUED
    return WAITING if meaning(error) is OutsideWindow else state


def refusal(status: int, code: int | None) -> SendError:
    """The error for an answer with this HTTP status and Twilio's code."""
    number = code or status
    if status >= 500:
        return Uncertain(str(number))
    if status == 429:
        return RetryLater(str(number))
    if number in ACCOUNT or status in (401, 403) or status < 400:
        log.error("whatsapp.account", code=number)
        return RetryLater(str(number), ACCOUNT_DELAY, everyone=True)
    kind = meaning(number)
    if kind is RetryLater:
        return RetryLater(str(number), DELAYS.get(number))
    return WrongContent(str(number)) if kind is SendError else kind(str(number))


@contextmanager
def translated() -> Iterator[None]:
    """Turn what Twilio's client and the network raise into a `SendError` that says nothing of the message."""
    try:
        yield
    except (TwilioRestException, TwilioServiceException) as problem:
        raise refusal(problem.status, problem.code) from None
    except aiohttp.ConnectionTimeoutError:
        raise RetryLater("connect") from None
    except aiohttp.ClientConnectorError:
        raise RetryLater("connect") from None
    except TimeoutError:
        raise Uncertain("timeout") from None
    except (aiohttp.ClientError, OSError, TwilioException, ValueError):
        raise Uncertain("connection") from None
