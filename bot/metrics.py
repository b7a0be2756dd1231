"""What Prometheus is told: how many there are of everything, what waits how long, and what this process has in hand.

All is counted when it is asked for and kept nowhere but here, and counting takes a small share of the time at the most.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import TypeVar

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from sqlalchemy import Connection

from models import holders
from models.base import now
from models.store import Store
from models.totals import Queue, Totals, totals, waited

FRESH = 5.0  # seconds for which a count is good
SHARE = 30.0  # or this many times what it took, if that is longer

Labels = TypeVar("Labels", bound=tuple[str, ...])
Figures = Mapping[str, Mapping[str, float]]  # by channel: `Delivery.figures`

_OF_DELIVERY = {
    "in_flight": "Messages handed to the provider whose answer has not come",
    "ready": "Messages taken on and not begun",
    "pace": "Messages a second that are allowed now, after what the provider complained of",
    "held": "Whether this process is the one that sends on the channel",
}


class Metrics:
    """What this process tells. `figures` gives those of its deliveries, `clock` counts seconds."""

    def __init__(
        self, store: Store, figures: Callable[[], Figures], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._store, self._figures, self._clock = store, figures, clock
        self._totals, self._good_until = Totals({}, {}, {}), float("-inf")
        self._counting = asyncio.Lock()

    async def text(self) -> bytes:
        """All of it as Prometheus reads it. Raises `Unavailable`."""
        counted = await self._counted()
        ages, fences = await self._store.read(_live, counted)
        return generate_latest(registry(counted, ages, fences, self._figures()))

    async def _counted(self) -> Totals:
        """A count that is a few seconds old at the most, or older where counting takes long."""
        async with self._counting:
            begun = self._clock()
            if begun >= self._good_until:
                self._totals = await self._store.read(totals)
                ended = self._clock()
                self._good_until = ended + max(FRESH, SHARE * (ended - begun))
            return self._totals


def registry(
    counted: Totals, ages: Mapping[Queue, float], fences: Mapping[str, int], figures: Figures
) -> CollectorRegistry:
    """The gauges: `ages` in seconds by channel and lane, `fences` by lease."""
    found = CollectorRegistry()
    _gauge(found, "messages", "Outgoing messages", ("channel", "lane", "state"), counted.messages)
    _gauge(found, "announcements", "Announcements", ("state",), _alone(counted.announcements))
    _gauge(found, "received", "Incoming messages", ("state",), _alone(counted.received))
    _gauge(found, "queue_oldest_seconds", "Since when the first in the queue is due", ("channel", "lane"), ages)
    _gauge(found, "fence", "How many times the lease was taken", ("channel",), _alone(fences))
    for name, meaning in _OF_DELIVERY.items():
        values = {(channel,): given[name] for channel, given in figures.items() if name in given}
        _gauge(found, name, meaning, ("channel",), values)
    return found


def _live(db: Connection, counted: Totals) -> tuple[dict[Queue, float], dict[str, int]]:
    return waited(db, counted.queues, now()), holders.fences(db)


def _gauge(
    found: CollectorRegistry, name: str, meaning: str, labels: tuple[str, ...], values: Mapping[Labels, float]
) -> None:
    gauge = Gauge(f"lazos_{name}", meaning, labels, registry=found)
    for told_apart, value in values.items():
        gauge.labels(*told_apart).set(value)


def _alone(values: Mapping[str, int]) -> dict[tuple[str], float]:
    return {(name,): value for name, value in values.items()}
