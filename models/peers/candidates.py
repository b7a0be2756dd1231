"""Who may be asked for somebody. One statement, the same whether there is anybody or not, and it never counts far."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, case, false, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute, aliased

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
_LOOKED_AT = 50


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


_topic = aliased(PeerTopic)


def are_several(db: Connection, person: int, wanted: Wanted) -> bool:
    """Whether at least five people may be asked. Nothing else about their number is ever told."""
    found = _who(db, _seeker(db, person), wanted).where(_reached(Person.id)).limit(SEVERAL)
    return len(db.execute(found).all()) >= SEVERAL


def find(db: Connection, person: int, wanted: Wanted, most: int) -> list[int]:
    """Up to `most` people who may be asked, the best first: by topic, language, region, and who was not asked lately.

    Nobody is asked twice for the same person.
    """
    seeker = _seeker(db, person)
    ranked = _who(db, seeker, wanted).order_by(*_order(seeker))
    best = db.scalars(ranked.limit(_LOOKED_AT)).all()
    found = _apart(db, person, _reached_of(db, best), most)
    if len(found) == most or len(best) < _LOOKED_AT:
        return found
    return _apart(db, person, db.scalars(ranked.where(_reached(Person.id))), most)  # rare, and slower


def _apart(db: Connection, person: int, ranked: Iterable[int], most: int) -> list[int]:
    """The first of them who have not named each other, however they wrote the name."""
    return list(islice((other for other in ranked if not avoiding.avoid_each_other(db, person, other)), most))


def _reached_of(db: Connection, ranked: Sequence[int]) -> list[int]:
    """Those who can be reached, in their order. Asked of a few, since it costs as much as all else together."""
    reached = set(db.scalars(select(Person.id).where(Person.id.in_(ranked), _reached(Person.id))))
    return [person for person in ranked if person in reached]


def _who(db: Connection, seeker: _Seeker, wanted: Wanted) -> Select[int]:
    return (
        select(Person.id)
        .join(PeerProfile, PeerProfile.person_id == Person.id)
        .join(_topic, and_(_topic.person_id == Person.id, _topic.kind == HELPS))
        .where(
            _topic.topic_id.in_(topics.ids(db, [wanted.topic])),
            *_free(seeker),
            *_fits(wanted),
            *_kept_apart(seeker),
        )
    )


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


def _reached(person: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """There is a phone to write to."""
    phones = select(Contact.id).where(
        Contact.person_id == person,
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


def _order(seeker: _Seeker) -> list[Any]:
    seeks = select(PeerTopic.person_id).where(PeerTopic.kind == SEEKS, PeerTopic.topic_id.in_(seeker.helps))
    returns = Person.id.in_(seeks) if seeker.helps else false()
    near = and_(PeerProfile.shows_region, Person.state.in_(REGIONS.get(seeker.region or "", ())))
    speaks = PeerProfile.languages.contains(seeker.language)
    first = [case((condition, 0), else_=1) for condition in (returns, speaks, near)]
    return [*first, PeerProfile.asked_at.asc().nulls_first(), PeerProfile.person_id]
