"""Where each invitation is: what became of it, and when something is to be done about it again."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, and_, bindparam, delete, func, or_, select, type_coerce, update

from models import audit
from models.base import Instant
from models.statements import Prepared, Query
from models.surveys.tables import BEGUN, ENDS, HELD, INVITED, PLANNED, REFUSED, SurveyInvitation, SurveyWave
from models.surveys.waves import Wave

A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)
DAY_MS = 24 * 60 * 60 * 1000
SPREAD_MS = 60 * 60 * 1000  # over which what is late goes out
EACH_MS = 2_000  # of it for everybody, as long as they are few
_SCATTER, _BUCKETS = 7919, 1000  # spreads neighbours


class Invitation(NamedTuple):
    """Somebody's invitation, and what its wave says of it. `form` is the name of the questionnaire."""

    id: int
    wave: int
    person: int
    occasion: int
    cohort: int | None
    state: str
    invited_at: datetime | None
    reminded: int
    anchor: str
    form: str
    expires_days: int


_MINE = (SurveyInvitation.id == bindparam("invitation"), SurveyInvitation.state.not_in(ENDS))
_MOVED: dict[str, Any] = {
    "state": bindparam("to"),
    "moved_at": bindparam("moment", type_=Instant),
    "why": bindparam("reason"),
}
_MOVE = Prepared(update(SurveyInvitation).where(*_MINE).values(**_MOVED, due_at=bindparam("due")))
_DAYS = select(SurveyWave.remind_after_days).where(SurveyWave.id == SurveyInvitation.wave_id).scalar_subquery()
_BEGIN = Prepared(
    update(SurveyInvitation)
    .where(*_MINE)
    .values(
        **_MOVED,
        due_at=type_coerce(type_coerce(bindparam("moment", type_=Instant), BigInteger) + _DAYS * DAY_MS, Instant),
        invited_at=func.coalesce(SurveyInvitation.invited_at, bindparam("moment", type_=Instant)),
        promised=False,
    )
)
_HERS = select(
    SurveyInvitation.id,
    SurveyInvitation.wave_id,
    SurveyInvitation.person_id,
    SurveyInvitation.occasion,
    SurveyInvitation.cohort_id,
    SurveyInvitation.state,
    SurveyInvitation.invited_at,
    SurveyInvitation.reminded,
    SurveyWave.anchor,
    SurveyWave.form,
    SurveyWave.expires_days,
).join(SurveyWave, SurveyWave.id == SurveyInvitation.wave_id)
_ONE = Query(
    _HERS.where(SurveyInvitation.id == bindparam("invitation"), SurveyInvitation.person_id == bindparam("whose")),
    Invitation,
)
_OPEN = Query(
    _HERS.where(
        SurveyInvitation.person_id == bindparam("whose"),
        or_(
            SurveyInvitation.state.in_((INVITED, BEGUN)),
            and_(SurveyInvitation.state == PLANNED, SurveyInvitation.planned_for <= bindparam("moment")),
        ),
    )
    .order_by(SurveyInvitation.moved_at.desc(), SurveyInvitation.id.desc())
    .limit(1),
    Invitation,
)
_PUT_OFF = Prepared(
    update(SurveyInvitation)
    .where(*_MINE)
    .values(due_at=bindparam("until"), why=bindparam("reason"), promised=bindparam("told"))
)


def move(
    db: Connection,
    invitation: int,
    state: str,
    moment: datetime,
    *,
    why: str | None = None,
    due_at: datetime | None = None,
) -> bool:
    """Let an invitation come to `state`, unless it has ended before; whether it did.

    What is begun is asked after again when its wave says so, counted from `moment`, unless `due_at` is told.
    """
    values = {"invitation": invitation, "to": state, "moment": moment, "reason": why}
    if state == BEGUN and due_at is None:
        return _BEGIN.run(db, **values) > 0
    return _MOVE.run(db, **values, due=due_at) > 0


def put_off(
    db: Connection, invitation: int, until: datetime, why: str | None = None, *, promised: bool = False
) -> bool:
    """Look at it again at `until`, unless it has ended; `promised` if the person was told that moment. Whether so."""
    return _PUT_OFF.run(db, invitation=invitation, until=until, reason=why, told=promised) > 0


def forget(db: Connection, invitation: int) -> None:
    """She has left the wave's audience before she was asked: as though it had never been planned."""
    db.execute(delete(SurveyInvitation).where(SurveyInvitation.id == invitation, SurveyInvitation.state == PLANNED))


def find(db: Connection, person: int, invitation: int) -> Invitation | None:
    """This invitation, if it is `person`'s."""
    return _ONE.first(db, invitation=invitation, whose=person)


def open_of(db: Connection, person: int, moment: datetime) -> Invitation | None:
    """What `person` was asked last and has neither finished nor refused, or is to be asked within the hour."""
    return _OPEN.first(db, whose=person, moment=moment + AN_HOUR)


def take_back_refusal(db: Connection, person: int, invitation: int, moment: datetime) -> bool:
    """She refused and wants to answer after all, before it would have been closed; whether that is so."""
    found = find(db, person, invitation)
    if found is None or found.state != REFUSED or not is_running(found, moment):
        return False
    again = update(SurveyInvitation).where(SurveyInvitation.id == invitation, SurveyInvitation.state == REFUSED)
    values = {"state": INVITED, "why": None, "moved_at": moment, "due_at": closes_at(found)}
    return db.execute(again.values(values)).rowcount > 0


def is_running(invitation: Invitation, moment: datetime) -> bool:
    """Whether it is not so long ago that she was invited that the questions would be closed."""
    closes = closes_at(invitation)
    return closes is not None and moment < closes


def closes_at(invitation: Invitation) -> datetime | None:
    """When the questions are closed; None for who was not invited yet."""
    if invitation.invited_at is None:
        return None
    return invitation.invited_at + A_DAY * invitation.expires_days


def held(db: Connection, wave: Wave) -> list[tuple[int, datetime]]:
    """Who is held of a wave, and since when each would have been asked."""
    query = select(SurveyInvitation.person_id, SurveyInvitation.planned_for)
    here = (SurveyInvitation.wave_id == wave.id, SurveyInvitation.state == HELD)
    return [(row.person_id, row.planned_for) for row in db.execute(query.where(*here).order_by(SurveyInvitation.id))]


def release(db: Connection, wave: Wave, moment: datetime, who: str, most: int = 2_000) -> int:
    """Let people be asked who were held because it was late: up to `most`, spread over an hour; how many."""
    held = select(SurveyInvitation.id).where(SurveyInvitation.wave_id == wave.id, SurveyInvitation.state == HELD)
    numbers = list(db.scalars(held.order_by(SurveyInvitation.id).limit(most)))
    at = scattered(SurveyInvitation.id, len(numbers), moment)
    free = update(SurveyInvitation).where(SurveyInvitation.id.in_(numbers), SurveyInvitation.state == HELD)
    count = db.execute(free.values(state=PLANNED, due_at=at, planned_for=at, why="released", moved_at=moment)).rowcount
    if count:
        audit.write(db, who, "wave released", wave=wave.id, people=count)
    return count


def scattered(number: Any, people: int, moment: datetime) -> Any:
    """Moments from `moment` on, for so many `people`, by a column of numbers: two seconds each, an hour at the most."""
    step = min(SPREAD_MS, people * EACH_MS) // _BUCKETS
    start = (moment - datetime.fromtimestamp(0, moment.tzinfo)) // timedelta(milliseconds=1)
    return type_coerce(start + (number * _SCATTER) % _BUCKETS * step, Instant)
