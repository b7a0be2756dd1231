"""The demo phones with a bot behind them that says what it hears: the screens, the channels and the web, all real."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import Connection

from bot.attachments import Attachments
from bot.channels.demo import DemoChannel
from bot.demo.cards import Card
from bot.demo.phones import Phones
from bot.demo.shown import Seeded
from bot.demo.site import demo_routes
from bot.lending import Lending
from dialogue.drawing.content import Content, Option
from dialogue.messages import Attachment
from models import addresses, conversations
from models.base import now
from models.contacts import Address
from models.outbox import Claimed
from models.received import Arrival
from models.sealing import Vault
from models.store import Store, Unavailable
from tests import databases
from tests.made import Ready

ANA = Seeded("telegram", "700000001", "Ana Ejemplo")
QUESTION = Content("¿Seguimos?", (Option("Sí", "1.go.yes"), Option("No", "1.go.no")), numbered=True, asks=True)
THANKS = Content("Gracias.")


class EchoInbox:
    """A bot that repeats what it hears, as a text and on a button; "ask" makes it ask, a tap or "away" silent."""

    def __init__(self, store: Store) -> None:
        self.store, self.heard_all = store, list[tuple[Address, Arrival]]()
        self.channels: dict[str, DemoChannel] = {}
        self.numbers = count(1)

    async def heard(self, address: Address, arrival: Arrival) -> None:
        if arrival.text == "away":
            raise Unavailable("away")
        self.heard_all.append((address, arrival))
        await self.store.write(_talk, address, arrival.text == "ask")
        await self.say(address, _answer(arrival))

    async def say(self, address: Address, content: Content) -> int:
        number = next(self.numbers)
        await self.channels[address.channel].send(Claimed(number, 1, 1, address.raw, content))
        return number

    async def reachability(self, address: Address, *, reachable: bool) -> None:
        raise AssertionError("no demo phone blocks anybody")

    async def receipt(self, message: int, state: str, error: str | None = None, provider_id: str | None = None) -> None:
        raise AssertionError("no demo phone sends receipts")


class House:
    """One run of the demo's server on the files in a folder."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.screens = store, folder / "demo" / "phones.db"
        self.inbox = EchoInbox(store)
        self.phones = Phones(self.screens, store, [ANA])
        self.lending = Lending("http://127.0.0.1")
        parts = (self.inbox, self.phones, Attachments(store), self.lending)
        self.channels = {name: DemoChannel(name, *parts) for name in ("telegram", "whatsapp")}
        self.inbox.channels = self.channels
        self.cards: list[Card] = []

    def application(self) -> web.Application:
        app = web.Application()
        app.add_routes([route for channel in self.channels.values() for route in channel.routes()])
        app.add_routes(demo_routes(self.store, self.phones, self.channels.values(), lambda db: self.cards))
        return app

    async def start(self) -> None:
        for channel in self.channels.values():
            await channel.start()

    async def stop(self) -> None:
        for channel in self.channels.values():
            await channel.stop()


class Program:
    """A program that uses the JSON interface. Each method returns what it is answered."""

    def __init__(self, client: TestClient[web.Request, web.Application]) -> None:
        self.client = client

    async def new(self, channel: str, **more: str) -> str:
        answer = await self.client.post("/demo/api/phones", json={"channel": channel, **more})
        assert answer.status == 200
        phone = (await answer.json())["phone"]
        assert isinstance(phone, str)
        return phone

    async def say(self, phone: str, **said: str) -> int:
        answer = await self.client.post(f"/demo/api/{phone}", json=said)
        assert answer.status == 202
        id = (await answer.json())["id"]
        assert isinstance(id, int)
        return id

    async def screen(self, phone: str, after: int = 0, wait: float = 0) -> list[dict[str, Any]]:
        answer = await self.client.get(f"/demo/api/{phone}", params={"after": str(after), "wait": str(wait)})
        assert answer.status == 200
        return list(json.loads(await answer.text())["messages"])


def ready(house: House) -> House:
    """The same with files that are made already."""
    for channel in house.channels.values():
        channel._attachments = Ready(house.store)
    return house


def showing(kind: str, text: str) -> Content:
    """What shows a file of this kind."""
    return Content(text, language="es", shows=Attachment(kind, "{}"))


async def send(house: House, phone: str, content: Content, number: int = 500, **more: Any) -> str | None:
    """Send what the bot says to a phone; its id there."""
    where = house.phones.get(phone)
    assert where is not None
    return await house.channels[where.channel].send(Claimed(number, 1, 1, where.address, content, **more))


@contextmanager
def on_new_store(template: Path, folder: Path, vault: Vault) -> Iterator[House]:
    """A house on a store without a row in it."""
    store = Store(databases.sqlite_copy(template, folder), vault)
    yield House(store, folder)
    store.close()


@asynccontextmanager
async def serving(house: House) -> AsyncIterator[Program]:
    """The house open for programs; closed again afterwards, as by a stop of the server."""
    await house.start()
    async with TestClient(TestServer(house.application())) as client:
        try:
            yield Program(client)
        finally:
            await house.stop()


def _answer(arrival: Arrival) -> Content:
    if arrival.tap is not None:
        return THANKS
    said = arrival.text or "(nada)"
    return QUESTION if said == "ask" else Content(said, (Option(said[:20].strip() or "…", "1.echo.x"),))


def _talk(db: Connection, address: Address, asks: bool) -> None:
    """What a turn leaves behind: an open conversation where a question waits, none where it does not."""
    contact = addresses.at(db, address)
    talk = conversations.opened(db, contact.owner)
    if talk is not None:
        conversations.move(db, talk.id, conversations.ENDED)
    if asks:
        conversations.begin(db, contact.owner, contact.id, "progress", now())
