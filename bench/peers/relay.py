"""What a message to a peer costs beside a plain reply: the store alone, 64 people at once, turn about.

Run as a process of its own: `python -m bench.peers.relay seconds`, with the database and its keys in the environment.
"""

import asyncio
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import count
from typing import Any

import msgspec
from sqlalchemy import Connection, func, insert, select

from bench.contenders.questions import CONVERSATION
from bench.load import FIRST_CHAT, PEOPLE
from bench.processes import MEASURED, pin
from bot.settings import Settings
from handlers import inbound
from models.base import now
from models.contacts import Address
from models.peers import requests
from models.peers.candidates import Wanted
from models.peers.tables import MET, OPEN, PeerIntroduction, PeerMessage, PeerRequest
from models.received import Arrival
from models.resources import topics
from models.resources.items import Topic
from models.sealing import new_seal_id
from models.store import Store

AT_ONCE = 64
SLICES = 8  # of the time, in which one and the other take turns
PLAIN = tuple(step.says if isinstance(step.says, str) else str(step.says + 1) for step in CONVERSATION)
TEXTS = (
    "Buenas tardes, ¿cómo organizan ustedes la capacitación en cada turno?",
    "Nosotros tenemos 35 elementos por turno y dos instructores.",
    "El turno es de 24x24, así que vamos por grupos pequeños.",
    "Lo que más nos sirvió fue empezar con los mandos medios.",
    "Con gusto le comparto el formato que usamos desde 2024.",
)

Says = Callable[[int, int], Sequence[str]]  # what somebody writes: her place among the people, and how often before
_keys = count(1)


class Relayed(msgspec.Struct):
    """Turns a second of plain conversations, and of messages to peers; how many of these were passed on."""

    plain: float
    relayed: float
    passed: int


async def measure(store: Store, seconds: float) -> Relayed:
    """Hold conversations of both kinds. Raises `ValueError` where a message was not passed on."""
    first = store.run(introduce)
    talks: list[tuple[Says, Iterator[tuple[int, int]]]] = [
        (lambda _place, _before: PLAIN, _places()),
        (lambda place, _before: (f"/peer reply {first + place // 2}", *TEXTS), _places()),
    ]
    turns, took = [0, 0], [0.0, 0.0]
    for number in range(SLICES):
        which, began = number % 2, time.perf_counter()
        says, places = talks[which]
        turns[which] += sum(
            await asyncio.gather(*(_talk(store, places, says, began + seconds / SLICES) for _ in range(AT_ONCE)))
        )
        took[which] += time.perf_counter() - began
    passed = store.run(lambda db: db.execute(select(func.count()).select_from(PeerMessage)).scalar_one())
    if passed * (len(TEXTS) + 1) != turns[1] * len(TEXTS):
        raise ValueError("a message was not passed on")
    return Relayed(turns[0] / took[0], turns[1] / took[1], passed)


def introduce(db: Connection) -> int:
    """Let everybody write with her neighbour; the number of the first introduction, behind which the others stand."""
    topics.keep(db, [Topic("field", {"es": "Capacitación en campo"})])
    at = now()
    request = requests.ask(db, 1, Wanted("field"), "¿Cómo ordenan los turnos?", at)
    usual: dict[str, Any] = {
        "request_id": request,
        "state": OPEN,
        "asker_alias": 1,
        "asked_alias": 2,
        "asker_step": 0,
        "asked_step": 0,
    }
    usual |= {"begun_at": at, "until": at, "opened_at": at, "due_at": at + timedelta(days=14)}
    pairs = ((place + 1, place + 2) for place in range(0, PEOPLE, 2))
    rows = [usual | {"asker_id": one, "asked_id": other, "seal_id": new_seal_id()} for one, other in pairs]
    db.execute(insert(PeerIntroduction), rows)
    db.execute(PeerRequest.__table__.update().values(state=MET, due_at=None))  # type: ignore[attr-defined]
    return db.execute(select(func.min(PeerIntroduction.id))).scalar_one()


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


def main(seconds: str) -> None:
    settings = Settings()
    store = Store(settings.database_url, settings.vault())
    turns = asyncio.run(measure(store, float(seconds)))
    store.close()
    sys.stdout.write(msgspec.json.encode(turns).decode())


if __name__ == "__main__":
    pin(MEASURED)
    main(*sys.argv[1:])
