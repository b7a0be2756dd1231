"""The only sender: claims what is due on one channel, sends it, records how it went.

To each contact one message goes after another, and different contacts do not wait for each other. Replies go before
what nobody asked for. Each channel has a `Delivery` of its own, so that a slow provider holds up nobody else.
"""

import asyncio
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog
from sqlalchemy import Connection

from bot.channels.base import Channel, OutsideWindow, RetryLater, SendError, Uncertain, Unreachable
from bot.pace import Pace
from models import clearing, contacts, outbox, receipts
from models.base import now
from models.messages import BULK, FAILED, QUEUED, REPLY, SENT, UNCERTAIN, WAITING
from models.outbox import Claimed, Outcome
from models.store import Store, Unavailable

log = structlog.get_logger()

MOST_IN_FLIGHT = 256
MOST_BULK = 128  # of those, so that a provider that hangs leaves room for replies
TRIES = 6
FIRST_DELAY = 2.0  # seconds before the second try; each further one takes five times as long, the last some 20 minutes
POLL = 1.0  # seconds after which due retries, and what other processes queued, are looked for
LOOK_BACK = 60.0  # seconds after which it is made sure that nothing another process left in the air is forgotten
SHORTEST = 0.005  # seconds, of a rest
TIME_LIMIT = 60.0  # seconds for one attempt, whatever the provider does


class Room(NamedTuple):
    """How many messages may be taken on, and how many of them may be what nobody asked for."""

    all: int
    bulk: int


class Delivery:
    """What is on its way out through one channel."""

    def __init__(self, store: Store, channel: Channel) -> None:
        self._store, self._channel = store, channel
        self._pace = Pace(channel.rate, time.monotonic)
        self._awake = asyncio.Event()
        self._sending: dict[int, asyncio.Task[None]] = {}  # by the message's number
        self._bulk = 0  # of those, what nobody asked for
        self._more_bulk = False
        self._outcomes: list[Outcome] = []
        self._stopping = False

    def wake(self) -> None:
        """There may be something to send."""
        self._awake.set()

    async def run(self) -> None:
        """Send until `stop`; what was in the air when the program died is put right first."""
        recovered = -LOOK_BACK
        while not self._stopping or self._sending or self._outcomes:
            self._awake.clear()
            if time.monotonic() >= recovered + LOOK_BACK:
                recovered = await self._recover()
            claimed = await self._turn_over()
            for message in claimed:
                self._begin(message)
            if not claimed and not self._outcomes:
                await self._rest()

    async def stop(self) -> None:
        """Claim nothing more; `run` ends once what is in the air has landed and is recorded."""
        self._stopping = True
        self._awake.set()

    async def _turn_over(self) -> list[Claimed]:
        """Record what landed and claim what is due, in one transaction."""
        outcomes, self._outcomes = self._outcomes, []
        room = Room(0, 0) if self._stopping else self._room()
        if not outcomes and room.all <= 0:
            return []
        try:
            claimed = await self._store.write(_turn_over, self._channel.name, outcomes, room, now())
        except Unavailable:
            self._outcomes = outcomes + self._outcomes
            await asyncio.sleep(POLL)
            return []
        replies = sum(message.lane != BULK for message in claimed)
        if room.bulk > replies:
            self._more_bulk = len(claimed) > replies
        return claimed

    def _room(self) -> Room:
        free = MOST_IN_FLIGHT - len(self._sending)
        return Room(free, min(free, MOST_BULK - self._bulk, self._pace.bulk_room()))

    async def _recover(self) -> float:
        """Put right what another process had in the air when it died, its last transaction perhaps after our start."""
        mine = {*self._sending, *(outcome.id for outcome in self._outcomes)}
        try:
            await self._store.write(outbox.recover, self._channel.name, now(), mine)
        except Unavailable:
            await asyncio.sleep(POLL)
            return time.monotonic() - LOOK_BACK
        return time.monotonic()

    async def _rest(self) -> None:
        """Until there is news, or the next of what nobody asked for may go."""
        wait = max(self._pace.bulk_in(), SHORTEST) if self._more_bulk and self._bulk < MOST_BULK else POLL
        try:
            async with asyncio.timeout(min(wait, POLL)):
                await self._awake.wait()
        except TimeoutError:
            return

    def _begin(self, message: Claimed) -> None:
        if message.lane == BULK:
            self._bulk += 1
            self._pace.bulk()
        self._sending[message.id] = asyncio.create_task(self._send(message))

    async def _send(self, message: Claimed) -> None:
        outcome = await self._attempt(message)
        self._outcomes.append(outcome)
        self._bulk -= message.lane == BULK
        del self._sending[message.id]
        self._awake.set()

    async def _attempt(self, message: Claimed) -> Outcome:
        await self._pace.slot()
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
        if isinstance(problem, Uncertain) and message.lane == BULK:
            return Outcome(message.id, UNCERTAIN, moment, error=problem.code)  # nobody gets it twice
        if isinstance(problem, OutsideWindow) and message.lane == REPLY:
            return Outcome(message.id, WAITING, moment, error=problem.code)
        if isinstance(problem, RetryLater | Uncertain):
            if message.tries >= TRIES:
                state = UNCERTAIN if isinstance(problem, Uncertain) else FAILED
                return Outcome(message.id, state, moment, error=problem.code)
            delay = self._delay(message, problem)
            return Outcome(message.id, QUEUED, moment, error=problem.code, due_at=moment + timedelta(seconds=delay))
        gone = message.contact_id if isinstance(problem, Unreachable) else None
        return Outcome(message.id, FAILED, moment, error=problem.code, unreachable=gone)

    def _delay(self, message: Claimed, problem: SendError) -> float:
        if not isinstance(problem, RetryLater) or problem.delay is None:
            return float(FIRST_DELAY * 5 ** (message.tries - 1))
        if problem.everyone:
            self._pace.pause(problem.delay)
        return max(problem.delay, float(FIRST_DELAY * 5 ** (message.tries - 2)))


def _turn_over(
    db: Connection, channel: str, outcomes: Sequence[Outcome], room: Room, moment: datetime
) -> list[Claimed]:
    _record(db, outcomes, moment)
    replies = outbox.claim(db, channel, REPLY, room.all, moment) if room.all > 0 else []
    most = min(room.bulk, room.all - len(replies)) - len(replies)
    return [*replies, *(outbox.claim(db, channel, BULK, most, moment) if most > 0 else [])]


def _record(db: Connection, outcomes: Sequence[Outcome], moment: datetime) -> None:
    outbox.mark(db, outcomes)
    for contact in {outcome.unreachable for outcome in outcomes if outcome.unreachable is not None}:
        contacts.unreachable(db, contact, moment)
        outbox.skip_rest(db, [contact], moment)
    if cleared := {outcome.cleared for outcome in outcomes if outcome.cleared is not None}:
        clearing.forget(db, cleared)
    if waiting := [outcome.id for outcome in outcomes if outcome.state == WAITING]:
        receipts.go_if_heard(db, waiting, moment)
