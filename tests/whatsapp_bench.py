"""A WhatsApp channel beside the double: what its tests share."""

import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from aiohttp import web

from bot.channels.whatsapp import Account, WhatsApp
from dialogue.drawing.content import Content, Option
from models.all import metadata
from models.contacts import Address
from models.outbox import Claimed
from models.received import Arrival
from models.sealing import Vault, new_key
from models.store import Store, Unavailable
from tests.double import Double
from tests.made import Ready

ANA = "whatsapp:+525550000001"


class Heard:
    """An inbox that keeps what was handed in; with `away` it cannot."""

    def __init__(self) -> None:
        self.messages: list[tuple[Address, Arrival]] = []
        self.receipts: list[tuple[int, str, str | None]] = []
        self.reached: list[tuple[str, bool]] = []
        self.away = False

    async def heard(self, address: Address, arrival: Arrival) -> None:
        if self.away:
            raise Unavailable("locked")
        self.messages.append((address, arrival))

    async def reachability(self, address: Address, *, reachable: bool) -> None:
        self.reached.append((address.raw, reachable))

    async def receipt(self, message: int, state: str, error: str | None = None, provider_id: str | None = None) -> None:
        if self.away:
            raise Unavailable("locked")
        self.receipts.append((message, state, error))


class Bench(NamedTuple):
    """Everything a test touches."""

    double: Double
    channel: WhatsApp
    inbox: Heard
    store: Store
    url: str

    @property
    def account(self) -> Account:
        return account_of(self.double)


def account_of(double: Double) -> Account:
    options = double.options
    return Account(options.account_sid, options.auth_token, double.twilio_api_url, double.twilio_content_url)


def new_store(path: Any) -> Store:
    store = Store(f"sqlite:///{path}/lazos.db", Vault([new_key()], [new_key()]))
    metadata.create_all(store.engine)
    return store


@asynccontextmanager
async def bench(path: Any, *, tokens: Sequence[str] = (), **options: Any) -> AsyncIterator[Bench]:
    """A started channel that listens where the double posts to. It knows the double's token and after it `tokens`."""
    listener = socket.create_server(("127.0.0.1", 0))  # held from now on, so that nobody else gets its port
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    inbox, store = Heard(), new_store(path)
    async with Double(webhook=url, **options) as double:
        channel = _channel(double, store, inbox, url, tokens)
        app = web.Application()
        app.add_routes(channel.routes())
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.SockSite(runner, listener).start()
        await channel.start()
        try:
            yield Bench(double, channel, inbox, store, url)
        finally:
            await double.quiet()
            await channel.stop()
            await runner.cleanup()
            store.close()


@asynccontextmanager
async def sender(double: Double, path: Any, *, service: bool = False) -> AsyncIterator[WhatsApp]:
    """A channel that only sends: nobody can reach it."""
    store = new_store(path)
    channel = _channel(double, store, Heard(), None, (), service=service)
    try:
        yield channel
    finally:
        await channel.stop()
        store.close()


def _channel(
    double: Double, store: Store, inbox: Heard, url: str | None, tokens: Sequence[str], *, service: bool = False
) -> WhatsApp:
    return WhatsApp(
        account_sid=double.options.account_sid,
        auth_tokens=[double.options.auth_token, *tokens],
        sender=None if service else double.options.sender,
        messaging_service=double.options.service_sid if service else None,
        api_url=double.twilio_api_url,
        content_url=double.twilio_content_url,
        rate=80.0,
        public_url=url,
        store=store,
        inbox=inbox,
        attachments=Ready(store),
        trusted=[double.twilio.state.media_url],
    )


def claimed(text: str, *labels: str, id: int = 1, address: str = ANA) -> Claimed:
    """A message from the outbox."""
    options = tuple(Option(label, f"1.plan.{place}") for place, label in enumerate(labels))
    return Claimed(id, id, 1, address, Content(text, options, numbered=True, opener="Opciones"))
