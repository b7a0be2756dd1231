"""Rounds in tests: who is in, the clock that makes them, and people who hear of it."""

import asyncio
from datetime import timedelta

import time_machine
from sqlalchemy import Connection, select

from bot.peer_rounds import make_rounds
from models import installation, preferences
from models.base import now
from models.peers.rounds import gathering, matching, membership, months
from models.peers.rounds.people import Pair
from models.peers.rounds.tables import PeerRoundSeat
from models.peers.tables import PeerIntroduction
from models.store import Store
from scheduler.jobs import JOBS
from tests.peered import Member, helps, member

DAY = 25
PLACES = ("YUC", "NLE", "OAX", "SON", "CHP", "JAL")


def rounds_here(db: Connection, day: int = DAY) -> None:
    """There are rounds, on a day of the month in Mexico City."""
    installation.keep(db, months.KEPT_AS, f"{day} America/Mexico_City")


def wants(db: Connection, person: int, topic: str = "field", /, **chosen: object) -> None:
    """She is in the rounds, and can help with a topic."""
    helps(db, person, topic, **chosen)
    membership.join(db, person, now())


def somebody(store: Store, number: int, topic: str = "field", **chosen: object) -> Member:
    """One more person in the rounds, on Telegram and at an agency of her own."""
    who = member(
        store, "Persona", f"Muestra{number}", f"Institución {number}", PLACES[number % 6], address=f"70000{number}"
    )
    store.run(wants, who.person, topic, **chosen)
    return who


def chooses(store: Store, who: Member, **changes: object) -> None:
    """She changes her settings."""
    store.run(lambda db: preferences.change(db, who.person, **changes))


def make(store: Store) -> int:
    """The tick that makes a round, in its own process as ever; how many pairs."""
    return asyncio.run(make_rounds(store))


def computed(store: Store, round_: int) -> list[Pair]:
    """The pairs of a round as they would be found now, nothing written."""
    return matching.match(store.run(gathering.gather, round_))


def tick(store: Store) -> None:
    """Whatever is due about rounds and introductions is dealt with, now."""
    for name in ("tell_rounds", "move_introductions", "tell_rounds"):
        store.run(next(job for job in JOBS if job.name == name).run, now())


def to(clock: time_machine.Traveller, store: Store, **time: float) -> None:
    """The clock moves on, and what is due is dealt with."""
    clock.move_to(now() + timedelta(**time))
    tick(store)


def paired(store: Store) -> list[set[int]]:
    """Who was ever introduced to whom."""
    query = select(PeerIntroduction.asker_id, PeerIntroduction.asked_id).order_by(PeerIntroduction.id)
    return store.run(lambda db: [{one, other} for one, other in db.execute(query)])


def seated(store: Store) -> list[tuple[int, bool]]:
    """Who has a seat, and whether she was matched."""
    query = select(PeerRoundSeat.person_id, PeerRoundSeat.matched).order_by(PeerRoundSeat.id)
    return store.run(lambda db: [(person, matched) for person, matched in db.execute(query)])
