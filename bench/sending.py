"""What sending costs: our channels beside the clients that the providers' libraries bring along.

Run as a process of its own: `python -m bench.sending client provider seconds at_once`, with a database and its keys
in the environment.
"""

import asyncio
import logging
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from itertools import count

import msgspec
import uvloop
from telegram import Bot
from telegram.request import HTTPXRequest
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.rest import Client

from bench.channels import AUTH, FROM, telegram, whatsapp
from bench.processes import MEASURED, pin
from bench.provider import ACCOUNT, TOKEN, sid_of
from bot.channels.base import Channel, Inbox
from bot.channels.telegram import Telegram
from bot.channels.whatsapp import WhatsApp
from bot.inbox import StoreInbox
from bot.settings import Settings
from dialogue.drawing.content import Content
from models.outbox import Claimed
from models.store import Store

WARM_UP = 1.0  # seconds

Send = Callable[[int], Awaitable[bool]]  # a number makes the message; whether what came back belongs to it


class Sent(msgspec.Struct):
    """Messages a second, CPU time of one in ms, and how many got what belongs to another."""

    rate: float
    cpu: float
    mistaken: int


def address(number: int) -> str:
    return f"whatsapp:+52555{number % 10_000_000:07d}"


def text(number: int) -> str:
    return f"Gracias. Quedó registrado su avance número {number}."


@asynccontextmanager
async def lazos_telegram(provider: str, at_once: int) -> AsyncIterator[Send]:
    async with channel(provider, telegram) as ours:

        async def send(number: int) -> bool:
            return bool(await ours.send(Claimed(number, number, 1, str(number), Content(text(number)))))

        yield send


@asynccontextmanager
async def lazos_whatsapp(provider: str, at_once: int) -> AsyncIterator[Send]:
    async with channel(provider, whatsapp) as ours:

        async def send(number: int) -> bool:
            sid = await ours.send(Claimed(number, number, 1, address(number), Content(text(number))))
            return sid == sid_of(address(number), text(number))

        yield send


@asynccontextmanager
async def ptb_bot(provider: str, at_once: int) -> AsyncIterator[Send]:
    async with Bot(TOKEN, base_url=f"{provider}/bot", request=HTTPXRequest(connection_pool_size=256)) as bot:

        async def send(number: int) -> bool:
            return bool((await bot.send_message(number, text(number))).message_id)

        yield send


@asynccontextmanager
async def twilio_pooled(provider: str, at_once: int) -> AsyncIterator[Send]:
    async with AsyncTwilioHttpClient() as http:
        client = stock(provider, http)

        async def send(number: int) -> bool:
            made = await client.messages.create_async(to=address(number), from_=FROM, body=text(number))
            return bool(made.sid == sid_of(address(number), text(number)))

        yield send


@asynccontextmanager
async def twilio_threads(provider: str, at_once: int) -> AsyncIterator[Send]:
    client = stock(provider)

    def create(number: int) -> bool:
        made = client.messages.create(to=address(number), from_=FROM, body=text(number))
        return bool(made.sid == sid_of(address(number), text(number)))

    with ThreadPoolExecutor(at_once) as pool:
        yield lambda number: asyncio.get_running_loop().run_in_executor(pool, create, number)


def stock(provider: str, http: AsyncTwilioHttpClient | None = None) -> Client:
    """Twilio's client as it comes, but for where it goes."""
    logging.getLogger("urllib3").setLevel(logging.ERROR)
    client = Client(ACCOUNT, AUTH, http_client=http)
    client.api.base_url = provider
    return client


@asynccontextmanager
async def channel(provider: str, make: Callable[[str, Store, Inbox], Telegram | WhatsApp]) -> AsyncIterator[Channel]:
    settings = Settings()
    store = Store(settings.database_url, settings.vault())
    ours = make(provider, store, StoreInbox(store, lambda name: None, lambda: None))
    await ours.start()
    if isinstance(ours, Telegram):
        await ours.registered()
    yield ours
    await ours.stop()
    store.close()


async def measure(send: Send, seconds: float, at_once: int) -> Sent:
    """Send, `at_once` messages at any moment, for so long."""
    numbers, mistaken = count(1), 0

    async def until(end: float) -> int:
        sent = 0
        nonlocal mistaken
        while time.perf_counter() < end:
            mistaken += not await send(next(numbers))
            sent += 1
        return sent

    async def all_until(end: float) -> int:
        return sum(await asyncio.gather(*(until(end) for _ in range(at_once))))

    await all_until(time.perf_counter() + WARM_UP)
    began, computed = time.perf_counter(), time.process_time()
    sent = await all_until(began + seconds)
    span, computed = time.perf_counter() - began, time.process_time() - computed
    return Sent(sent / span, computed * 1000 / sent, mistaken)


async def main(client: str, provider: str, seconds: str, at_once: str) -> None:
    opened = {
        "lazos_telegram": lazos_telegram,
        "lazos_whatsapp": lazos_whatsapp,
        "ptb_bot": ptb_bot,
        "twilio_pooled": twilio_pooled,
        "twilio_threads": twilio_threads,
    }[client]
    async with opened(provider, int(at_once)) as send:
        sent = await measure(send, float(seconds), int(at_once))
    sys.stdout.write(msgspec.json.encode(sent).decode())


if __name__ == "__main__":
    pin(MEASURED)
    run = uvloop.run if sys.argv[1].startswith("lazos") else asyncio.run
    run(main(*sys.argv[1:]))
