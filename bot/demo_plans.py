"""What the people of `make demo` still have before them: milestones, and for two of them a reminder soon.

It comes a minute after the first start, or in the morning: at night nobody is written to, here neither.
"""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from models import action_plans, contacts, hours, milestones, preferences, reminders, reminding
from models.base import now

_SOON = timedelta(minutes=1)
_BEFORE = timedelta(hours=2)  # they wrote last, so that they are not in the middle of something


class _Step(NamedTuple):
    title: str
    days: int  # from today to its date
    done: bool = False


#: By the row of the roster, from 0: Carla on Telegram, Hugo on WhatsApp.
_STEPS = {
    4: (_Step("Guía de ingreso revisada", -14, done=True), _Step("Tres turnos capacitados", 2)),
    11: (_Step("Primer círculo", -20, done=True), _Step("Círculo con las familias", 3)),
}


def plan_ahead(db: Connection, place: int, person: int, contact: int) -> None:
    """Let a person be reminded of her plans; the milestones are those of her first one."""
    reminding.person_joined(db, person, now())
    contacts.heard(db, contact, now() - _BEFORE)
    if place not in _STEPS:
        return
    today = hours.local_date(preferences.rhythm_of(db, person), now())
    plan = int(action_plans.open_for(db, person)[0].id)
    for step in _STEPS[place]:
        id = milestones.add(db, person, plan, step.title, today + timedelta(days=step.days))
        if id is not None and step.done:
            milestones.tick(db, person, plan, [id])
        elif id is not None:
            reminders.put_off(db, "milestone", int(id), now() + _SOON)
