"""The clock among several processes: ticks run where the lease is held, and go on elsewhere within seconds."""

from collections.abc import Iterable
from contextlib import suppress

from bot.leases import Closed, Lease
from bot.ticks import Tick, ticking


class Clock:
    """Runs `ticks` for as long as this process holds `lease`."""

    def __init__(self, ticks: Iterable[Tick], lease: Lease) -> None:
        self._ticks, self._lease = list(ticks), lease

    async def run(self) -> None:
        """Tick until `stop`."""
        with suppress(Closed):
            while True:
                await self._lease.held()
                with ticking(self._ticks):
                    await self._lease.lost.wait()

    async def stop(self) -> None:
        """Begin nothing more, and let another one go on."""
        await self._lease.close()
