"""The plans and milestones that are to be asked after: which are due, and what a reminder says of one."""

from datetime import date, datetime
from operator import attrgetter
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, bindparam, null, select, update

from models.action_plans import CLOSED, ActionPlan
from models.milestones import Milestone
from models.people import Person
from models.sealing import vault
from models.statements import Prepared, Query

Kind = Literal["plan", "milestone"]

#: Of a plan: open, and she has not said that she wants no reminders for it.
IS_WANTED = ActionPlan.status.not_in(CLOSED) & ActionPlan.reminders_off.is_(False)
IS_OPEN_STEP = Milestone.done_at.is_(None)


class DueReminder(NamedTuple):
    """A plan, or one of its milestones, that `person` is to be asked after since `at`.

    `promised`: she was told that moment. Not `wanted`: it is done or closed by now, or she wants no reminders for it.
    """

    kind: Kind
    id: int
    person: int
    at: datetime
    promised: bool
    wanted: bool


class About(NamedTuple):
    """What a reminder is about: the plan, the title of the plan or of the milestone, its date, and how it stands.

    `since` is the last sign of the plan, `is_open` whether there is anything left to ask after, `is_off` whether she
    wants no reminders for it.
    """

    plan: int
    title: str
    due_on: date | None
    since: datetime
    is_open: bool
    is_off: bool


class _About(NamedTuple):
    plan: int
    seal_id: bytes
    title_sealed: bytes
    due_on: date | None
    created_at: datetime
    reported_at: datetime | None
    joined_at: datetime | None
    closed: bool
    reminders_off: bool
    done_at: datetime | None


class _Row(NamedTuple):
    id: int
    person: int
    at: datetime
    promised: bool
    wanted: bool


def _due(table: type[ActionPlan | Milestone], rows: Any) -> Query[_Row]:
    past = rows.where(table.remind_at.is_not(None), table.remind_at <= bindparam("moment"))
    earliest = past.order_by(table.remind_at).limit(bindparam("most"))
    return Query(earliest.with_for_update(of=table.__table__, skip_locked=True), _Row)


_PLAN = (ActionPlan.id, ActionPlan.person_id, ActionPlan.remind_at, ActionPlan.promised, IS_WANTED.label("wanted"))
_STEP = (Milestone.id, Milestone.person_id, Milestone.remind_at, Milestone.promised)
_DUE: dict[Kind, Query[_Row]] = {
    "plan": _due(ActionPlan, select(*_PLAN)),
    "milestone": _due(
        Milestone,
        select(*_STEP, (IS_WANTED & IS_OPEN_STEP).label("wanted")).join(ActionPlan, ActionPlan.id == Milestone.plan_id),
    ),
}
_SIGNS = (
    ActionPlan.created_at,
    ActionPlan.reported_at,
    Person.joined_at,
    ActionPlan.status.in_(CLOSED).label("closed"),
    ActionPlan.reminders_off,
)
_ABOUT: dict[Kind, Query[_About]] = {
    "plan": Query(
        select(
            ActionPlan.id,
            ActionPlan.seal_id,
            ActionPlan.title_sealed,
            null().label("due_on"),
            *_SIGNS,
            null().label("done_at"),
        )
        .join(Person, Person.id == ActionPlan.person_id)
        .where(ActionPlan.id == bindparam("row"), ActionPlan.person_id == bindparam("person")),
        _About,
    ),
    "milestone": Query(
        select(
            ActionPlan.id,
            Milestone.seal_id,
            Milestone.title_sealed,
            Milestone.due_on,
            *_SIGNS,
            Milestone.done_at,
        )
        .select_from(Milestone)
        .join(ActionPlan, ActionPlan.id == Milestone.plan_id)
        .join(Person, Person.id == ActionPlan.person_id)
        .where(Milestone.id == bindparam("row"), Milestone.person_id == bindparam("person")),
        _About,
    ),
}
_TABLES: dict[Kind, str] = {"plan": "action_plan", "milestone": "milestone"}


def _set(table: type[ActionPlan | Milestone]) -> Prepared:
    values: dict[str, Any] = {"remind_at": bindparam("at"), "promised": bindparam("told")}
    return Prepared(update(table).where(table.id == bindparam("row")).values(values))


_SET: dict[Kind, Prepared] = {"plan": _set(ActionPlan), "milestone": _set(Milestone)}


def due(db: Connection, moment: datetime, most: int) -> list[DueReminder]:
    """Up to `most` plans and milestones to be asked after by now, the earliest first; nobody else gets them then."""
    found = [DueReminder(kind, *row) for kind, query in _DUE.items() for row in query.all(db, moment=moment, most=most)]
    return sorted(found, key=attrgetter("at"))[:most]


def about(db: Connection, person: int, kind: Kind, id: int) -> About | None:
    """What a reminder of this plan or milestone is about; None if `person` has no such."""
    row = _ABOUT[kind].first(db, row=id, person=person)
    if row is None:
        return None
    title = vault(db).open_text(row.title_sealed, _TABLES[kind], "title", row.seal_id) or ""
    since = max(filter(None, (row.created_at, row.reported_at, row.joined_at)))
    is_open = not row.closed and row.done_at is None
    return About(row.plan, title, row.due_on, since, is_open, row.reminders_off)


def put_off(db: Connection, kind: Kind, id: int, until: datetime | None, *, promised: bool = False) -> None:
    """Ask after a plan or a milestone at `until`, or with None not at all as things stand."""
    _SET[kind].run(db, row=id, at=until, told=promised)


def switch(db: Connection, person: int, plan: int, *, off: bool) -> None:
    """Whether `person` wants no reminders for this plan and its milestones; what was reckoned for them is forgotten."""
    here = (ActionPlan.id == plan, ActionPlan.person_id == person)
    forgotten = {"remind_at": None, "promised": False}
    db.execute(update(ActionPlan).where(*here).values(reminders_off=off, **forgotten))
    db.execute(update(Milestone).where(Milestone.plan_id == plan, Milestone.person_id == person).values(forgotten))
