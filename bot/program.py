"""The running program: the one place where all parts are put together, started and stopped."""

import asyncio
import gc
import signal
from collections.abc import Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from typing import Protocol

import structlog
from aiohttp import web

from bot import waiting
from bot.bells import Bells
from bot.channels.base import Channel
from bot.clock import Clock
from bot.delivery import Delivery
from bot.files import FileStore
from bot.inbox import StoreInbox
from bot.leases import lease
from bot.metrics import Figures
from bot.resource_index import IndexKeeper
from bot.roles import PARTS, Part, Role
from bot.settings import Settings
from bot.ticks import Tick
from bot.waiting import WaitingRoom
from bot.web import application
from models import audience
from models.store import Store

log = structlog.get_logger()

GRACE = 20.0  # seconds that what is in the air may take to land when the program stops
TICKING = "clock"  # the lease of ticks; those of deliveries are called like their channels

MakeChannels = Callable[[Store, StoreInbox], Sequence[Channel]]
MakeTicks = Callable[[Store, FileStore, Sequence[Channel]], Iterable[Tick]]


class Running(Protocol):
    """A part that runs until it is stopped."""

    async def run(self) -> None:
        """Work until `stop`."""

    async def stop(self) -> None:
        """Begin nothing more; `run` ends when what was begun has ended."""


class Program:
    """One process: what it does depends on its role."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        make_channels: MakeChannels,
        make_ticks: MakeTicks,
        role: Role = Role.all,
    ) -> None:
        self._settings, self._store = settings, store
        self._bells = Bells(store)
        self._inbox = StoreInbox(store, self._bells.ring, lambda: self._bells.ring(waiting.LEASE))
        self._channels = {channel.name: channel for channel in make_channels(store, self._inbox)}
        self._kept, self._make_ticks = FileStore(settings.files_url), make_ticks
        self._deliveries: dict[str, Delivery] = {}
        own = [part for kind in Part if kind in PARTS[role] for part in self._made(kind)]
        self._parts: list[Running] = [IndexKeeper(store), *own]

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

    def _made(self, kind: Part) -> Iterable[Running]:
        """What does this kind of work; receiving is done by the channels' own routes."""
        match kind:
            case Part.sending:
                self._deliveries = {name: self._delivery(channel) for name, channel in self._channels.items()}
                return self._deliveries.values()
            case Part.resuming:
                return [self._waiting_room()]
            case Part.ticking:
                ticks = self._make_ticks(self._store, self._kept, list(self._channels.values()))
                return [Clock(ticks, lease(self._store, TICKING))]
        return []

    def _delivery(self, channel: Channel) -> Delivery:
        ours = lease(self._store, channel.name)
        delivery = Delivery(self._store, channel, ours)
        self._bells.hang(ours, delivery.wake)
        return delivery

    def _waiting_room(self) -> WaitingRoom:
        ours = lease(self._store, waiting.LEASE)
        room = WaitingRoom(self._store, self._channels, self._kept, self._inbox, ours)
        self._bells.hang(ours, room.wake)
        return room

    async def _start(
        self, stack: AsyncExitStack, routes: Iterable[web.RouteDef], started: Callable[[str], None]
    ) -> None:
        """Start from the inside out; the stack stops from the outside in."""
        stack.push_async_callback(self._bells.close)
        for channel in self._channels.values():
            await channel.start()
            stack.push_async_callback(channel.stop)
        for part in self._parts:
            task = asyncio.create_task(part.run())
            task.add_done_callback(_ended)
            stack.push_async_callback(_stop, part, task)
        address = await self._listen(stack, routes)
        _settle_down()
        stack.callback(gc.unfreeze)
        started(address)

    async def _listen(self, stack: AsyncExitStack, routes: Iterable[web.RouteDef]) -> str:
        own = [route for channel in self._channels.values() for route in channel.routes()]
        app = application(self._store, [*own, *routes], self._settings.metrics_token, self._figures)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        site = web.TCPSite(runner, self._settings.host, self._settings.port)
        await site.start()
        host, port = runner.addresses[0][:2]
        return f"http://{host}:{port}"

    def _figures(self) -> Figures:
        return {name: delivery.figures() for name, delivery in self._deliveries.items()}


def _settle_down() -> None:
    """Make what would else be made while people wait, and spare the collector what is loaded by now and stays: looking
    through it again and again takes a quarter of all time, and a tenth of a second at once."""
    audience.prepare()
    gc.collect()
    gc.freeze()


async def _stop(part: Running, task: asyncio.Task[None]) -> None:
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
