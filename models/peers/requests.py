"""Looking for a peer: three requests a week, each asks up to three people, and ends in the same words for all."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select, update

from models.peers import resting
from models.peers.candidates import Wanted
from models.peers.tables import OPEN, OVER, PeerIntroduction, PeerRequest
from models.resources import topics
from models.resources.tables import ResourceTopic
from models.sealing import new_seal_id, vault

A_WEEK, MOST_A_WEEK = timedelta(days=7), 3
MOST_ASKED, ANSWER = 3, timedelta(days=5)
ANSWERED_WITHIN = ANSWER * MOST_ASKED


class Request(NamedTuple):
    """A request as the clock finds it."""

    id: int
    person: int
    wanted: Wanted
    answer_at: datetime


def made_lately(db: Connection, person: int, moment: datetime) -> int:
    """How many requests of `person` count for this week, whatever came of them."""
    hers = (PeerRequest.person_id == person, PeerRequest.created_at > moment - A_WEEK)
    return db.execute(select(func.count()).where(*hers)).scalar_one()


def may_ask(db: Connection, person: int, moment: datetime) -> bool:
    """Whether `person` has not looked for three peers this week already."""
    return made_lately(db, person, moment) < MOST_A_WEEK


def ask(db: Connection, person: int, wanted: Wanted, reason: str, moment: datetime) -> int | None:
    """Note that `person` looks for somebody; None when there is no such topic."""
    topic = next(iter(topics.ids(db, [wanted.topic])), None)
    if topic is None:
        return None
    seal_id = new_seal_id()
    values = {
        "person_id": person,
        "topic_id": topic,
        "region": wanted.region,
        "rank_band": wanted.rank_band,
        "seal_id": seal_id,
        "reason_sealed": vault(db).seal_text(reason, "peer_request", "reason", seal_id),
        "state": OPEN,
        "created_at": moment,
        "answer_at": moment + ANSWERED_WITHIN,
        "due_at": moment,
    }
    return db.execute(insert(PeerRequest).values(values).returning(PeerRequest.id)).scalar_one()


def due(db: Connection, moment: datetime, most: int) -> list[Request]:
    """Up to `most` requests to look at, which nobody else looks at meanwhile."""
    columns = (PeerRequest.id, PeerRequest.person_id, PeerRequest.region, PeerRequest.rank_band, PeerRequest.answer_at)
    query = select(*columns, ResourceTopic.key).join(ResourceTopic, ResourceTopic.id == PeerRequest.topic_id)
    query = query.where(PeerRequest.due_at <= moment, resting.awake(PeerRequest))
    query = query.order_by(PeerRequest.due_at).limit(most)
    rows = db.execute(query.with_for_update(of=PeerRequest.__table__, skip_locked=True))
    return [Request(row.id, row.person_id, Wanted(row.key, row.region, row.rank_band), row.answer_at) for row in rows]


def put_off(db: Connection, request: int, due_at: datetime | None) -> None:
    """Look at a request again at `due_at`."""
    db.execute(update(PeerRequest).where(PeerRequest.id == request, PeerRequest.state == OPEN).values(due_at=due_at))


def settle(db: Connection, request: int, state: str = OVER) -> None:
    """Look at a request no more: somebody was met, or it is over."""
    db.execute(update(PeerRequest).where(PeerRequest.id == request).values(state=state, due_at=None))


def states(db: Connection, request: int) -> list[str]:
    """How those who were asked for a request stand, in their order."""
    query = select(PeerIntroduction.state).where(PeerIntroduction.request_id == request)
    return list(db.scalars(query.order_by(PeerIntroduction.id)))


def reason(db: Connection, request: int) -> tuple[str, str]:
    """The key of the topic of a request, and the reason in the words of who asks."""
    query = select(ResourceTopic.key, PeerRequest.seal_id, PeerRequest.reason_sealed)
    row = db.execute(query.join(PeerRequest).where(PeerRequest.id == request)).one()
    return row.key, vault(db).open_text(row.reason_sealed, "peer_request", "reason", row.seal_id) or ""
