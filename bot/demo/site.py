"""What the demo serves, for both of its channels: the page and the interface for programs."""

from collections.abc import Callable, Iterable

from aiohttp import web
from sqlalchemy import Connection

from bot.channels.demo import DemoChannel
from bot.demo import page
from bot.demo.api import Api
from bot.demo.cards import Card
from bot.demo.phones import Phones
from models.store import Store


def demo_routes(
    store: Store, phones: Phones, channels: Iterable[DemoChannel], cards: Callable[[Connection], list[Card]]
) -> list[web.RouteDef]:
    """Everything under `/demo/`; `cards` finds the access cards that were given out.

    Close the phones before the server: it waits for its answers, and some of those wait for news.
    """
    return [*page.routes(), *Api(store, phones, {channel.name: channel for channel in channels}, cards).routes()]
