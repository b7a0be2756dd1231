"""Gives everybody whom a wave is for an invitation, some thousands of people at a time, each of them once.

The rows are made by the database itself, and the place that was reached is moved on in the same transaction: after a
crash it goes on where it was. Rounds go on while a wave is active, since people join, come back, and are imported late.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    delete,
    false,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    update,
)

from models import audience
from models.announcements.eligible import JOINED, WANTS
from models.base import Instant
from models.people import Person
from models.surveys import occasions, waves
from models.surveys.invitations import scattered
from models.surveys.tables import ACTIVE, HELD, PAUSED, PLANNED, SurveyInvitation, SurveyWave
from models.surveys.waves import Wave

CHUNK = 1_000  # people that are looked at in one transaction: some 40 ms
EVERY = timedelta(hours=1)  # a round
_DAY = timedelta(days=1)


def next_wave(db: Connection, moment: datetime) -> Wave | None:
    """A wave whose people are to be looked at now; nobody else gets it until the transaction ends."""
    again = or_(SurveyWave.planned_at.is_(None), SurveyWave.planned_at <= moment - EVERY)
    to_do = and_(SurveyWave.state == ACTIVE, or_(SurveyWave.planned_until > 0, again))
    first = select(SurveyWave.id).where(to_do).order_by(SurveyWave.id).limit(1)
    found = db.execute(first.with_for_update(key_share=True, skip_locked=True)).scalar()
    return None if found is None else waves.load(db, found)


def plan(db: Connection, wave: Wave, moment: datetime, most: int = CHUNK) -> int:
    """Look at the next `most` people and plan those whom the wave is for; how many were looked at.

    Raises `audience.Unclear` where its audience names what is not on record any more.
    """
    ids = select(Person.id).where(Person.id > wave.planned_until).order_by(Person.id).limit(most).subquery()
    last, looked_at = db.execute(select(func.max(ids.c.id), func.count())).one()
    if looked_at:
        here = and_(Person.id > wave.planned_until, Person.id <= last)
        wanted = audience.condition(db, audience.parse(wave.audience), moment)
        people = and_(here, JOINED, WANTS, wanted)
        if wave.planned_at is None or wave.planned_at.date() < moment.date():
            _forget_moved(db, wave, people, here, last, moment)
        _plan(db, wave, people, here, (last, looked_at), moment)
    over = looked_at < most
    reached = {"planned_until": 0, "planned_at": moment} if over else {"planned_until": last}
    db.execute(update(SurveyWave).where(SurveyWave.id == wave.id).values(reached))
    return int(looked_at)


def give_up(db: Connection, wave: Wave) -> None:
    """Plan nobody any more until staff resume it."""
    db.execute(update(SurveyWave).where(SurveyWave.id == wave.id, SurveyWave.state == ACTIVE).values(state=PAUSED))


def _forget_moved(
    db: Connection,
    wave: Wave,
    people: ColumnElement[bool],
    here: ColumnElement[bool],
    last: int,
    moment: datetime,
) -> None:
    """Forget what was planned and is different by now: another date of the activity, another zone, another audience."""
    soon = (moment - 2 * _DAY).date()
    ahead = [day for day in occasions.days(db, wave, moment) if day + _DAY * wave.offset_days >= soon]
    still: ColumnElement[bool] = false()
    if ahead or wave.anchor == "plan":
        planned = occasions.with_moments(db, wave, people, here, ahead)
        column = planned.selected_columns
        hers = (
            Person.id == SurveyInvitation.person_id,
            column.occasion == SurveyInvitation.occasion,
            column.at == SurveyInvitation.planned_for,
        )
        still = planned.where(*hers).correlate(SurveyInvitation).exists()
    untouched = (SurveyInvitation.state == PLANNED, SurveyInvitation.why.is_(None), SurveyInvitation.due_at > moment)
    db.execute(delete(SurveyInvitation).where(*_theirs(wave, last), *untouched, ~still))


def _theirs(wave: Wave, last: int) -> tuple[ColumnElement[bool], ...]:
    """The invitations of this wave for the people who are looked at."""
    return (SurveyInvitation.wave_id == wave.id, SurveyInvitation.person_id.between(wave.planned_until + 1, last))


def _plan(
    db: Connection,
    wave: Wave,
    people: ColumnElement[bool],
    here: ColumnElement[bool],
    looked_at: tuple[int, int],
    moment: datetime,
) -> None:
    """Insert what is missing. First it is asked on which days that is, of which mostly there are none.

    `looked_at`: the last person, and how many there are.
    """
    days = set(occasions.days(db, wave, moment))
    which = occasions.which(wave, people)
    last, many = looked_at
    # each alone would do; without both PostgreSQL reads the whole wave for it, as long as it has no statistics
    mine = (*_theirs(wave, last), SurveyInvitation.person_id == Person.id)
    has_one = select(SurveyInvitation.id).where(*mine, SurveyInvitation.occasion == which.selected_columns.occasion)
    missing = which.where(~has_one.correlate_except(SurveyInvitation).exists()).subquery()
    found = set(db.scalars(select(missing.c.day).distinct()))
    some = sorted(found & days)
    if not (some or (found and wave.anchor == "plan")):
        return
    planned = occasions.with_moments(db, wave, people, here, some)
    has_one = select(SurveyInvitation.id).where(*mine, SurveyInvitation.occasion == planned.selected_columns.occasion)
    rows = planned.where(~has_one.correlate_except(SurveyInvitation).exists()).subquery()
    _insert(db, wave, rows, many, moment)


def _insert(db: Connection, wave: Wave, rows: Any, looked_at: int, moment: datetime) -> None:
    """What is past goes out within the hour as long as it is not too late; else staff decide about it."""
    late = rows.c.at < literal(moment, Instant)
    too_late = rows.c.at < literal(_too_late(wave, moment), Instant)
    soon = scattered(rows.c.person_id, looked_at, moment)
    columns: dict[str, Any] = {
        "wave_id": literal(wave.id),
        "person_id": rows.c.person_id,
        "occasion": rows.c.occasion,
        "cohort_id": rows.c.cohort_id,
        "state": case((too_late, HELD), else_=PLANNED),
        "due_at": case((too_late, null()), (late, soon), else_=rows.c.at),
        "planned_for": case((too_late, rows.c.at), (late, soon), else_=rows.c.at),
        "reminded": literal(0),
        "promised": literal(False),
        "why": case((late, "late"), else_=null()),
        "moved_at": literal(moment, Instant),
    }
    ahead = rows.c.at <= literal(moment + occasions.AHEAD, Instant)
    chosen = select(*columns.values()).where(ahead).order_by(rows.c.person_id, rows.c.at)
    db.execute(insert(SurveyInvitation).from_select(list(columns), chosen, include_defaults=False))


def _too_late(wave: Wave, moment: datetime) -> datetime:
    """What was to be asked before then is held. Who insists does so since the wave was made."""
    since = wave.created_at if wave.insists else moment
    return min(since, moment) - _DAY * wave.grace_days
