"""What tests of plans look at: the rows behind the words, opened."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, select, update

from models import action_plans, milestones, plan_reading
from models.action_plans import ActionPlan
from models.milestones import Milestone
from models.people import Person
from models.plan_reading import InFull, Report
from models.store import Store
from tests.alumni import enrol
from tests.phones import Phone, phone_of

DAY = datetime(2026, 11, 24, 18, tzinfo=UTC)  # noon in Chihuahua
MENU = "[Reportar avance] [Agregar metas] [Cambiar algo] [Cerrar o replantear] [Verlo en imagen] [Agregar un plan] [Es todo]"
MENU_WITH_STEPS = MENU.replace("[Agregar metas]", "[Marcar metas] [Agregar metas]")


class Hers(NamedTuple):
    """A person and her first plan."""

    person: int
    plan: int


def with_plan(db: Connection, title: str = "Patrullaje", steps: tuple[str, ...] = ()) -> Hers:
    """An alumna who has joined, with a plan and its milestones without dates."""
    person = enrol(db, plans=(title,))
    db.execute(update(Person).where(Person.id == person).values(joined_at=DAY))
    plan = int(plan_reading.in_short(db, person)[0].id)
    for step in steps:
        milestones.add(db, person, plan, step)
    return Hers(person, plan)


def plan_of(store: Store, hers: Hers) -> InFull:
    """The plan in full, with all its reports."""
    plan = store.run(plan_reading.plan_in_full, hers.person, hers.plan, 1000)
    assert plan is not None
    return plan


def newest(store: Store, hers: Hers) -> Report:
    """The newest entry of the plan's history."""
    return plan_of(store, hers).reports[0]


def reminders(store: Store, hers: Hers) -> tuple[datetime | None, dict[str, Any]]:
    """When the plan is to be asked after, and each of its milestones by its id."""
    plan = select(ActionPlan.remind_at).where(ActionPlan.id == hers.plan)
    steps = select(Milestone.id, Milestone.remind_at).where(Milestone.plan_id == hers.plan)
    return store.run(lambda db: (db.execute(plan).scalar(), {str(id): at for id, at in db.execute(steps)}))


def phone_at(store: Store, hers: Hers, *words: str) -> Phone:
    """Her phone, after these words."""
    phone = phone_of(store, hers.person)
    for word in ("mis planes", *words):
        phone.write(word)
    return phone


def file(db: Connection, hers: Hers, percent: int, status: str) -> str | None:
    """File a report."""
    return action_plans.file_report(db, str(hers.person), str(hers.plan), percent=percent, status=status)
