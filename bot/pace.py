"""How fast a channel is written to: evenly up to its rate, and not at all while the provider asks us to wait."""

import asyncio
from collections.abc import Callable


class Pace:
    """One slot after another, `rate` a second, with up to a tenth of a second's worth at once."""

    def __init__(self, rate: float, clock: Callable[[], float]) -> None:
        self._gap, self._clock = 1 / rate, clock
        self._next = clock()

    async def slot(self) -> None:
        """Wait until one more message may be sent."""
        now = self._clock()
        self._next = max(self._next, now - 0.1) + self._gap
        if self._next > now + self._gap:
            await asyncio.sleep(self._next - now - self._gap)

    def pause(self, seconds: float) -> None:
        """Send nothing for so long."""
        self._next = max(self._next, self._clock() + seconds)
