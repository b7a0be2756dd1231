"""All that a matching needs, in one transaction that only reads: who is in, what they seek, whom they must not meet."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from models.circles import together
from models.peers.regions import region_of
from models.peers.rounds.avoided import avoided
from models.peers.rounds.eligible import eligible, resting
from models.peers.rounds.people import Member, Round
from models.peers.rounds.tables import PeerRound, PeerRoundSeat
from models.peers.tables import HELPS, SEEKS, PeerBlock, PeerIntroduction, PeerProfile, PeerTopic
from models.people import Person

_Topics = dict[tuple[int, str], list[int]]


def gather(db: Connection, round_: int) -> Round:
    """Everybody who is to have a seat in a round and has none, by number, and the pairs that must never be."""
    month = db.execute(select(PeerRound.month).where(PeerRound.id == round_)).scalar_one()
    people, first = _people(db, round_), _had_nobody(db, round_)
    topics = _topics(db)
    members = [_member(row, topics, first) for row in people]
    ids = {each.id for each in members}
    apart = {pair for pair in _met_or_blocked(db) if ids.issuperset(pair)}
    return Round(month, members, sorted(apart | avoided(db, ids)))


def _people(db: Connection, round_: int) -> list[Any]:
    wanted = eligible(round_)
    columns = (PeerProfile.languages, PeerProfile.shows_region, PeerProfile.shows_rank, PeerProfile.same_agency)
    query = select(Person.id, Person.agency_id, Person.state, Person.rank_band, *columns)
    query = query.join(PeerProfile, PeerProfile.person_id == Person.id).where(Person.id.in_(wanted))
    away = resting(db, wanted)
    return [row for row in db.execute(query.order_by(Person.id)) if row.id not in away]


def _member(row: Any, topics: _Topics, first: set[int]) -> Member:
    return Member(
        row.id,
        row.agency_id,
        tuple(topics[row.id, HELPS]),
        tuple(topics[row.id, SEEKS]),
        tuple(row.languages.split()),
        region_of(row.state) if row.shows_region else None,
        row.rank_band if row.shows_rank else None,
        row.same_agency,
        row.id in first,
    )


def _topics(db: Connection) -> _Topics:
    found: _Topics = defaultdict(list)
    wants = select(PeerProfile.person_id).where(PeerProfile.rounds_at.is_not(None))
    query = select(PeerTopic.person_id, PeerTopic.kind, PeerTopic.topic_id).where(PeerTopic.person_id.in_(wants))
    for row in db.execute(query.order_by(PeerTopic.topic_id)):
        found[row.person_id, row.kind].append(row.topic_id)
    return found


def _had_nobody(db: Connection, round_: int) -> set[int]:
    """Those who had nobody in the last round in which they were."""
    last = select(func.max(PeerRoundSeat.id)).where(PeerRoundSeat.round_id != round_).group_by(PeerRoundSeat.person_id)
    here = (PeerRoundSeat.id.in_(last), PeerRoundSeat.matched.is_(False))
    return set(db.scalars(select(PeerRoundSeat.person_id).where(*here)))


def _met_or_blocked(db: Connection) -> Iterator[tuple[int, int]]:
    """Everybody who was ever to be introduced to whom, whatever came of it, who blocked whom, who share a circle."""
    for query in (
        select(PeerIntroduction.asker_id, PeerIntroduction.asked_id),
        select(PeerBlock.person_id, PeerBlock.blocked_id),
        together.everybody(),
    ):
        for one, other in db.execute(query):
            yield min(one, other), max(one, other)
