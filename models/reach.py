"""Stands in until part B's reach is there. B replaces this file."""

from datetime import datetime
from typing import Any, NamedTuple
from sqlalchemy import Connection, func, select
from models.announcements.eligible import MAY, best_contacts
from models.people import Person
from models import audience


class Reach(NamedTuple):
    people: int
    by: dict[str, int]
    excluded: dict[str, int]
    languages: dict[str, int]


def reach(db: Connection, expression: Any, moment: datetime, valid_until: datetime) -> Reach:
    people = select(Person.id).where(MAY, audience.condition(db, expression, moment))
    best = best_contacts(people, moment).subquery()
    rows = db.execute(select(best.c.channel, best.c.at_once, func.count()).group_by(best.c.channel, best.c.at_once))
    by = {"telegram": 0, "whatsapp_open": 0, "whatsapp_closed": 0}
    for channel, at_once, count in rows:
        by["telegram" if channel == "telegram" else "whatsapp_open" if at_once else "whatsapp_closed"] += count
    not_joined = db.execute(select(func.count()).where(Person.joined_at.is_(None))).scalar_one()
    return Reach(sum(by.values()), by, {"not_joined": not_joined}, {"es": sum(by.values())})
