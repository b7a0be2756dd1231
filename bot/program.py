"""The running program: the one place where all parts are put together, started and stopped."""

import asyncio
import gc
import signal
from collections.abc import Callable, Iterable, Sequence
from contextlib import AsyncExitStack

import structlog
from aiohttp import web

from bot.channels.base import Channel
from bot.delivery import Delivery
from bot.files import FileStore
from bot.inbox import StoreInbox
from bot.settings import Settings
from bot.ticks import Tick, ticking
from bot.waiting import WaitingRoom
from bot.web import application
from models.store import Store

log = structlog.get_logger()

GRACE = 20.0  # seconds that what is in the air may take to land when the program stops

MakeChannels = Callable[[Store, StoreInbox], Sequence[Channel]]
MakeTicks = Callable[[Store, FileStore, Sequence[Channel]], Iterable[Tick]]


class Program:
    """One process that takes messages in, answers them and sends what is queued."""

    def __init__(self, settings: Settings, store: Store, make_channels: MakeChannels, make_ticks: MakeTicks) -> None:
        self._settings, self._store = settings, store
        self._inbox = StoreInbox(store, self._replied, self._waits)
        self._channels = {channel.name: channel for channel in make_channels(store, self._inbox)}
        kept = FileStore(settings.files_url)
        self._deliveries = {name: Delivery(store, channel) for name, channel in self._channels.items()}
        self._waiting = WaitingRoom(store, self._channels, kept, self._inbox)
        self._ticks = list(make_ticks(store, kept, list(self._channels.values())))

    async def run(
        self, routes: Iterable[web.RouteDef] = (), started: Callable[[str], None] = lambda address: None
    ) -> None:
        """Run until the process is told to stop; `started` gets the address at which it listens."""
        stop = asyncio.Event()
        for sign in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(sign, stop.set)
        async with AsyncExitStack() as stack:
            await self._start(stack, routes, started)
            await stop.wait()
            log.info("stopping")

    async def _start(
        self, stack: AsyncExitStack, routes: Iterable[web.RouteDef], started: Callable[[str], None]
    ) -> None:
        """Start from the inside out; the stack stops from the outside in."""
        for channel in self._channels.values():
            await channel.start()
            stack.push_async_callback(channel.stop)
        parts: list[Delivery | WaitingRoom] = [*self._deliveries.values(), self._waiting]
        for part in parts:
            task = asyncio.create_task(part.run())
            task.add_done_callback(_ended)
            stack.push_async_callback(_stop, part, task)
        stack.enter_context(ticking(self._ticks))
        address = await self._listen(stack, routes)
        _settle_down()
        stack.callback(gc.unfreeze)
        started(address)

    async def _listen(self, stack: AsyncExitStack, routes: Iterable[web.RouteDef]) -> str:
        own = [route for channel in self._channels.values() for route in channel.routes()]
        app = application(self._store, [*own, *routes], self._settings.metrics_token)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        site = web.TCPSite(runner, self._settings.host, self._settings.port)
        await site.start()
        host, port = runner.addresses[0][:2]
        return f"http://{host}:{port}"

    def _replied(self, channel: str) -> None:
        self._deliveries[channel].wake()

    def _waits(self) -> None:
        self._waiting.wake()


def _settle_down() -> None:
    """Spare the collector what is loaded by now and stays: looking through it again and again takes a quarter of all
    time, and a tenth of a second at once."""
    gc.collect()
    gc.freeze()


async def _stop(part: Delivery | WaitingRoom, task: asyncio.Task[None]) -> None:
    """Let a part finish what it is at; what takes too long is found again at the next start."""
    await part.stop()
    try:
        async with asyncio.timeout(GRACE):
            await task
    except TimeoutError:
        log.warning("stopped_short", step=type(part).__name__)


def _ended(task: asyncio.Task[None]) -> None:
    """A part that fails takes the program down, so that whoever runs it starts it again."""
    if not task.cancelled() and (problem := task.exception()) is not None:
        log.error("part_failed", error=type(problem).__name__)
        signal.raise_signal(signal.SIGTERM)
