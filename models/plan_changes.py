"""What a person does to a plan of hers: changes it, closes it, takes it along, opens it again. Reminders follow.

Every change looks again whether the plan is hers and open; where it is not, nothing happens and the answer is False.
"""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, select, update

from models import action_plans, reminding
from models.action_plans import CLOSED, ActionPlan, ProgressReport
from models.base import now
from models.sealing import vault

CARRIED_OVER, RENAMED, REOPENED = "carried_over", "renamed", "reopened"


class _Standing(NamedTuple):
    """Where a plan stands, and the row's own identity."""

    seal_id: bytes
    title_sealed: bytes
    percent: int
    status: str


def rename(db: Connection, person: str, plan: str, title: str) -> bool:
    """Give a plan another title; the old one stays in its history."""
    standing = _standing(db, person, plan)
    if standing is None or standing.status in CLOSED:
        return False
    before = vault(db).open_text(standing.title_sealed, "action_plan", "title", standing.seal_id)
    as_it_is = {"percent": standing.percent, "status": standing.status, "event": RENAMED}
    action_plans.record(db, int(person), int(plan), now(), before, as_it_is)
    return _set(db, person, plan, title_sealed=vault(db).seal_text(title, "action_plan", "title", standing.seal_id))


def set_goal(db: Connection, person: str, plan: str, goal: str) -> bool:
    """Give a plan another goal."""
    standing = _standing(db, person, plan)
    if standing is None:
        return False
    return _set(db, person, plan, goal_sealed=vault(db).seal_text(goal, "action_plan", "goal", standing.seal_id))


def set_due(db: Connection, person: str, plan: str, due_on: date | None) -> bool:
    """Give a plan another due date, or none."""
    return _set(db, person, plan, due_on=due_on)


def close(
    db: Connection, person: str, plan: str, status: str, note: str | None = None, hurdle: str | None = None
) -> bool:
    """Report a plan as done, dropped or changed, with the reason as `note`; one that changed stays open."""
    standing = _standing(db, person, plan)
    percent = 100 if status == "done" else standing.percent if standing else 0
    filed = action_plans.file_report(db, person, plan, percent=percent, status=status, hurdle=hurdle, note=note)
    return _moved(db, person, plan, filed is not None)


def carry_over(db: Connection, person: str, plan: str, note: str | None = None) -> bool:
    """Report that a plan goes on at another place; `note` tells what changes with it."""
    standing = _standing(db, person, plan)
    if standing is None:
        return False
    percent, status = standing.percent, standing.status
    filed = action_plans.file_report(db, person, plan, percent=percent, status=status, note=note, event=CARRIED_OVER)
    return _moved(db, person, plan, filed is not None)


def reopen(db: Connection, person: str, plan: str) -> bool:
    """Open a closed plan again, with the per cent and the status that it had before it was closed."""
    standing = _standing(db, person, plan)
    if standing is None or standing.status not in CLOSED:
        return False
    percent, status = _before(db, person, plan)
    db.execute(update(ActionPlan).where(*_hers(person, plan)).values(status=status))
    filed = action_plans.file_report(db, person, plan, percent=percent, status=status, event=REOPENED)
    return _moved(db, person, plan, filed is not None)


def _before(db: Connection, person: str, plan: str) -> tuple[int, str]:
    """Where a plan stood when it was open last; at its beginning when nothing was reported of it before its end."""
    hers = (ProgressReport.plan_id == int(plan), ProgressReport.person_id == int(person))
    query = select(ProgressReport.percent, ProgressReport.status).where(*hers, ProgressReport.status.not_in(CLOSED))
    row = db.execute(query.order_by(ProgressReport.at.desc(), ProgressReport.id.desc()).limit(1)).first()
    return (0, "not_started") if row is None else (row.percent, row.status)


def _standing(db: Connection, person: str, plan: str) -> _Standing | None:
    columns = (ActionPlan.seal_id, ActionPlan.title_sealed, ActionPlan.percent, ActionPlan.status)
    row = db.execute(select(*columns).where(*_hers(person, plan))).first()
    return None if row is None else _Standing(*row)


def _set(db: Connection, person: str, plan: str, **values: Any) -> bool:
    opened = (*_hers(person, plan), ActionPlan.status.not_in(CLOSED))
    return _moved(db, person, plan, db.execute(update(ActionPlan).where(*opened).values(values)).rowcount == 1)


def _hers(person: str, plan: str) -> tuple[Any, ...]:
    return ActionPlan.id == int(plan), ActionPlan.person_id == int(person)


def _moved(db: Connection, person: str, plan: str, changed: bool) -> bool:
    if changed:
        reminding.plan_moved(db, int(person), int(plan), now())
    return changed
