"""Who may be asked for somebody. One statement, the same whether there is anybody or not, and it never looks far.

Of those who help with a topic only some are looked at, in turn: those who were asked longest ago, or never.
"""

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, Subquery, and_, case, false, func, literal, or_, select, union
from sqlalchemy.orm import aliased

from models import freezes, people
from models.circles import together
from models.contacts import Contact
from models.peers import avoiding, profiles
from models.peers.regions import REGIONS, region_of
from models.peers.tables import (
    ASKED,
    CHOSEN,
    HELPS,
    LIVE,
    SEEKS,
    PeerAvoided,
    PeerBlock,
    PeerIntroduction,
    PeerProfile,
    PeerTopic,
)
from models.people import Agency, Person
from models.resources import topics

SEVERAL = 5  # fewer are not told from none
LOOKED_AT = 1_000  # of those who help with a topic: some 10 ms
_BEST = 50  # whose names are compared


class Wanted(NamedTuple):
    """Whom somebody looks for: a topic by key, and if she likes a region and a rank band."""

    topic: str
    region: str | None = None
    rank_band: str | None = None


class _Seeker(NamedTuple):
    id: int
    agency_id: int | None
    region: str | None
    language: str
    same_agency: bool
    keys: list[bytes]  # by which others avoid her
    avoided: list[bytes]
    helps: list[int]  # topics, by number


_sought = aliased(PeerTopic)


def are_several(db: Connection, person: int, wanted: Wanted) -> bool:
    """Whether at least five people may be asked. Nothing else about their number is ever told."""
    helpers = _helpers(db, _seeker(db, person), wanted)
    found = select(helpers.c.person_id).where(helpers.c.place.is_not(None)).limit(SEVERAL)
    return len(db.execute(found).all()) >= SEVERAL


def find(db: Connection, person: int, wanted: Wanted, most: int) -> list[int]:
    """Up to `most` people who may be asked, the best first: by topic, language, region, and who was not asked lately.

    Nobody is asked twice for the same person. Where too few of those looked at first may be, all others are, too.
    """
    seeker = _seeker(db, person)
    best = _ranked(_helpers(db, seeker, wanted)).limit(_BEST)
    found = _apart(db, person, db.scalars(best).all(), most)
    if len(found) == most:
        return found
    helpers = (PeerTopic.topic_id == _number(db, wanted), PeerTopic.kind == HELPS)
    for begun in range(0, db.execute(select(func.count()).where(*helpers)).scalar_one(), LOOKED_AT):
        those = db.scalars(_ranked(_helpers(db, seeker, wanted, begun))).all()
        found += _apart(db, person, [other for other in those if other not in found], most - len(found))
        if len(found) == most:
            break
    return found


def _apart(db: Connection, person: int, ranked: Sequence[int], most: int) -> list[int]:
    """The first of them who have not named each other, however they wrote the name."""
    namings = avoiding.Namings(db, [person, *ranked])
    return list(islice((other for other in ranked if not namings.keep_apart(person, other)), most))


def _number(db: Connection, wanted: Wanted) -> int:
    return next(iter(topics.ids(db, [wanted.topic])), 0)


def _helpers(db: Connection, seeker: _Seeker, wanted: Wanted, begun: int = 0) -> Subquery:
    """Those who help with a topic in turn, the first before the others, each with her place, which is none for many.

    The place is a query of its own for each of them: joined, PostgreSQL would read all people for it.
    """
    place = (
        select(_place(seeker))
        .select_from(Person)
        .join(PeerProfile, PeerProfile.person_id == Person.id)
        .where(Person.id == PeerTopic.person_id, *_free(seeker), *_fits(wanted), *_kept_apart(seeker), _reached())
        .correlate(PeerTopic)
        .scalar_subquery()
    )
    columns = (PeerTopic.person_id, PeerTopic.asked_at, place.label("place"))
    there = select(*columns).where(PeerTopic.topic_id == _number(db, wanted), PeerTopic.kind == HELPS)
    in_turn = there.order_by(PeerTopic.asked_at, PeerTopic.person_id)
    return in_turn.limit(LOOKED_AT).offset(begun).subquery()


