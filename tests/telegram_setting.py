"""The Telegram channel between the double and a recorder, for its tests."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.attachments import Attachments
from bot.channels.base import Inbox
from bot.channels.telegram import Telegram
from dialogue.drawing.content import Content, Option
from dialogue.phrases import Phrase, _
from models.all import metadata
from models.contacts import Address
from models.outbox import Claimed
from models.received import Arrival
from models.store import Store
from tests import databases
from tests.double import Double

ANA = 1001
SECRET = "invented-secret-0001"
TOKEN = "1000000001:AAinvented-token-of-the-double-0001"
COMMANDS: Sequence[tuple[str, Phrase]] = [("progress", _("Report progress")), ("help", _("Help"))]


class Recorder:
    """Takes in whatever comes, or refuses it with `fault`."""

    def __init__(self) -> None:
        self.heard_from: list[tuple[Address, Arrival]] = []
        self.reached: list[tuple[str, bool]] = []
        self.fault: Exception | None = None

    @property
    def arrivals(self) -> list[Arrival]:
        return [arrival for _address, arrival in self.heard_from]

    async def heard(self, address: Address, arrival: Arrival) -> None:
        if self.fault is not None:
            raise self.fault
        self.heard_from.append((address, arrival))

    async def reachability(self, address: Address, *, reachable: bool) -> None:
        if self.fault is not None:
            raise self.fault
        self.reached.append((address.raw, reachable))

    async def receipt(self, message: int, state: str, error: str | None = None, provider_id: str | None = None) -> None:
        raise AssertionError("Telegram has no receipts")


def texts(inbox: Recorder) -> list[str]:
    """What was written, in order."""
    return [arrival.text for arrival in inbox.arrivals]


def new_store(folder: Path) -> Store:
    """An empty SQLite store."""
    store = Store(f"sqlite:///{folder}/telegram.db", databases.new_vault())
    metadata.create_all(store.engine)
    return store


def channel(url: str, store: Store, inbox: Inbox | None = None, **settings: Any) -> Telegram:
    """The channel with its provider at `url`; `settings` replace the usual ones."""
    usual: dict[str, Any] = {
        "token": TOKEN,
        "secret": SECRET,
        "api_url": f"{url}/bot",
        "file_url": f"{url}/file/bot",
        "rate": 30.0,
        "public_url": None,
        "commands": COMMANDS,
    }
    parts: dict[str, Any] = {"store": store, "inbox": inbox or Recorder(), "attachments": Attachments(store)}
    return Telegram(**(parts | usual | settings))


@asynccontextmanager
async def running(channel: Telegram) -> AsyncIterator[Telegram]:
    """The channel, started and stopped."""
    await channel.start()
    try:
        yield channel
    finally:
        await channel.stop()


@asynccontextmanager
async def listening(channel: Telegram, double: Double | None = None) -> AsyncIterator[str]:
    """The channel behind a server; its address. The double posts its updates there."""
    app = web.Application()
    app.add_routes(channel.routes())
    async with TestServer(app) as server, running(channel):
        url = str(server.make_url("")).rstrip("/")
        if double is not None:
            double.options.webhook, double.telegram.state.secret = url, SECRET
        yield url


def polled(double: Double, store: Store, inbox: Inbox) -> AbstractAsyncContextManager[Telegram]:
    """The channel, fetching from the double whatever people do there."""
    return running(channel(double.url, store, inbox, polling=True))


async def confirmed(double: Double) -> None:
    """Wait until the bot has confirmed everything."""
    await double.until(lambda: not double.telegram.state.pending)


@asynccontextmanager
async def answering(answer: Callable[[web.Request], web.StreamResponse]) -> AsyncIterator[str]:
    """A provider that gives one answer to everything; its address."""

    async def handler(request: web.Request) -> web.StreamResponse:
        return answer(request)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")


def message(text: str, *labels: str, number: int = 1, address: str = str(ANA), numbered: bool = False) -> Claimed:
    """A message as delivery hands it over."""
    options = tuple(Option(label, f"12.abc.{place}") for place, label in enumerate(labels))
    return Claimed(number, 1, 1, address, Content(text, options, numbered))
