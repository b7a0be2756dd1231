"""A hundred thousand invented people with a peer profile: some avoid somebody, most were asked before."""

import random
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from models import people
from models.base import now
from models.names import folded
from models.peers import profiles
from models.peers.tables import ENDED, HELPS, SEEKS, PeerAvoided, PeerIntroduction, PeerProfile, PeerTopic
from models.people import Person
from models.ranks import BANDS
from models.resources import topics
from models.resources.items import Topic
from models.sealing import new_seal_id, vault
from models.states import STATES
from tests.crowd import crowd

PEOPLE = 100_000
AGENCIES, TOPICS = 600, 20
AVOID, ASKED, SHOWS, TWO_LANGUAGES = 0.05, 0.7, 0.7, 0.15  # shares
_PLACES = (
    update(Person)
    .where(Person.id == bindparam("person"))
    .values({name: bindparam(f"new_{name}") for name in ("agency_id", "state", "rank_band")})
)


def fill(db: Connection, number: int) -> None:
    """So many people."""
    chance = random.Random(35)
    topics.keep(db, [Topic(f"t{each}", {"es": f"Tema {each}", "en": f"Topic {each}"}) for each in range(TOPICS)])
    known = topics.ids(db, [f"t{each}" for each in range(TOPICS)])
    agencies = [people.named(db, people.Agency, f"Institución de Ejemplo {each}") for each in range(AGENCIES)]
    ids, states = crowd(db, number), list(STATES)
    places = ({"new_agency_id": chance.choice(agencies), "new_state": chance.choice(states)} for _ in ids)
    ranked = [{**place, "new_rank_band": chance.choice(BANDS)} for place in places]
    db.execute(_PLACES, [{**place, "person": person} for person, place in zip(ids, ranked, strict=True)])
    name = vault(db).key_of("agency", folded("Ana Ejemplo"))
    db.execute(insert(PeerProfile), [_profile(chance, person, name) for person in ids])
    db.execute(insert(PeerTopic), [row for person in ids for row in _topics(chance, person, known)])
    asked = select(PeerProfile.asked_at).where(PeerProfile.person_id == PeerTopic.person_id).scalar_subquery()
    db.execute(update(PeerTopic).values(asked_at=func.coalesce(asked, PeerTopic.asked_at)))
    db.execute(insert(PeerIntroduction), [_met(*chance.sample(ids, 2)) for _ in range(number // 2)])
    db.execute(insert(PeerAvoided), [_avoids(db, chance, person) for person in ids if chance.random() < AVOID])


def _profile(chance: random.Random, person: int, name: bytes) -> dict[str, Any]:
    return {
        "person_id": person,
        "name_key": name,
        "languages": "es en" if chance.random() < TWO_LANGUAGES else "es",
        "shows_region": chance.random() < SHOWS,
        "shows_rank": chance.random() < SHOWS,
        "same_agency": False,
        "asked_at": now() - timedelta(days=chance.randint(1, 900)) if chance.random() < ASKED else None,
        "updated_at": now(),
    }


def _topics(chance: random.Random, person: int, known: list[int]) -> list[dict[str, Any]]:
    chosen = chance.sample(known, chance.randint(1, 5))
    helps = chance.randint(0, len(chosen))
    kinds = [HELPS] * helps + [SEEKS] * (len(chosen) - helps)
    return [{"person_id": person, "topic_id": topic, "kind": kind} for topic, kind in zip(chosen, kinds, strict=True)]


def _met(one: int, other: int) -> dict[str, Any]:
    usual = {"state": ENDED, "asker_alias": 0, "asked_alias": 1, "begun_at": now(), "until": now()}
    return {**usual, "asker_step": 0, "asked_step": 0, "asker_id": one, "asked_id": other, "seal_id": new_seal_id()}


def _avoids(db: Connection, chance: random.Random, person: int) -> dict[str, Any]:
    name, seal_id = f"Institución de Ejemplo {chance.randrange(AGENCIES)}", new_seal_id()
    sealed = vault(db).seal_text(name, "peer_avoided", "name", seal_id)
    return {"person_id": person, "key": profiles.name_keys(db, name)[0], "seal_id": seal_id, "name_sealed": sealed}
