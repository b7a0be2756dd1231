"""One person in one round: when she is told of the other, and asked two weeks later whether they could talk."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, or_, select, update

from models.peers.introductions import SILENCE, Side
from models.peers.rounds.tables import NOT_YET, PeerRound, PeerRoundSeat
from models.peers.tables import ENDED, OPEN, PAIRED, PeerBlock, PeerIntroduction, PeerMessage
from models.resources.tables import ResourceTopic
from models.statements import Query

ASKED_AFTER = timedelta(days=14)
ANSWERED_WITHIN = timedelta(days=14)
OPEN_FOR = timedelta(days=21)  # where nobody writes: whether they could talk is asked before silence ends it
SHOWN_WITHIN = timedelta(days=7)  # after she said "later"
KEPT = timedelta(days=730)


class Seat(NamedTuple):
    """A seat; `until` is when there is nothing more to tell or ask."""

    id: int
    round: int
    person: int
    matched: bool
    told_at: datetime | None
    asked_at: datetime | None
    answer: str | None
    until: datetime


_SEAT = (
    PeerRoundSeat.id,
    PeerRoundSeat.round_id,
    PeerRoundSeat.person_id,
    PeerRoundSeat.matched,
    PeerRoundSeat.told_at,
    PeerRoundSeat.asked_at,
    PeerRoundSeat.answer,
    PeerRoundSeat.until,
)
_HERS = or_(PeerIntroduction.asker_id == bindparam("person"), PeerIntroduction.asked_id == bindparam("person"))
_ROUNDS = select(PeerIntroduction.round_id).where(PeerIntroduction.id == bindparam("introduction"), _HERS)
_OF = Query(
    select(*_SEAT).where(PeerRoundSeat.person_id == bindparam("person"), PeerRoundSeat.round_id.in_(_ROUNDS)), Seat
)


def due(db: Connection, moment: datetime, most: int) -> list[Seat]:
    """Up to `most` seats to look at, which nobody else looks at meanwhile."""
    query = select(*_SEAT).where(PeerRoundSeat.due_at <= moment).order_by(PeerRoundSeat.due_at, PeerRoundSeat.id)
    held = query.limit(most).with_for_update(of=PeerRoundSeat.__table__, skip_locked=True)
    return [Seat._make(row) for row in db.execute(held)]


def of(db: Connection, person: int, introduction: int) -> Seat | None:
    """The seat of `person` from which an introduction came; None when it came from no round, or is not hers."""
    return _OF.first(db, person=person, introduction=introduction)


def topic_of(db: Connection, seat: Seat) -> str:
    """The key of the topic that the two share."""
    query = select(ResourceTopic.key).join(PeerRoundSeat, PeerRoundSeat.topic_id == ResourceTopic.id)
    return db.execute(query.where(PeerRoundSeat.id == seat.id)).scalar_one()


def told(db: Connection, seat: Seat, side: Side, moment: datetime) -> None:
    """She has been told of the other: they may write, and two weeks later she is asked."""
    due_at = moment + ASKED_AFTER
    _move(db, seat, told_at=moment, due_at=due_at, until=due_at + ANSWERED_WITHIN)
    here = update(PeerIntroduction).where(PeerIntroduction.id == side.id)
    db.execute(here.where(PeerIntroduction.state == PAIRED).values(state=OPEN, opened_at=moment))
    unwritten = here.where(PeerIntroduction.state == OPEN, PeerIntroduction.written_at.is_(None))
    db.execute(unwritten.values(due_at=moment + OPEN_FOR))


def asked(db: Connection, seat: Seat, moment: datetime) -> None:
    """She has been asked whether they could talk."""
    _move(db, seat, asked_at=moment, due_at=None)


def answer(db: Connection, seat: Seat, side: Side, what: str, moment: datetime) -> None:
    """Whether they could talk; as long as they may still, silence begins anew."""
    _move(db, seat, answer=what, due_at=None, asked_at=seat.asked_at or moment)
    if what == NOT_YET:
        going_on = update(PeerIntroduction).where(PeerIntroduction.id == side.id, PeerIntroduction.state == OPEN)
        db.execute(going_on.where(PeerIntroduction.due_at < moment + SILENCE).values(due_at=moment + SILENCE))


def again(db: Connection, seat: Seat, until: datetime) -> None:
    """Tell or ask her once more at `until`: she said "later", and has not seen it."""
    if seat.asked_at is None:
        _move(db, seat, told_at=None, due_at=until, until=until + SHOWN_WITHIN)
    elif seat.answer is None:
        _move(db, seat, asked_at=None, due_at=until, until=until + SHOWN_WITHIN)


def put_off(db: Connection, seat: Seat, until: datetime) -> None:
    """Look at a seat again at `until`."""
    _move(db, seat, due_at=until)


def settle(db: Connection, seat: Seat) -> None:
    """Look at a seat no more."""
    _move(db, seat, due_at=None)


def has_nobody(db: Connection, seat: Seat, moment: datetime) -> Seat:
    """The other left before she was told: she has nobody, and comes first the next time."""
    _move(db, seat, matched=False, topic_id=None, due_at=moment)
    return seat._replace(matched=False)


def comes_first(db: Connection, round_: int, person: int) -> None:
    """The other left before hearing of it: let this one come first the next time, although she has been told."""
    hers = update(PeerRoundSeat).where(PeerRoundSeat.round_id == round_, PeerRoundSeat.person_id == person)
    db.execute(hers.values(matched=False))


def has_written(db: Connection, side: Side) -> bool:
    """Whether she of this side has written to the other."""
    hers = (PeerMessage.introduction_id == side.id, PeerMessage.author_id == side.person)
    return db.execute(select(PeerMessage.id).where(*hers).limit(1)).first() is not None


def could_talk(db: Connection, side: Side) -> bool:
    """Whether it makes sense to ask: they still may talk, or did before it ended, and neither blocked the other."""
    pair = (side.person, side.other)
    block = select(PeerBlock.at).where(PeerBlock.person_id.in_(pair), PeerBlock.blocked_id.in_(pair)).limit(1)
    if db.execute(block).first() is not None:
        return False
    written = (PeerIntroduction.id == side.id, PeerIntroduction.written_at.is_not(None))
    ended = side.state == ENDED and db.execute(select(PeerIntroduction.id).where(*written)).first() is not None
    return side.state == OPEN or ended


def forget(db: Connection, moment: datetime, most: int) -> int:
    """Forget up to `most` seats of rounds of two years ago; how many. Who met whom stays: nobody meets twice."""
    old = select(PeerRoundSeat.id).join(PeerRound, PeerRound.id == PeerRoundSeat.round_id)
    gone = old.where(PeerRound.begun_at < moment - KEPT).limit(most)
    return db.execute(delete(PeerRoundSeat).where(PeerRoundSeat.id.in_(gone))).rowcount


def _move(db: Connection, seat: Seat, **values: Any) -> None:
    db.execute(update(PeerRoundSeat).where(PeerRoundSeat.id == seat.id).values(values))
