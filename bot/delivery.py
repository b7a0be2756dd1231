"""The only sender: takes on what is due on one channel, sends it at its pace, records how it went.

To each contact one message goes after another, and different contacts do not wait for each other. Replies go before
what nobody asked for. Each channel has a `Delivery` of its own, so that a slow provider holds up nobody else.
"""

import asyncio
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress

import structlog
from sqlalchemy import Connection

from bot.attempt import Attempt
from bot.channels.base import Channel
from bot.leases import Closed, Lease
from bot.pace import Pace
from bot.queues import Queues
from bot.spacing import Spacing
from models import claims, holders, put_right
from models.base import now
from models.claims import NOTHING, Room, Taken
from models.holders import NOBODY_ELSE, Deposed
from models.messages import SENT
from models.outbox import Claimed, Outcome
from models.store import Store, Unavailable

log = structlog.get_logger()

MOST_IN_FLIGHT = 768
MOST_BULK = 512  # of those, so that a provider that hangs leaves room for replies
AHEAD = 0.15  # seconds' worth of what nobody asked for that is taken on before its turn
LEAST_AHEAD = 4
POLL = 1.0  # seconds after which due retries, and what other processes queued, are looked for
FLUSH = 0.04  # seconds in which what landed is gathered, if nobody waits for it
LOOK_BACK = 60.0  # seconds after which it is made sure that nothing another process left in the air is forgotten
SILENCE = 1.0  # seconds after another process has sent here, so that both together keep to the rate


