"""What the waves will send in the days to come, by day, wave and channel, as things stand."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Connection, and_, case, func, or_, select, type_coerce
from sqlalchemy.orm import aliased

from models import office_hours
from models.announcements import quota
from models.announcements.eligible import WORKS
from models.contacts import Contact
from models.surveys.due import NEAR
from models.surveys.tables import ACTIVE, HELD, MERGED, PLANNED, SurveyInvitation, SurveyWave

NOWHERE = "nowhere"  # no phone of hers works just now
_HOUR_MS = 60 * 60 * 1000


class Outlook(NamedTuple):
    """What one wave sends on one day of the office's calendar: first invitations, reminders, and on which channels."""

    day: date
    wave: str
    invitations: int
    reminders: int
    by: dict[str, int]


def outlook(db: Connection, moment: datetime, days: int) -> list[Outlook]:
    """The next `days` days, by day and wave. What is overdue counts as today, what will be merged does not count."""
    zone = office_hours.of(db).zone
    found: dict[tuple[date, str], list[Counter[str]]] = defaultdict(lambda: [Counter(), Counter()])
    last = moment.astimezone(zone).date() + timedelta(days=days - 1)
    for hour, wave, is_first, channel, count in db.execute(_by_hour(moment, moment + timedelta(days=days + 1))):
        at = max(datetime.fromtimestamp(hour * 3600, UTC), moment)
        day = at.astimezone(zone).date()
        if day <= last:
            found[day, wave][not is_first][channel] += count
    return [
        Outlook(day, wave, first.total(), again.total(), dict(first + again))
        for (day, wave), (first, again) in sorted(found.items())
    ]


def limit(db: Connection) -> int:
    """How many people WhatsApp lets us write to first in a day."""
    return quota.limit(db)


def _by_hour(moment: datetime, until: datetime) -> Any:
    hour = type_coerce(SurveyInvitation.due_at, BigInteger) // _HOUR_MS
    is_first = case((SurveyInvitation.state == PLANNED, 1), else_=0)
    heard_last = (
        select(Contact.channel)
        .where(Contact.person_id == SurveyInvitation.person_id, WORKS)
        .order_by(Contact.heard_at.desc(), Contact.id)
        .limit(1)
        .correlate(SurveyInvitation)
        .scalar_subquery()
    )
    rows = (
        select(
            hour.label("hour"),
            SurveyWave.name,
            is_first.label("first"),
            func.coalesce(heard_last, NOWHERE).label("channel"),
        )
        .join(SurveyWave, SurveyWave.id == SurveyInvitation.wave_id)
        .where(SurveyWave.state == ACTIVE, SurveyInvitation.due_at < until, _goes_out())
    ).subquery()
    columns = (rows.c.hour, rows.c.name, rows.c.first, rows.c.channel)
    return select(*columns, func.count()).group_by(*columns)


def _goes_out() -> ColumnElement[bool]:
    """An invitation that stands alone or insists, or a reminder that is left."""
    earlier = aliased(SurveyInvitation)
    before = or_(
        earlier.planned_for < SurveyInvitation.planned_for,
        and_(earlier.planned_for == SurveyInvitation.planned_for, earlier.id < SurveyInvitation.id),
    )
    since = type_coerce(SurveyInvitation.planned_for, BigInteger) - int(NEAR.total_seconds()) * 1000
    near = (
        select(earlier.id)
        .where(
            earlier.person_id == SurveyInvitation.person_id,
            earlier.state.not_in((HELD, MERGED)),
            before,
            type_coerce(earlier.planned_for, BigInteger) > since,
        )
        .correlate(SurveyInvitation)
        .exists()
    )
    reminder = or_(SurveyInvitation.promised, SurveyInvitation.reminded < SurveyWave.reminders)
    first = SurveyInvitation.state == PLANNED
    return or_(and_(first, or_(SurveyWave.insists, ~near)), and_(~first, reminder))
