"""How fast a channel is written to: evenly up to its rate, and not at all while the provider asks us to wait.

What nobody asked for gets a part of the rate, and only what nobody else wants at the moment.
"""

import asyncio
from collections.abc import Callable

BULK_SHARE = 0.8
_AT_ONCE = 0.1  # seconds' worth that may go at once after a pause


class Pace:
    """One slot after another, `rate` a second, with up to a tenth of a second's worth at once."""

    def __init__(self, rate: float, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._all, self._bulk = _Track(rate, clock), _Track(rate * BULK_SHARE, clock)

    async def slot(self) -> None:
        """Wait until one more message may be sent."""
        wait = self._all.book()
        if wait > 0:
            await asyncio.sleep(wait)

    def bulk_room(self) -> int:
        """How many messages that nobody asked for may begin now, if nothing else does."""
        return min(self._all.free(), self._bulk.free())

    def bulk(self) -> None:
        """One more message that nobody asked for begins."""
        self._bulk.book()

    def bulk_in(self) -> float:
        """Seconds until there is room for one."""
        return max(self._all.until(), self._bulk.until())

    def pause(self, seconds: float) -> None:
        """Send nothing for so long."""
        self._all.pause(seconds)


class _Track:
    """Slots that are a certain time apart."""

    def __init__(self, rate: float, clock: Callable[[], float]) -> None:
        self._gap, self._clock = 1 / rate, clock
        self._next = clock()

    def book(self) -> float:
        """Take the next slot; the seconds until it begins."""
        now = self._clock()
        self._next = self._earliest(now) + self._gap
        return self._next - self._gap - now

    def free(self) -> int:
        """How many slots have begun that nobody has taken."""
        now = self._clock()
        return int((now - self._earliest(now)) / self._gap) + 1 if self._next <= now else 0

    def until(self) -> float:
        """Seconds until the next slot begins; none if it has."""
        return max(0.0, self._next - self._clock())

    def pause(self, seconds: float) -> None:
        self._next = max(self._next, self._clock() + seconds)

    def _earliest(self, now: float) -> float:
        return max(self._next, now - _AT_ONCE)
