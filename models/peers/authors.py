"""Whoever is about to write to a peer or a circle: one look at all that decides whether it is passed on."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select

from models.freezes import EITHER_FROZEN
from models.peers import checking
from models.peers.checking import Known
from models.peers.tables import PeerMessage
from models.people import Agency, Person
from models.statements import Query

AN_HOUR, MOST_AN_HOUR = timedelta(hours=1), 30


class Author(NamedTuple):
    """Whether it rests for her or the other, whether she may write more this hour, and what would tell who she is."""

    rests: bool
    may_write: bool
    known: Known


class _Row(NamedTuple):
    rests: bool
    written: int
    seal_id: bytes
    given_name_sealed: bytes
    family_name_sealed: bytes
    agency_seal_id: bytes | None
    agency_sealed: bytes | None


_WRITTEN = select(func.count()).where(
    PeerMessage.author_id == bindparam("person"), PeerMessage.at > bindparam("since", type_=PeerMessage.at.type)
)
_LOOK = Query(
    select(EITHER_FROZEN.label("rests"), _WRITTEN.scalar_subquery().label("written"), *checking.KNOWN)
    .outerjoin_from(Person, Agency, Agency.id == Person.agency_id)
    .where(Person.id == bindparam("person")),
    _Row,
)


def look(db: Connection, person: int, other: int, moment: datetime) -> Author:
    """What is to be known of `person` before she writes to the `other`, or (herself again) to a circle.

    It is a statement of its own, behind the one that takes hold of the introduction: else it would not see a freeze
    for which that one had to wait.
    """
    row = _LOOK.first(db, person=person, other=other, since=moment - AN_HOUR)
    if row is None:
        raise LookupError("no such person")
    return Author(bool(row.rests), row.written < MOST_AN_HOUR, Known._make(row[2:]))
