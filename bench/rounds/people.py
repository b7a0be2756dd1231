"""Ten thousand invented people who want a round: half a year of rounds behind them, some of whom avoid somebody."""

import random

from sqlalchemy import Connection, insert, update

from models import people
from models.base import now
from models.consents import PEERS, Consent
from models.names import folded
from models.peers.rounds.tables import DONE, PeerRound, PeerRoundSeat
from models.peers.tables import ENDED, HELPS, SEEKS, PeerAvoided, PeerIntroduction, PeerProfile, PeerTopic
from models.people import Person
from models.ranks import BANDS
from models.resources import topics
from models.resources.items import Topic
from models.sealing import new_seal_id, vault
from models.states import STATES
from tests.crowd import consent, crowd

PEOPLE = 10_000
AGENCIES, TOPICS, MET = 600, 20, 6
ALONE, AVOID, TWO_LANGUAGES, SHOWS = 0.05, 0.05, 0.15, 0.7  # shares


def fill(db: Connection, number: int) -> None:
    """So many people."""
    chance = random.Random(35)
    topics.keep(db, [Topic(f"t{each}", {"es": f"Tema {each}", "en": f"Topic {each}"}) for each in range(TOPICS)])
    known = topics.ids(db, [f"t{each}" for each in range(TOPICS)])
    agencies = [people.named(db, people.Agency, f"Institución de Ejemplo {each}") for each in range(AGENCIES)]
    ids = crowd(db, number)
    for person in ids:
        told = {"agency_id": chance.choice(agencies), "state": chance.choice(list(STATES))}
        db.execute(update(Person).where(Person.id == person).values(**told, rank_band=chance.choice(BANDS)))
    db.execute(insert(PeerProfile), [_profile(db, chance, person) for person in ids])
    db.execute(insert(PeerTopic), [row for person in ids for row in _topics(chance, person, known)])
    db.execute(insert(Consent), [consent(1, person) | {"purpose": PEERS} for person in ids])
    _past(db, chance, ids)
    _avoid(db, chance, ids)


def _profile(db: Connection, chance: random.Random, person: int) -> dict[str, object]:
    return {
        "person_id": person,
        "name_key": vault(db).key_of("agency", folded("Ana Ejemplo")),
        "languages": "es en" if chance.random() < TWO_LANGUAGES else "es",
        "shows_region": chance.random() < SHOWS,
        "shows_rank": chance.random() < SHOWS,
        "same_agency": False,
        "rounds_at": now(),
        "updated_at": now(),
    }


def _topics(chance: random.Random, person: int, known: list[int]) -> list[dict[str, object]]:
    chosen = chance.sample(known, chance.randint(1, 5))
    helps = chance.randint(0, len(chosen))
    kinds = [HELPS] * helps + [SEEKS] * (len(chosen) - helps)
    return [{"person_id": person, "topic_id": topic, "kind": kind} for topic, kind in zip(chosen, kinds, strict=True)]


def _past(db: Connection, chance: random.Random, ids: list[int]) -> None:
    """Who met whom before, and who had nobody last month."""
    values = {"month": "2026-01", "state": DONE, "people": len(ids), "pairs": len(ids) // 2, "begun_at": now()}
    round_ = db.execute(insert(PeerRound).values(values).returning(PeerRound.id)).scalar_one()
    seat = {"round_id": round_, "until": now()}
    alone = [{**seat, "person_id": person, "matched": chance.random() > ALONE} for person in ids]
    db.execute(insert(PeerRoundSeat), alone)
    usual = {"state": ENDED, "asker_alias": 0, "asked_alias": 1, "begun_at": now(), "until": now()}
    usual |= {"asker_step": 0, "asked_step": 0}
    met = [chance.sample(ids, 2) for _ in range(len(ids) * MET // 2)]
    rows = [{**usual, "asker_id": one, "asked_id": other, "seal_id": new_seal_id()} for one, other in met]
    db.execute(insert(PeerIntroduction), rows)


def _avoid(db: Connection, chance: random.Random, ids: list[int]) -> None:
    rows = []
    for person in ids:
        if chance.random() < AVOID:
            seal_id, name = new_seal_id(), f"Institución de Ejemplo {chance.randrange(AGENCIES)}"
            sealed = vault(db).seal_text(name, "peer_avoided", "name", seal_id)
            key = vault(db).key_of("agency", folded(name))
            rows.append({"person_id": person, "key": key, "seal_id": seal_id, "name_sealed": sealed})
    if rows:
        db.execute(insert(PeerAvoided), rows)
