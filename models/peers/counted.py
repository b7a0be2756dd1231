"""Introductions as staff see them: that they exist, how they stand and since when, and nobody in them."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from models.peers.rest_table import PeerRest
from models.peers.tables import PeerIntroduction, PeerRequest, PeerTrace
from models.resources.tables import ResourceTopic


class Seen(NamedTuple):
    """One introduction; `topic` is a key, None where a round brought the two together."""

    id: int
    state: str
    topic: str | None
    begun_on: date
    opened_on: date | None
    ended_on: date | None
    rests: bool
    reported: bool  # as long as what was written is kept; after that only the ticket tells


REPORTED = "reported"  # a trace that leads to the ticket with what was reported


def totals(db: Connection) -> dict[str, int]:
    """How many introductions stand in each state."""
    query = select(PeerIntroduction.state, func.count().label("size")).group_by(PeerIntroduction.state)
    return {row.state: row.size for row in db.execute(query.order_by(PeerIntroduction.state))}


def seen(db: Connection, most: int) -> list[Seen]:
    """The last `most` introductions, the newest first."""
    table = PeerIntroduction
    resting = select(PeerRest.id).where(PeerRest.introduction_id == table.id, PeerRest.ended_at.is_(None)).exists()
    moments = (table.begun_at, table.opened_at, table.ended_at)
    reported = select(PeerTrace.id).where(PeerTrace.introduction_id == table.id, PeerTrace.kind == REPORTED).exists()
    told = (resting.label("rests"), reported.label("reported"))
    query = select(table.id, table.state, ResourceTopic.key, *moments, *told)
    query = query.outerjoin(PeerRequest, PeerRequest.id == table.request_id)
    query = query.outerjoin(ResourceTopic, ResourceTopic.id == PeerRequest.topic_id)
    rows = db.execute(query.order_by(table.id.desc()).limit(most))
    return [
        Seen(
            row.id,
            row.state,
            row.key,
            row.begun_at.date(),
            _day(row.opened_at),
            _day(row.ended_at),
            bool(row.rests),
            bool(row.reported),
        )
        for row in rows
    ]


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()
