"""What a message to a peer costs beside a plain reply: the store alone, 64 people at once, turn about.

Run as a process of its own: `python -m bench.peers.relay seconds`, with the database and its keys in the environment.
"""

import asyncio
import sys
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from bench.load import PEOPLE
from bench.processes import MEASURED, pin
from bench.turn_about import turn_about
from bot.settings import Settings
from models.base import now
from models.peers import requests
from models.peers.candidates import Wanted
from models.peers.tables import MET, OPEN, PeerIntroduction, PeerMessage, PeerRequest
from models.resources import topics
from models.resources.items import Topic
from models.sealing import new_seal_id
from models.store import Store

SLICES = 8  # of the time, in which one and the other take turns
TEXTS = (
    "Buenas tardes, ¿cómo organizan ustedes la capacitación en cada turno?",
    "Nosotros tenemos 35 elementos por turno y dos instructores.",
    "El turno es de 24x24, así que vamos por grupos pequeños.",
    "Lo que más nos sirvió fue empezar con los mandos medios.",
    "Con gusto le comparto el formato que usamos desde 2024.",
)


class Relayed(msgspec.Struct):
    """Turns a second of plain conversations, and of messages to peers; how many of these were passed on."""

    plain: float
    relayed: float
    passed: int


async def measure(store: Store, seconds: float) -> Relayed:
    """Hold conversations of both kinds. Raises `ValueError` where a message was not passed on."""
    first = store.run(introduce)

    def other(place: int, _before: int) -> Sequence[str]:
        return (f"/peer reply {first + place // 2}", *TEXTS)

    rates = await turn_about(store, seconds, SLICES, other)
    passed = store.run(lambda db: db.execute(select(func.count()).select_from(PeerMessage)).scalar_one())
    if passed * (len(TEXTS) + 1) != rates.turns * len(TEXTS):
        raise ValueError("a message was not passed on")
    return Relayed(rates.plain, rates.other, passed)


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
    db.execute(update(PeerRequest).values(state=MET, due_at=None))
    return db.execute(select(func.min(PeerIntroduction.id))).scalar_one()


def main(seconds: str) -> None:
    settings = Settings()
    store = Store(settings.database_url, settings.vault())
    turns = asyncio.run(measure(store, float(seconds)))
    store.close()
    sys.stdout.write(msgspec.json.encode(turns).decode())


if __name__ == "__main__":
    pin(MEASURED)
    main(*sys.argv[1:])