def _ranked(helpers: Subquery) -> Select[int]:
    found = select(helpers.c.person_id).where(helpers.c.place.is_not(None))
    return found.order_by(helpers.c.place, helpers.c.asked_at, helpers.c.person_id)


def _seeker(db: Connection, person: int) -> _Seeker:
    known, profile = people.profile(db, person), profiles.of(db, person)
    agency = db.execute(select(Person.agency_id).where(Person.id == person)).scalar()
    named = [f"{known.given_name} {known.family_name}", known.agency or ""]
    return _Seeker(
        person,
        agency,
        region_of(known.state),
        known.language or "es",
        profile is not None and profile.same_agency,
        [key for name in named if name for key in profiles.name_keys(db, name)],
        [key for name in (profile.avoids if profile else ()) for key in profiles.name_keys(db, name)],
        topics.ids(db, profile.helps) if profile else [],
    )


def _free(seeker: _Seeker) -> list[ColumnElement[bool]]:
    """She takes part, and is not being asked already."""
    waiting = select(PeerIntroduction.asked_id).where(PeerIntroduction.state.in_((CHOSEN, ASKED)))
    return [
        Person.id != seeker.id,
        PeerProfile.paused_at.is_(None),
        Person.joined_at.is_not(None),
        Person.stopped_at.is_(None),
        Person.blocked_at.is_(None),
        Person.id.not_in(waiting),
        Person.id.not_in(freezes.frozen()),
    ]


def _reached() -> ColumnElement[bool]:
    """There is a phone to write to."""
    phones = select(Contact.id).where(
        Contact.person_id == Person.id,
        Contact.revoked_at.is_(None),
        Contact.doubted_at.is_(None),
        Contact.unreachable_at.is_(None),
    )
    return phones.exists()


def _fits(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Region and rank count only where they are shown: else asking would tell what was not to be told."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.region is not None:
        conditions += [PeerProfile.shows_region.is_(True), Person.state.in_(REGIONS.get(wanted.region, ()))]
    if wanted.rank_band is not None:
        conditions += [PeerProfile.shows_rank.is_(True), Person.rank_band == wanted.rank_band]
    return conditions


def _kept_apart(seeker: _Seeker) -> list[ColumnElement[bool]]:
    """Not of one agency unless both want it, not avoided or blocked by either, and they do not meet already."""
    apart = union(
        select(PeerAvoided.person_id).where(PeerAvoided.key.in_(seeker.keys)),
        select(PeerBlock.person_id).where(PeerBlock.blocked_id == seeker.id),
        select(PeerBlock.blocked_id).where(PeerBlock.person_id == seeker.id),
        select(PeerIntroduction.asked_id).where(PeerIntroduction.asker_id == seeker.id),
        select(PeerIntroduction.asker_id).where(
            PeerIntroduction.asked_id == seeker.id,
            or_(PeerIntroduction.state.in_(LIVE), PeerIntroduction.round_id.is_not(None)),
        ),
        together.met_by(seeker.id),
    )
    elsewhere = or_(
        Person.agency_id.is_(None),
        Person.agency_id != seeker.agency_id if seeker.agency_id is not None else Person.agency_id.is_not(None),
        PeerProfile.same_agency if seeker.same_agency else false(),
    )
    agencies = select(Agency.id).where(Agency.name_key.in_(seeker.avoided))
    elsewhere &= or_(Person.agency_id.is_(None), Person.agency_id.not_in(agencies))
    return [elsewhere, Person.id.not_in(apart), PeerProfile.name_key.not_in(seeker.avoided)]


def _place(seeker: _Seeker) -> ColumnElement[int]:
    """The fewer the better: whether she seeks what the seeker helps with, then her languages, then her region."""
    seeks = select(_sought.person_id).where(
        _sought.person_id == Person.id, _sought.kind == SEEKS, _sought.topic_id.in_(seeker.helps)
    )
    near = and_(PeerProfile.shows_region, Person.state.in_(REGIONS.get(seeker.region or "", ())))
    speaks = PeerProfile.languages.contains(seeker.language)
    weighed = ((seeks.exists(), 4), (speaks, 2), (near, 1))
    return sum((case((condition, 0), else_=weight) for condition, weight in weighed), literal(0))
