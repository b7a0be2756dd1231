"""One attempt to send one message, and what its end means."""

import asyncio
from datetime import timedelta

import structlog

from bot.channels.base import Channel, OutsideWindow, RetryLater, SendError, Uncertain, Unreachable, WrongContent
from bot.pace import Pace
from models.base import now
from models.messages import FAILED, KNOCK, QUEUED, SENT, UNCERTAIN, WAITING
from models.outbox import Claimed, Outcome

log = structlog.get_logger()

TRIES = 6
FIRST_DELAY = 2.0  # seconds before the second try; each further one takes five times as long, the last some 20 minutes
UNTOLD = 1.0  # seconds of silence after a complaint that names none
TIME_LIMIT = 60.0  # seconds for one attempt, whatever the provider does


class Attempt:
    """Sends through `channel`, and slows `pace` down when the provider complains."""

    def __init__(self, channel: Channel, pace: Pace) -> None:
        self._channel, self._pace = channel, pace

    async def __call__(self, message: Claimed) -> Outcome:
        """Send `message`; how that ended."""
        try:
            async with asyncio.timeout(TIME_LIMIT):
                provider_id = await self._channel.send(message)
        except SendError as problem:
            return self._explained(message, problem)
        except TimeoutError:
            return self._explained(message, Uncertain("timeout"))
        except Exception as problem:
            log.exception("send_failed", channel=self._channel.name, message=message.id)
            return Outcome(message.id, FAILED, now(), error=type(problem).__name__)
        cleared = message.contact_id if message.content.clears else None
        return Outcome(message.id, SENT, now(), provider_id, cleared=cleared)

    def _explained(self, message: Claimed, problem: SendError) -> Outcome:
        """What becomes of a message that was not sent, by the meaning of the error."""
        log.info("not_sent", channel=self._channel.name, message=message.id, code=problem.code, tries=message.tries)
        moment = now()
        if isinstance(problem, Uncertain) and message.once:
            return Outcome(message.id, UNCERTAIN, moment, error=problem.code)  # nobody gets it twice
        if isinstance(problem, OutsideWindow) and not message.once:
            return Outcome(message.id, WAITING, moment, error=problem.code)
        if isinstance(problem, RetryLater | Uncertain):
            return self._again(message, problem)
        return self._given_up(message, problem)

    def _again(self, message: Claimed, problem: RetryLater | Uncertain) -> Outcome:
        moment = now()
        if message.tries >= TRIES:
            state = UNCERTAIN if isinstance(problem, Uncertain) else FAILED
            return Outcome(message.id, state, moment, error=problem.code)
        due = moment + timedelta(seconds=self._delay(message, problem))
        return Outcome(message.id, QUEUED, moment, error=problem.code, due_at=due)

    def _given_up(self, message: Claimed, problem: SendError) -> Outcome:
        """It will not be sent, or not to this contact: a copy of an announcement may have another way."""
        gone = message.contact_id if isinstance(problem, Unreachable) else None
        copy = message.announcement is not None and message.lane != KNOCK
        if copy and isinstance(problem, Unreachable | OutsideWindow):
            moment = now()
            return Outcome(message.id, QUEUED, moment, error=problem.code, due_at=moment, unreachable=gone)
        wrong = message.announcement if isinstance(problem, WrongContent) else None
        return Outcome(message.id, FAILED, now(), error=problem.code, unreachable=gone, wrong=wrong)

    def _delay(self, message: Claimed, problem: SendError) -> float:
        delay = problem.delay if isinstance(problem, RetryLater) else None
        if isinstance(problem, RetryLater) and problem.everyone:
            self._pace.complaint(UNTOLD if delay is None else delay)
        if delay is None:
            return float(FIRST_DELAY * 5 ** (message.tries - 1))
        return max(delay, float(FIRST_DELAY * 5 ** (message.tries - 2)))
