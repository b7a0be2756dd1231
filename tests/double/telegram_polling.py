"""getUpdates as Telegram's own server plays it: what waits is kept until a later offset confirms it."""

import contextlib
import time
from dataclasses import dataclass, field
from typing import Any

from tests.double.faults import Refused
from tests.double.record import Record

MOST, LONGEST = 100, 50  # updates in one answer, seconds of waiting
AGAIN = 0.5  # seconds within which the same offset gets one update only

BESIDE_A_WEBHOOK = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
BY_A_WEBHOOK = "terminated by setWebhook request"
BY_ANOTHER = "terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(slots=True, eq=False)
class Poll:
    """A getUpdates that waits; `ended` says why it was cut short."""

    ended: str = ""


@dataclass(slots=True)
class Pending:
    """What waits to be fetched, oldest first, by its number. `allowed` are the kinds the bot asked for (none: all)."""

    waiting: dict[int, Any] = field(default_factory=dict)
    allowed: list[str] = field(default_factory=list)
    poll: Poll | None = None
    asked: tuple[int, float] = (-1, 0.0)

    def __len__(self) -> int:
        return len(self.waiting)

    def append(self, update: dict[str, Any]) -> None:
        """An update comes in; one of a kind that the bot does not want is gone."""
        if not self.allowed or update.keys() & set(self.allowed):
            self.add(update["update_id"], update)

    def add(self, number: int, body: Any) -> None:
        """Anything at all comes in as the update with this number; `msgspec.Raw` is sent as it stands."""
        self.waiting[number] = body

    def clear(self) -> None:
        self.waiting.clear()

    def end_poll(self, why: str) -> None:
        """Cut short the poll that waits."""
        if self.poll is not None:
            self.poll.ended = why

    def confirm(self, offset: int) -> None:
        """Forget all before `offset`; a negative one leaves so many of the latest, one far ahead is passed over."""
        if offset < 0:
            self.waiting = dict(list(self.waiting.items())[offset:])
        elif offset <= max(self.waiting, default=offset) + 10:
            self.waiting = {number: body for number, body in self.waiting.items() if number >= offset}

    def within_limits(self, offset: int, limit: int, wait: int) -> tuple[int, int]:
        """How many to give and how long to wait: a bot that asks the same again and again is slowed down."""
        (before, at), now = self.asked, time.monotonic()
        self.asked = (offset, now)
        if offset == before and now < at + 3:
            wait = max(wait, 3)
        if offset == before and now < at + AGAIN:
            limit = 1
        return min(max(limit, 1), MOST), min(max(wait, 0), LONGEST)


async def get_updates(pending: Pending, record: Record, values: dict[str, Any], webhook: str) -> list[Any]:
    """What waits from `offset` on; all before it is forgotten. Waits up to `timeout` seconds for something."""
    if webhook:
        raise Refused(409, f"Conflict: {BESIDE_A_WEBHOOK}")
    offset = int(values.get("offset", 0))
    limit, wait = pending.within_limits(offset, int(values.get("limit", MOST)), int(values.get("timeout", 0)))
    pending.allowed = values.get("allowed_updates") or pending.allowed
    pending.confirm(offset)
    if not pending and wait:
        await _something(pending, record, wait)
    return list(pending.waiting.values())[:limit]


async def _something(pending: Pending, record: Record, wait: int) -> None:
    """One poll waits at a time: the newer ends the older."""
    pending.end_poll(BY_ANOTHER)
    await record.changed()
    mine = pending.poll = Poll()
    with contextlib.suppress(TimeoutError):
        await record.until(lambda: bool(pending) or bool(mine.ended), wait)
    if pending.poll is mine:
        pending.poll = None
    if mine.ended:
        raise Refused(409, f"Conflict: {mine.ended}")
