"""Action plans and the reports on them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Any, NamedTuple

from sqlalchemy import Connection, ForeignKey, Index, LargeBinary, bindparam, false, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from models import files
from models.base import Base, Instant, Number, now
from models.sealing import new_seal_id, vault
from models.statements import Prepared, Query

STATUSES = ("not_started", "started", "advanced", "done", "changed", "dropped")
CLOSED = ("done", "dropped")


class ActionPlan(Base):
    """What a person set out to do; its title and goal are sealed."""

    __tablename__ = "action_plan"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    title_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    goal_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    due_on: Mapped[date | None]
    status: Mapped[str] = mapped_column(default="not_started")
    percent: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Instant)
    reported_at: Mapped[datetime | None] = mapped_column(Instant)
    remind_at: Mapped[datetime | None] = mapped_column(Instant)  # when to ask after it; none: not to be asked after
    promised: Mapped[bool] = mapped_column(default=False, server_default=false())  # she was told that moment herself
    reminders_off: Mapped[bool] = mapped_column(default=False, server_default=false())  # she wants none for this plan


_TO_REMIND = ActionPlan.remind_at.is_not(None)
Index("ix_action_plan_remind_at", ActionPlan.remind_at, sqlite_where=_TO_REMIND, postgresql_where=_TO_REMIND)


class ProgressReport(Base):
    """What a person said of a plan on one day; reports are added, never changed."""

    __tablename__ = "progress_report"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("action_plan.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(Instant)
    percent: Mapped[int]
    status: Mapped[str]
    hurdle: Mapped[str | None]
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    people_trained: Mapped[int | None]
    event: Mapped[str | None]  # what else happened: carried_over, renamed, reopened; none for a report as such


class Plan(NamedTuple):
    """An open plan as a person knows it; `reported_on` is the day of the last report (ISO), if any."""

    id: str
    title: str
    percent: int
    status: str
    reported_on: str | None


class _Row(NamedTuple):
    id: int
    seal_id: bytes
    title_sealed: bytes
    percent: int
    status: str
    reported_at: datetime | None


_IS_OPEN = ActionPlan.status.not_in(CLOSED)
_OPEN = Query(
    select(
        ActionPlan.id,
        ActionPlan.seal_id,
        ActionPlan.title_sealed,
        ActionPlan.percent,
        ActionPlan.status,
        ActionPlan.reported_at,
    )
    .where(ActionPlan.person_id == bindparam("person"), _IS_OPEN)
    .order_by(ActionPlan.id),
    _Row,
)
_SAID = ("percent", "status", "hurdle", "note_sealed", "people_trained", "event")
_INSERT_REPORT = Prepared(
    insert(ProgressReport)
    .values({name: bindparam(name) for name in ("plan_id", "person_id", "seal_id", "at", *_SAID)})
    .returning(ProgressReport.id)
)
_REPORTED = Prepared(
    update(ActionPlan)
    .where(ActionPlan.id == bindparam("plan"), ActionPlan.person_id == bindparam("person"), _IS_OPEN)
    .values(percent=bindparam("to"), status=bindparam("now"), reported_at=bindparam("moment"), promised=False)
)


def open_for(db: Connection, person: int, zone: tzinfo = UTC) -> list[Plan]:
    """The plans of `person` that are neither done nor dropped, the oldest first; days are those of `zone`."""
    return [_opened(db, row, zone) for row in _OPEN.all(db, person=person)]


def is_open(db: Connection, person: int, plan: int) -> bool:
    """Whether `plan` belongs to `person` and is neither done nor dropped."""
    hers = (ActionPlan.id == plan, ActionPlan.person_id == person, _IS_OPEN)
    return db.execute(select(ActionPlan.id).where(*hers)).first() is not None


def add(db: Connection, person: int, title: str, goal: str | None = None, due_on: date | None = None) -> int:
    """A new plan of `person`; its id."""
    seal_id = new_seal_id()
    values = {
        "person_id": person,
        "seal_id": seal_id,
        "title_sealed": vault(db).seal_text(title, "action_plan", "title", seal_id),
        "goal_sealed": vault(db).seal_text(goal, "action_plan", "goal", seal_id),
        "due_on": due_on,
        "status": "not_started",
        "percent": 0,
        "created_at": now(),
        "reminders_off": False,
    }
    return db.execute(insert(ActionPlan).values(values).returning(ActionPlan.id)).scalar_one()


def file_report(
    db: Connection,
    person: str,
    plan: str,
    *,
    percent: int,
    status: str,
    hurdle: str | None = None,
    note: str | None = None,
    people_trained: int | None = None,
    evidence: Sequence[str] = (),
    event: str | None = None,
) -> str | None:
    """File a report on `plan` and bring the plan up to date; its id, or None when the plan is not open any more."""
    moment = now()
    if not _REPORTED.run(db, plan=int(plan), person=int(person), to=percent, now=status, moment=moment):
        return None
    said = {"percent": percent, "status": status, "hurdle": hurdle, "people_trained": people_trained, "event": event}
    report = record(db, int(person), int(plan), moment, note, said)
    if evidence:
        files.keep_with(db, evidence, int(person), report)
    return str(report)


def record(
    db: Connection, person: int, plan: int, moment: datetime, note: str | None, said: Mapping[str, object]
) -> int:
    """Add to the history of a plan, and leave the plan as it is; `said` names columns of a report. Its id."""
    seal_id = new_seal_id()
    values: dict[str, Any] = {"hurdle": None, "people_trained": None, "event": None, **said}
    values |= {"plan_id": plan, "person_id": person, "at": moment, "seal_id": seal_id}
    values["note_sealed"] = vault(db).seal_text(note, "progress_report", "note", seal_id)
    report = _INSERT_REPORT.number(db, **values)
    if report is None:
        raise LookupError("the new report has no id")
    return report


def count_trained(db: Connection, person: str, report: str, people: int) -> None:
    """Add to a report how many people were trained, once the person has confirmed the number."""
    db.execute(
        update(ProgressReport)
        .where(ProgressReport.id == int(report), ProgressReport.person_id == int(person))
        .values(people_trained=people)
    )


def _opened(db: Connection, row: _Row, zone: tzinfo) -> Plan:
    title = vault(db).open_text(row.title_sealed, "action_plan", "title", row.seal_id)
    reported = row.reported_at.astimezone(zone).date().isoformat() if row.reported_at else None
    return Plan(str(row.id), title or "", row.percent, row.status, reported)
