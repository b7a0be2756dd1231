"""Who may be in a round at this moment: the same that may be asked by peers, and wants it."""

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, Select, select

from models import consents, freezes
from models.consents import Consent
from models.contacts import Contact
from models.peers.rounds.tables import PeerRoundSeat
from models.peers.tables import PeerProfile
from models.people import Person
from models.preferences import Preference, Preferences
from models.sealing import vault


def eligible(round_: int) -> Select[int]:
    """The ids of those who are to have a seat in a round and have none; those on a pause are still among them."""
    agreed = select(Consent.given).where(Consent.person_id == Person.id, Consent.purpose == consents.PEERS)
    reached = select(Contact.id).where(
        Contact.person_id == Person.id,
        Contact.revoked_at.is_(None),
        Contact.doubted_at.is_(None),
        Contact.unreachable_at.is_(None),
    )
    seated = select(PeerRoundSeat.id).where(PeerRoundSeat.round_id == round_, PeerRoundSeat.person_id == Person.id)
    return (
        select(Person.id)
        .join(PeerProfile, PeerProfile.person_id == Person.id)
        .where(
            PeerProfile.rounds_at.is_not(None),
            PeerProfile.paused_at.is_(None),
            Person.joined_at.is_not(None),
            Person.stopped_at.is_(None),
            Person.blocked_at.is_(None),
            agreed.order_by(Consent.id.desc()).limit(1).scalar_subquery(),
            reached.exists(),
            ~seated.exists(),
            Person.id.not_in(freezes.frozen()),
        )
    )


def unseated(db: Connection, round_: int) -> list[int]:
    """All who are to have a seat in a round and have none."""
    wanted = eligible(round_)
    return sorted(set(db.scalars(wanted)) - resting(db, wanted))


def still(db: Connection, round_: int, people: Collection[int]) -> set[int]:
    """Those of a few people who are to have a seat in a round and have none."""
    found = set(db.scalars(eligible(round_).where(Person.id.in_(people))))
    return found - resting(db, select(Person.id).where(Person.id.in_(people)))


def resting(db: Connection, people: Select[int]) -> set[int]:
    """Those who have chosen a pause, or want nothing unasked: whoever would meet them would wait in vain."""
    query = select(Preference.person_id, Preference.seal_id, Preference.value_sealed)
    found = set()
    for row in db.execute(query.where(Preference.person_id.in_(people))):
        opened = vault(db).open(row.value_sealed, "preference", "value", row.seal_id)
        chosen = msgspec.json.decode(opened, type=Preferences)
        if chosen.paused_until is not None or chosen.prompts_a_week < 1:
            found.add(row.person_id)
    return found
