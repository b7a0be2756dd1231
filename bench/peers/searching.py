"""What it costs to look for a peer among 100,000: whether there are several, and whom to ask.

Run as a process of its own: `python -m bench.peers.searching`, with the database and its keys in the environment.
"""

import random
import sys
import time
from collections.abc import Callable
from statistics import median

import msgspec
from sqlalchemy import Connection, select

from bench.figures import share
from bench.peers.people import TOPICS
from bench.processes import MEASURED, pin
from bot.settings import Settings
from models.peers import candidates
from models.peers.candidates import Wanted
from models.peers.tables import PeerProfile
from models.ranks import BANDS
from models.store import Store

SEEKERS, WARM, MOST = 300, 20, 3


class Found(msgspec.Struct):
    """One search in ms: whether there are several, and whom to ask (median, p99, longest)."""

    several: float
    several_last: float
    middle: float
    last: float
    longest: float


def measure(store: Store) -> Found:
    """Let many look for somebody: a third for anybody, a third near them, a third near them and of their level."""
    chance = random.Random(6)
    there = store.run(lambda db: db.scalars(select(PeerProfile.person_id)).all())
    asked = [(person, _wanted(chance, place)) for place, person in enumerate(chance.sample(there, SEEKERS + WARM))]
    several = [_timed(store, candidates.are_several, *each) for each in asked][WARM:]
    found = [_timed(store, _find, *each) for each in asked][WARM:]
    return Found(median(several), share(several, 0.99), median(found), share(found, 0.99), max(found))


def _wanted(chance: random.Random, place: int) -> Wanted:
    region = chance.choice(("north", "centre_north", "centre", "south")) if place % 3 else None
    return Wanted(f"t{chance.randrange(TOPICS)}", region, chance.choice(BANDS) if place % 3 == 2 else None)


def _find(db: Connection, person: int, wanted: Wanted) -> list[int]:
    return candidates.find(db, person, wanted, MOST)


def _timed(store: Store, look: Callable[[Connection, int, Wanted], object], person: int, wanted: Wanted) -> float:
    began = time.perf_counter()
    store.run(look, person, wanted)
    return (time.perf_counter() - began) * 1000


def main() -> None:
    settings = Settings()
    store = Store(settings.database_url, settings.vault())
    found = measure(store)
    store.close()
    sys.stdout.write(msgspec.json.encode(found).decode())


if __name__ == "__main__":
    pin(MEASURED)
    main()