class Delivery:
    """What is on its way out through one channel."""

    def __init__(self, store: Store, channel: Channel, lease: Lease | None = None) -> None:
        self._store, self._channel, self._lease = store, channel, lease
        self._pace = Pace(channel.rate, time.monotonic)
        self._queues = Queues(self._pace, Spacing(channel.gap, channel.burst, time.monotonic))
        self._attempt = Attempt(channel, self._pace)
        self._awake, self._ready = asyncio.Event(), asyncio.Event()
        self._sending: dict[int, asyncio.Task[None]] = {}  # by the message's number
        self._bulk = 0  # of those, what must not arrive twice
        self._outcomes: list[Outcome] = []
        self._more, self._stopping = True, False
        self._fence = NOBODY_ELSE
        self._left: list[Claimed] = []  # taken on and not begun when the lease was lost
        if lease is not None:
            lease.wakes(self.wake)

    def wake(self) -> None:
        """There may be something to send."""
        self._awake.set()

    def figures(self) -> Mapping[str, float]:
        """What is in the air, what has been taken on, and the messages a second that are allowed now."""
        return {
            "in_flight": len(self._sending),
            "ready": len(self._queues),
            "pace": self._pace.allowed,
            "held": float(self._sure()),
            "fence": self._fence,
        }

    async def run(self) -> None:
        """Send until `stop`; what was in the air when the program died is put right first."""
        pump = asyncio.create_task(self._pump())
        try:
            while not self._stopping:
                await self._hold()
                await self._while_held()
            await self._land()
        finally:
            pump.cancel()
            await asyncio.wait([pump])
            if self._lease is not None:
                await self._lease.close()

    async def stop(self) -> None:
        """Take on nothing more; `run` ends once what is in the air has landed and is recorded."""
        self._stopping = True
        self._awake.set()
        self._ready.set()
        if self._lease is not None and not self._sure():
            await self._lease.close()

    async def _hold(self) -> None:
        """Wait until this process is the one that sends here, and until what another one sent is a second ago."""
        if self._lease is None:
            return
        before = self._fence
        with suppress(Closed):
            self._fence = await self._lease.held()
        if self._fence != before + 1:
            self._left.clear()  # whoever held it meanwhile has put it right
        if self._fence != NOBODY_ELSE:
            self._pace.rest(SILENCE)

    def _sure(self) -> bool:
        """Whether nobody else sends here."""
        return self._lease is None or self._lease.sure()

    async def _while_held(self) -> None:
        recovered = float("-inf")
        while not self._stopping and self._sure():
            self._awake.clear()
            if time.monotonic() >= recovered + LOOK_BACK:
                recovered = await self._recover()
            try:
                taken = await self._turn_over()
            except Deposed:
                break
            self._queues.add(taken.replies, taken.bulk)
            self._ready.set()
            await self._rest(taken)
        if not self._stopping:
            self._left += self._queues.clear()

    async def _turn_over(self) -> Taken:
        """Record what landed and take on what is due, in one transaction."""
        outcomes, self._outcomes = self._outcomes, []
        room = self._room()
        if not outcomes and room.replies <= 0:
            return NOTHING
        try:
            taken = await self._store.write(claims.turn_over, self._channel.name, self._fence, outcomes, room, now())
        except Unavailable:
            self._outcomes = outcomes + self._outcomes
            await asyncio.sleep(POLL)
            return NOTHING
        except Deposed:
            log.warning("deposed", channel=self._channel.name)
            self._outcomes = [outcome for outcome in outcomes if outcome.state == SENT] + self._outcomes
            raise
        self._more = taken.more
        return taken

    def _room(self) -> Room:
        """Room for replies, and for as much of the rest as has its turn soon."""
        free = MOST_IN_FLIGHT - len(self._sending) - len(self._queues)
        soon = max(LEAST_AHEAD, int(self._pace.allowed * AHEAD)) - self._queues.bulk
        return Room(free, min(free, MOST_BULK - self._bulk - self._queues.bulk, soon))

    async def _recover(self) -> float:
        """Put right what another process had in the air when it died, its last transaction perhaps after our start.

        What we had taken on ourselves before we lost the lease to nobody goes back.
        """
        mine = {*self._sending, *(outcome.id for outcome in self._outcomes), *self._queues.ids()}
        try:
            await self._store.write(_put_right, self._channel.name, self._fence, mine, self._left)
        except (Unavailable, Deposed):
            await asyncio.sleep(POLL)
            return float("-inf")
        self._left.clear()
        return time.monotonic()

    async def _rest(self, taken: Taken) -> None:
        """Until there is news. What landed is recorded soon, and what nobody asked for is taken on in time."""
        if taken.replies:
            return
        soon = self._more or bool(self._outcomes)
        try:
            async with asyncio.timeout(FLUSH if soon else POLL):
                await self._awake.wait()
        except TimeoutError:
            return

    async def _pump(self) -> None:
        """Begin each message when its turn comes."""
        while True:
            self._ready.clear()
            while self._sure() and (message := self._queues.next(MOST_BULK - self._bulk)) is not None:
                self._begin(message)
            wait = self._queues.wait(MOST_BULK - self._bulk)
            try:
                async with asyncio.timeout(wait):
                    await self._ready.wait()
            except TimeoutError:
                continue

    def _begin(self, message: Claimed) -> None:
        self._bulk += message.once
        self._sending[message.id] = asyncio.create_task(self._send(message))

    async def _send(self, message: Claimed) -> None:
        outcome = await self._attempt(message)
        self._outcomes.append(outcome)
        self._bulk -= message.once
        del self._sending[message.id]
        if not message.once or self._stopping:
            self._awake.set()  # the next reply to this contact waits for it
        if self._queues.bulk:
            self._ready.set()

    async def _land(self) -> None:
        """What was taken on and not begun goes back; what is in the air is recorded when it has landed."""
        back = self._queues.clear()
        while self._sending or self._outcomes or back:
            outcomes, self._outcomes = self._outcomes, []
            try:
                await self._store.write(_settle, outcomes, back)
                back = []
            except Unavailable:
                self._outcomes = outcomes + self._outcomes
                await asyncio.sleep(POLL)
            if self._sending and not self._outcomes:
                self._awake.clear()
                await self._awake.wait()


def _put_right(db: Connection, channel: str, fence: int, mine: Collection[int], left: Collection[Claimed]) -> None:
    holders.check(db, channel, fence)
    moment = now()
    put_right.give_back(db, [message.id for message in left], moment)
    put_right.recover(db, channel, moment, mine)


def _settle(db: Connection, outcomes: Sequence[Outcome], back: Collection[Claimed]) -> None:
    moment = now()
    claims.record(db, outcomes, moment)
    put_right.give_back(db, [message.id for message in back], moment)
