"""The steps of an action plan, each with its date, ticked off one by one."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    LargeBinary,
    Select,
    UpdateBase,
    delete,
    false,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from models import action_plans
from models.action_plans import CLOSED, ActionPlan
from models.base import Base, Instant, Number, now
from models.sealing import new_seal_id, vault


class Milestone(Base):
    """One step of a plan; its title is sealed."""

    __tablename__ = "milestone"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("action_plan.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    title_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    due_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(Instant)
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    remind_at: Mapped[datetime | None] = mapped_column(Instant)  # when to ask after it; none: not to be asked after
    promised: Mapped[bool] = mapped_column(default=False, server_default=false())  # she was told that moment herself


_TO_REMIND = Milestone.remind_at.is_not(None)
Index("ix_milestone_remind_at", Milestone.remind_at, sqlite_where=_TO_REMIND, postgresql_where=_TO_REMIND)

MOST = 20  # milestones of one plan


class Step(NamedTuple):
    """A milestone as its person knows it; `due_on` and `done_on` are ISO days, the latter where she works."""

    id: str
    title: str
    due_on: str | None
    done_on: str | None


def of(db: Connection, person: int, plan: int, zone: tzinfo = UTC) -> list[Step]:
    """The milestones of a plan of `person`, in the order of their dates, those without a date last."""
    query = select(Milestone.id, Milestone.seal_id, Milestone.title_sealed, Milestone.due_on, Milestone.done_at).where(
        Milestone.plan_id == plan, Milestone.person_id == person
    )
    rows = db.execute(query.order_by(Milestone.id)).all()
    return [
        Step(
            str(row.id),
            vault(db).open_text(row.title_sealed, "milestone", "title", row.seal_id) or "",
            row.due_on.isoformat() if row.due_on else None,
            row.done_at.astimezone(zone).date().isoformat() if row.done_at else None,
        )
        for row in sorted(rows, key=lambda row: row.due_on or date.max)
    ]


def add(db: Connection, person: int, plan: int, title: str, due_on: date | None = None) -> str | None:
    """A new milestone of an open plan; its id, or None when the plan is not open or has all it can hold."""
    if not action_plans.is_open(db, person, plan) or len(of(db, person, plan)) >= MOST:
        return None
    seal_id = new_seal_id()
    values = {
        "plan_id": plan,
        "person_id": person,
        "seal_id": seal_id,
        "title_sealed": vault(db).seal_text(title, "milestone", "title", seal_id),
        "due_on": due_on,
        "created_at": now(),
    }
    return str(db.execute(insert(Milestone).values(values).returning(Milestone.id)).scalar_one())


def tick(db: Connection, person: int, plan: int, ids: Sequence[str]) -> int:
    """Note that milestones of an open plan are done; how many were not yet."""
    not_yet = update(Milestone).where(*_among(person, plan, ids), Milestone.done_at.is_(None))
    return db.execute(not_yet.values(done_at=now())).rowcount


def untick(db: Connection, person: int, plan: int, ids: Sequence[str]) -> int:
    """Take that back; how many were noted as done."""
    done = update(Milestone).where(*_among(person, plan, ids), Milestone.done_at.is_not(None))
    return db.execute(done.values(done_at=None)).rowcount


def rename(db: Connection, person: int, plan: int, id: str, title: str) -> bool:
    """Give a milestone of an open plan another title; False when there is no such milestone."""
    seal_id = db.execute(select(Milestone.seal_id).where(*_among(person, plan, [id]))).scalar()
    if seal_id is None:
        return False
    sealed = vault(db).seal_text(title, "milestone", "title", seal_id)
    return _changed(db, update(Milestone).where(Milestone.id == int(id)).values(title_sealed=sealed))


def date_anew(db: Connection, person: int, plan: int, id: str, due_on: date | None) -> bool:
    """Give a milestone of an open plan another date, or none; False when there is no such milestone.

    What was reckoned from the old date is forgotten; `reminding.plan_moved` reckons anew.
    """
    anew = {"due_on": due_on, "remind_at": None, "promised": False}
    return _changed(db, update(Milestone).where(*_among(person, plan, [id])).values(anew))


def remove(db: Connection, person: int, plan: int, id: str) -> bool:
    """Delete a milestone of an open plan; False when there is no such milestone."""
    return _changed(db, delete(Milestone).where(*_among(person, plan, [id])))


def _open_plan(person: int, plan: int) -> Select[int]:
    return select(ActionPlan.id).where(
        ActionPlan.id == plan, ActionPlan.person_id == person, ActionPlan.status.not_in(CLOSED)
    )


def _among(person: int, plan: int, ids: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    """Which rows a change may touch: those of one open plan of this person."""
    return Milestone.id.in_(map(int, ids)), Milestone.plan_id.in_(_open_plan(person, plan))


def _changed(db: Connection, statement: UpdateBase) -> bool:
    return db.execute(statement).rowcount == 1
