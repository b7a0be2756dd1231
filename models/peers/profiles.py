"""What a person wants peers to know of her, and whom she never wants to meet."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from models import people
from models.names import folded
from models.peers.tables import HELPS, SEEKS, PeerAvoided, PeerProfile, PeerTopic
from models.resources import topics
from models.resources.tables import ResourceTopic
from models.sealing import new_seal_id, vault

MOST_AVOIDED = 20


class Profile(NamedTuple):
    """What she chose; topics by key, `avoids` as she wrote the names."""

    helps: tuple[str, ...]
    seeks: tuple[str, ...]
    languages: tuple[str, ...]
    shows_region: bool
    shows_rank: bool
    same_agency: bool
    avoids: tuple[str, ...]
    paused: bool = False


def name_keys(db: Connection, name: str) -> list[bytes]:
    """The look-up hashes of the name of an agency or a person, the newest first: both are avoided by one list."""
    return vault(db).keys_of("agency", folded(name))


def of(db: Connection, person: int) -> Profile | None:
    """The profile of `person`, if she has one."""
    row = db.execute(select(PeerProfile.__table__).where(PeerProfile.person_id == person)).one_or_none()
    if row is None:
        return None
    return Profile(
        _topics(db, person, HELPS),
        _topics(db, person, SEEKS),
        tuple(row.languages.split()),
        row.shows_region,
        row.shows_rank,
        row.same_agency,
        tuple(avoided(db, person)),
        row.paused_at is not None,
    )


def keep(db: Connection, person: int, chosen: Profile, moment: datetime) -> None:
    """Write a profile, in the place of an earlier one, and end a pause."""
    known = people.profile(db, person)
    values = {
        "name_key": name_keys(db, f"{known.given_name} {known.family_name}")[0],
        "languages": " ".join(chosen.languages),
        "shows_region": chosen.shows_region,
        "shows_rank": chosen.shows_rank,
        "same_agency": chosen.same_agency,
        "paused_at": None,
        "updated_at": moment,
    }
    if not db.execute(update(PeerProfile).where(PeerProfile.person_id == person).values(values)).rowcount:
        db.execute(insert(PeerProfile).values(person_id=person, **values))
    asked = db.execute(select(PeerProfile.asked_at).where(PeerProfile.person_id == person)).scalar()
    beside = {} if asked is None else {"asked_at": asked}
    db.execute(delete(PeerTopic).where(PeerTopic.person_id == person))
    for kind, keys in ((HELPS, chosen.helps), (SEEKS, chosen.seeks)):
        for topic in topics.ids(db, keys):
            db.execute(insert(PeerTopic).values(person_id=person, topic_id=topic, kind=kind, **beside))
    _avoid(db, person, chosen.avoids)


def asked(db: Connection, person: int, moment: datetime) -> None:
    """Somebody was to meet her: all others who help with her topics come before her the next time."""
    for table in (PeerProfile, PeerTopic):
        db.execute(update(table).where(table.person_id == person).values(asked_at=moment))


def pause(db: Connection, person: int, moment: datetime | None) -> None:
    """Let nobody be told of her from `moment` on; None takes that back."""
    db.execute(update(PeerProfile).where(PeerProfile.person_id == person).values(paused_at=moment))


def avoided(db: Connection, person: int) -> list[str]:
    """The names of those whom she never wants to meet, as she wrote them."""
    query = select(PeerAvoided.seal_id, PeerAvoided.name_sealed).where(PeerAvoided.person_id == person)
    rows = db.execute(query.order_by(PeerAvoided.id))
    return [vault(db).open_text(row.name_sealed, "peer_avoided", "name", row.seal_id) or "" for row in rows]


def apart(names: str) -> tuple[str, ...]:
    """The names in a text, one a line or with commas or semicolons between; the first twenty, each once."""
    parts = (" ".join(part.split()) for line in names.splitlines() for part in line.replace(";", ",").split(","))
    return tuple(dict.fromkeys(part[:120] for part in parts if part))[:MOST_AVOIDED]


def _avoid(db: Connection, person: int, names: Iterable[str]) -> None:
    db.execute(delete(PeerAvoided).where(PeerAvoided.person_id == person))
    for name in names:
        seal_id = new_seal_id()
        sealed = vault(db).seal_text(name, "peer_avoided", "name", seal_id)
        values = {"person_id": person, "key": name_keys(db, name)[0], "seal_id": seal_id, "name_sealed": sealed}
        db.execute(insert(PeerAvoided).values(values))


def _topics(db: Connection, person: int, kind: str) -> tuple[str, ...]:
    query = select(ResourceTopic.key).join(PeerTopic, PeerTopic.topic_id == ResourceTopic.id)
    hers = query.where(PeerTopic.person_id == person, PeerTopic.kind == kind)
    keys: Sequence[str] = db.scalars(hers.order_by(ResourceTopic.place, ResourceTopic.id)).all()
    return tuple(keys)
