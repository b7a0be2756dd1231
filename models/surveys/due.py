"""What is due in the waves: whom to invite, to remind, or to give up, the earliest first."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, func, select, update

from models import audience
from models.base import Instant
from models.people import Person
from models.statements import Query
from models.surveys.invitations import A_DAY, scattered
from models.surveys.opening import Window
from models.surveys.tables import HELD, MERGED, OVER, PAUSED, PLANNED, SurveyInvitation, SurveyWave
from models.surveys.waves import Wave

LATE = timedelta(hours=1)  # by which something may be overdue and still is dealt with as usual
NEAR = timedelta(days=14)  # within which one person is asked once


class Due(NamedTuple):
    """An invitation about which something is to be done, and what its wave says. `over`: the wave has ended."""

    id: int
    wave: int
    person: int
    state: str
    planned_for: datetime
    invited_at: datetime | None
    reminded: int
    promised: bool
    why: str | None
    wave_state: str
    weekdays: str
    hours_from: int
    hours_until: int
    skips_holidays: bool
    reminders: int
    remind_after_days: int
    expires_days: int
    insists: bool

    @property
    def window(self) -> Window:
        """When its wave writes."""
        return Window(self.weekdays, self.hours_from, self.hours_until, self.skips_holidays)

    @property
    def over(self) -> bool:
        """Whether its wave has ended."""
        return self.wave_state == OVER

    @property
    def closes_at(self) -> datetime:
        """When the questions are closed, or, for who was not asked yet, when it makes no sense any more."""
        return (self.invited_at or self.planned_for) + A_DAY * self.expires_days


class _Merged(NamedTuple):
    id: int


_DUE = Query(
    select(
        SurveyInvitation.id,
        SurveyInvitation.wave_id,
        SurveyInvitation.person_id,
        SurveyInvitation.state,
        SurveyInvitation.planned_for,
        SurveyInvitation.invited_at,
        SurveyInvitation.reminded,
        SurveyInvitation.promised,
        SurveyInvitation.why,
        SurveyWave.state.label("wave_state"),
        SurveyWave.weekdays,
        SurveyWave.hours_from,
        SurveyWave.hours_until,
        SurveyWave.skips_holidays,
        SurveyWave.reminders,
        SurveyWave.remind_after_days,
        SurveyWave.expires_days,
        SurveyWave.insists,
    )
    .join(SurveyWave, SurveyWave.id == SurveyInvitation.wave_id)
    .where(
        SurveyInvitation.due_at.is_not(None),
        SurveyInvitation.due_at <= bindparam("moment"),
        SurveyInvitation.due_at > bindparam("since"),
        SurveyWave.state != PAUSED,
    )
    .order_by(SurveyInvitation.due_at, SurveyInvitation.id)
    .limit(bindparam("most"))
    .with_for_update(of=SurveyInvitation.__table__, skip_locked=True),
    Due,
)
_EARLIER = Query(
    select(SurveyInvitation.id)
    .where(
        SurveyInvitation.person_id == bindparam("whose"),
        SurveyInvitation.id != bindparam("mine"),
        SurveyInvitation.state.not_in((HELD, MERGED)),
        func.coalesce(SurveyInvitation.invited_at, SurveyInvitation.planned_for) > bindparam("since", type_=Instant),
        SurveyInvitation.invited_at.is_not(None)
        | (SurveyInvitation.planned_for < bindparam("planned", type_=Instant))
        | (
            (SurveyInvitation.planned_for == bindparam("planned", type_=Instant))
            & (SurveyInvitation.id < bindparam("mine"))
        ),
    )
    .order_by(SurveyInvitation.planned_for.desc(), SurveyInvitation.id.desc())
    .limit(1),
    _Merged,
)


def due(db: Connection, moment: datetime, most: int) -> list[Due]:
    """Up to `most` of what is due by now, the earliest first; nobody else gets it then. What is late is not in it."""
    return _DUE.all(db, moment=moment, since=moment - LATE, most=most)


def catch_up(db: Connection, moment: datetime, most: int) -> int:
    """Deal with up to `most` of what is overdue since we were down: what is not too late goes out within the hour.

    What is too late is held for staff, unless its wave insists.
    """
    late = (
        select(SurveyInvitation.id, SurveyInvitation.state, SurveyInvitation.due_at)
        .add_columns(SurveyWave.grace_days, SurveyWave.insists)
        .join(SurveyWave, SurveyWave.id == SurveyInvitation.wave_id)
        .where(SurveyInvitation.due_at <= moment - LATE, SurveyWave.state != PAUSED)
        .order_by(SurveyInvitation.due_at)
        .limit(most)
        .with_for_update(of=SurveyInvitation.__table__, skip_locked=True)
    )
    found = db.execute(late).all()
    held = [row.id for row in found if _is_too_late(row, moment)]
    soon = [row.id for row in found if not _is_too_late(row, moment)]
    at = scattered(SurveyInvitation.id, len(soon), moment)
    here = SurveyInvitation.id.in_
    db.execute(update(SurveyInvitation).where(here(held)).values(state=HELD, due_at=None, why="late", moved_at=moment))
    db.execute(update(SurveyInvitation).where(here(soon)).values(due_at=at))
    first = update(SurveyInvitation).where(here(soon), SurveyInvitation.state == PLANNED)
    db.execute(first.values(why="late"))
    return len(found)


def merged_with(db: Connection, due: Due) -> int | None:
    """The other invitation of this person within two weeks before, for which this one is left out."""
    since = due.planned_for - NEAR
    found = _EARLIER.first(db, whose=due.person, mine=due.id, planned=due.planned_for, since=since)
    return None if found is None else found.id


def belongs(db: Connection, wave: Wave, people: list[int], moment: datetime) -> set[int]:
    """Who of `people` is still of the wave's audience. Raises `Unclear`."""
    wanted = audience.condition(db, audience.parse(wave.audience), moment)
    return set(db.scalars(select(Person.id).where(Person.id.in_(people), wanted)))


def _is_too_late(row: Row[Any], moment: datetime) -> bool:
    return row.state == PLANNED and not row.insists and row.due_at <= moment - A_DAY * row.grace_days
