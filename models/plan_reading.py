"""What a person's plans are like, opened to be read: in short, one in full, what was reported, and as a picture."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, Select, select

from dialogue.drawing.picture import PictureOfPlan, ProgressPicture
from models import hours, milestones, preferences
from models.action_plans import CLOSED, ActionPlan, ProgressReport
from models.base import now
from models.milestones import Step
from models.sealing import vault

_POINTS = 40  # of the way a plan went that the picture shows


class Short(NamedTuple):
    """A plan on the list; `due_on` is an ISO day."""

    id: str
    title: str
    percent: int
    status: str
    due_on: str | None


class Report(NamedTuple):
    """What was said of a plan on the ISO day `on`; `note` is whole, `event` as in the table."""

    on: str
    percent: int
    status: str
    hurdle: str | None
    note: str | None
    people_trained: int | None
    event: str | None


class InFull(NamedTuple):
    """One plan with its goal, its milestones and its `reports`, the newest of them first."""

    id: str
    title: str
    percent: int
    status: str
    due_on: str | None
    goal: str | None
    steps: list[Step]
    reports: list[Report]


def zone_of(db: Connection, person: int) -> ZoneInfo:
    """The zone by which a person's days are reckoned."""
    return ZoneInfo(preferences.rhythm_of(db, person).zone)


def today_of(db: Connection, person: int) -> date:
    """The day it is where a person works."""
    return hours.local_date(preferences.rhythm_of(db, person), now())


def in_short(db: Connection, person: int) -> list[Short]:
    """All plans of `person`: the open ones, the oldest first, then the closed ones, the newest first."""
    rows = db.execute(_plans(person)).all()
    plans = [Short(str(row.id), _title(db, row), row.percent, row.status, _iso(row.due_on)) for row in rows]
    closed = [plan for plan in plans if plan.status in CLOSED]
    return [plan for plan in plans if plan.status not in CLOSED] + closed[::-1]


def plan_in_full(db: Connection, person: int, plan: int, reports: int = 2) -> InFull | None:
    """One plan of `person` with its last `reports`, or None when she has no such plan."""
    row = db.execute(_plans(person).where(ActionPlan.id == plan)).first()
    if row is None:
        return None
    zone = zone_of(db, person)
    return InFull(
        str(row.id),
        _title(db, row),
        row.percent,
        row.status,
        _iso(row.due_on),
        vault(db).open_text(row.goal_sealed, "action_plan", "goal", row.seal_id),
        milestones.of(db, person, plan, zone),
        _opened(db, db.execute(_reports(person, plan).limit(reports)).all(), zone),
    )


def history(db: Connection, person: int, plan: int, skip: int = 0, most: int = 5) -> list[Report]:
    """The reports on a plan of `person`, the newest first: `most` of them after the first `skip`."""
    rows = db.execute(_reports(person, plan).offset(skip).limit(most)).all()
    return _opened(db, rows, zone_of(db, person))


def picture_of(db: Connection, person: int, plan: int | None = None) -> ProgressPicture:
    """The picture of all plans of `person`, or of one of them."""
    zone = zone_of(db, person)
    shown = [short for short in in_short(db, person) if plan in (None, int(short.id))]
    return ProgressPicture(tuple(_pictured(db, person, short, zone) for short in shown), _day(now(), zone))


def _pictured(db: Connection, person: int, plan: Short, zone: ZoneInfo) -> PictureOfPlan:
    steps = milestones.of(db, person, int(plan.id), zone)
    done = sum(step.done_on is not None for step in steps)
    way = _way(db, person, int(plan.id), zone)
    return PictureOfPlan(plan.title, plan.percent, plan.status, plan.due_on, done, len(steps), way)


def _way(db: Connection, person: int, plan: int, zone: ZoneInfo) -> tuple[tuple[str, int], ...]:
    """Day and per cent of the reports, the last of each day; of many the first and the newest."""
    query = _reports(person, plan).with_only_columns(ProgressReport.at, ProgressReport.percent)
    days = {_day(row.at, zone): row.percent for row in reversed(db.execute(query).all())}
    way = tuple(days.items())
    return way if len(way) <= _POINTS else (way[0], *way[1 - _POINTS :])


def _plans(person: int) -> Select[Any]:
    return select(ActionPlan.__table__).where(ActionPlan.person_id == person).order_by(ActionPlan.id)


def _reports(person: int, plan: int) -> Select[Any]:
    hers = (ProgressReport.person_id == person, ProgressReport.plan_id == plan)
    return select(ProgressReport.__table__).where(*hers).order_by(ProgressReport.at.desc(), ProgressReport.id.desc())


def _opened(db: Connection, rows: Sequence[Row[Any]], zone: ZoneInfo) -> list[Report]:
    return [
        Report(
            _day(row.at, zone),
            row.percent,
            row.status,
            row.hurdle,
            vault(db).open_text(row.note_sealed, "progress_report", "note", row.seal_id),
            row.people_trained,
            row.event,
        )
        for row in rows
    ]


def _title(db: Connection, row: Row[Any]) -> str:
    return vault(db).open_text(row.title_sealed, "action_plan", "title", row.seal_id) or ""


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).date().isoformat()
