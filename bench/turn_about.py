"""Two kinds of conversations on the store alone, 64 people at once, that take turns in slices of the time."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import NamedTuple

from bench.contenders.questions import CONVERSATION
from bench.load import FIRST_CHAT, PEOPLE
from handlers import inbound
from models.base import now
from models.contacts import Address
from models.received import Arrival
from models.store import Store

AT_ONCE = 64
#: A plain conversation, as it is typed.
PLAIN = tuple(step.says if isinstance(step.says, str) else str(step.says + 1) for step in CONVERSATION)

Says = Callable[[int, int], Sequence[str]]  # what somebody writes: her place among the people, and how often before
_keys = count(1)


class Rates(NamedTuple):
    """Turns a second of plain conversations and of the other kind, and how many turns of these there were."""

    plain: float
    other: float
    turns: int


async def turn_about(store: Store, seconds: float, slices: int, other: Says) -> Rates:
    """Hold plain conversations and those of the `other` kind in turn, in so many `slices` of the seconds."""
    talks: list[tuple[Says, Iterator[tuple[int, int]]]] = [
        (lambda _place, _before: PLAIN, _places()),
        (other, _places()),
    ]
    turns, took = [0, 0], [0.0, 0.0]
    for number in range(slices):
        which, began = number % 2, time.perf_counter()
        says, places = talks[which]
        turns[which] += sum(
            await asyncio.gather(*(_talk(store, places, says, began + seconds / slices) for _ in range(AT_ONCE)))
        )
        took[which] += time.perf_counter() - began
    return Rates(turns[0] / took[0], turns[1] / took[1], turns[1])


def _places() -> Iterator[tuple[int, int]]:
    """Everybody in turn, and how often she had her turn before."""
    for before in count():
        for place in range(PEOPLE):
            yield place, before


async def _talk(store: Store, places: Iterator[tuple[int, int]], says: Says, until: float) -> int:
    turns = 0
    while time.perf_counter() < until:
        place, before = next(places)
        chat = str(FIRST_CHAT + place)
        address = Address("telegram", chat, (chat,), "es")
        for text in says(place, before):
            await store.write(inbound.receive, address, Arrival(str(next(_keys)), text), now())
            turns += 1
    return turns
