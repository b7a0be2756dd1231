"""Who may be in one circle: the same exclusions as between two peers, for each pair of it, and a language for all."""

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from sqlalchemy import Connection, Select, or_, select
from sqlalchemy.orm import aliased

from models import consents, freezes
from models.circles.tables import CONCERNED, LIVE, Circle, CircleMember
from models.contacts import Contact
from models.peers import avoiding
from models.peers.tables import LIVE as LIVE_BETWEEN_TWO
from models.peers.tables import PeerBlock, PeerIntroduction, PeerProfile
from models.people import Person

_other = aliased(CircleMember)


_CIRCLED = (
    select(CircleMember.person_id, _other.person_id)
    .join(_other, _other.circle_id == CircleMember.circle_id)
    .join(Circle, Circle.id == CircleMember.circle_id)
    .where(CircleMember.state.in_(CONCERNED), _other.state.in_(CONCERNED), Circle.state.in_(LIVE))
)


class _Known(NamedTuple):
    agency: int | None
    same_agency: bool
    languages: frozenset[str]


def free(db: Connection, people: Collection[int]) -> set[int]:
    """Those of `people` who take part just now: not resting, stopped, objecting, frozen or out of reach."""
    reached = select(Contact.person_id).where(
        Contact.person_id.in_(people),
        Contact.revoked_at.is_(None),
        Contact.doubted_at.is_(None),
        Contact.unreachable_at.is_(None),
    )
    query = select(Person.id).join(PeerProfile, PeerProfile.person_id == Person.id)
    query = query.where(
        Person.id.in_(people),
        PeerProfile.paused_at.is_(None),
        Person.joined_at.is_not(None),
        Person.stopped_at.is_(None),
        Person.blocked_at.is_(None),
        Person.id.in_(reached),
        Person.id.not_in(freezes.frozen()),
    )
    return set(db.scalars(query)) - consents.refused(db, people, consents.PEERS)


def met_by(person: int) -> Select[int]:
    """Everybody who is in a circle with `person`, or about to be."""
    return _CIRCLED.with_only_columns(_other.person_id).where(CircleMember.person_id == person)


def everybody() -> Select[int, int]:
    """Every two who are in a circle together, or about to be."""
    return _CIRCLED


class Together:
    """What is to be known of some people before any of them meet; read once, and asked for many pairs."""

    def __init__(self, db: Connection, people: Collection[int], *, but: int | None = None) -> None:
        """`but`: a circle that does not count as one in which they meet already."""
        self._known = _known(db, people)
        self._apart = _kept_apart(db, people, but)
        self._namings = avoiding.Namings(db, people)

    def may(self, people: Sequence[int]) -> bool:
        """Whether all of them may be in one circle."""
        if any(person not in self._known for person in people):
            return False
        spoken = frozenset[str].intersection(*(self._known[person].languages for person in people))
        return bool(spoken) and all(self._meet(one, other) for one, other in combinations(people, 2))

    def _meet(self, one: int, other: int) -> bool:
        pair = frozenset((one, other))
        if len(pair) < 2 or pair in self._apart or self._are_colleagues(one, other):
            return False
        return not self._namings.keep_apart(one, other)

    def _are_colleagues(self, one: int, other: int) -> bool:
        """Of one agency, without both wanting that."""
        hers, theirs = self._known[one], self._known[other]
        return (
            hers.agency is not None and hers.agency == theirs.agency and not (hers.same_agency and theirs.same_agency)
        )


def _known(db: Connection, people: Collection[int]) -> dict[int, _Known]:
    columns = (Person.id, Person.agency_id, PeerProfile.same_agency, PeerProfile.languages)
    query = select(*columns).join(PeerProfile, PeerProfile.person_id == Person.id).where(Person.id.in_(people))
    rows = db.execute(query)
    return {row.id: _Known(row.agency_id, row.same_agency, frozenset(row.languages.split())) for row in rows}


def _kept_apart(db: Connection, people: Collection[int], but: int | None) -> set[frozenset[int]]:
    """Pairs who blocked one another, or who meet already: in an introduction that goes on, or in another circle.

    Whoever meets twice under two names, and blocks one of them, would see the other go too, and know who it was.
    """
    blocked = select(PeerBlock.person_id, PeerBlock.blocked_id).where(PeerBlock.person_id.in_(people))
    introduced = select(PeerIntroduction.asker_id, PeerIntroduction.asked_id).where(
        or_(PeerIntroduction.asker_id.in_(people), PeerIntroduction.asked_id.in_(people)),
        PeerIntroduction.state.in_(LIVE_BETWEEN_TWO),
    )
    circled = _CIRCLED.where(CircleMember.person_id.in_(people), Circle.id != (but or 0))
    return {pair for query in (blocked, introduced, circled) for pair in _pairs(db.execute(query).all())}


def _pairs(rows: Iterable[Sequence[int]]) -> set[frozenset[int]]:
    return {frozenset((row[0], row[1])) for row in rows}
