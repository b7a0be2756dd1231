"""Writes what a roster adds, many rows a statement: the import holds the writer, and messages wait meanwhile."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from models import action_plans, people, reminding, tags
from models.access import AccessCode
from models.action_plans import ActionPlan
from models.base import now
from models.names import folded
from models.people import Agency, Municipality, Person, PersonKey
from models.programmes import Enrolment
from models.roster_people import CohortName, Identity, Someone, numbered
from models.sealing import new_seal_id, vault
from models.tags import PersonTag

_SEALED = ("given_name", "family_name", "email", "phone")
_PLAIN = ("state", "rank_band", "language")


def fold(db: Connection, pairs: Iterable[tuple[Someone, Someone]]) -> None:
    """Let the first of each pair, who has not joined, be the second: all that is hers on the roster moves over."""
    for someone, first in pairs:
        old, new = someone.id, first.id
        there = select(Enrolment.cohort_id).where(Enrolment.person_id == new)
        db.execute(delete(Enrolment).where(Enrolment.person_id == old, Enrolment.cohort_id.in_(there)))
        twice = [plan for title, plan in someone.plans.items() if first.plans.get(title) not in (None, plan)]
        db.execute(delete(ActionPlan).where(ActionPlan.person_id == old, ActionPlan.id.in_(twice)))
        tagged = select(PersonTag.tag).where(PersonTag.person_id == new)
        db.execute(delete(PersonTag).where(PersonTag.person_id == old, PersonTag.tag.in_(tagged)))
        for table in (Enrolment, ActionPlan, PersonTag, PersonKey, AccessCode):
            db.execute(update(table).where(table.person_id == old).values(person_id=new))
        db.execute(delete(Person).where(Person.id == old))
        if new is not None:
            reminding.rhythm_changed(db, new, now())


def add_people(db: Connection, everybody: Iterable[Someone]) -> None:
    """Write those who are not on record yet, and give them their ids."""
    new = [someone for someone in everybody if someone.id is None]
    if not new:
        return
    places = _Places(db)
    moment = now()
    blank: dict[str, Any] = dict.fromkeys((*(f"{name}_sealed" for name in _SEALED), *_PLAIN))
    rows = []
    for someone in new:
        seal_id = new_seal_id()
        values = _columns(db, someone.known, seal_id, places)
        rows.append(
            {**blank, "agency_id": None, "municipality_id": None, "created_at": moment, "seal_id": seal_id} | values
        )
    made = db.scalars(insert(Person).returning(Person.id, sort_by_parameter_order=True), rows)
    for someone, id in zip(new, made, strict=True):
        someone.id = id
        someone.filled.clear()


def fill_people(db: Connection, everybody: Iterable[Someone]) -> None:
    """Write the fields that were blank on record."""
    places = _Places(db)
    for someone in numbered(everybody):
        if someone.filled:
            seal_id = db.execute(select(Person.seal_id).where(Person.id == someone.id)).scalar_one()
            values = _columns(db, someone.filled, seal_id, places)
            db.execute(update(Person).where(Person.id == someone.id).values(values))


def add_keys(db: Connection, keys: Sequence[tuple[Identity, Someone]]) -> None:
    """Write by what these people are found again."""
    rows = [
        {"key": vault(db).key_of(*identity), "person_id": someone.id, "kind": identity[0]} for identity, someone in keys
    ]
    if rows:
        db.execute(insert(PersonKey), rows)


def add_enrolments(db: Connection, everybody: Iterable[Someone], cohorts: Mapping[CohortName, int]) -> None:
    """Enrol everybody in what is new to them."""
    rows = [
        {"person_id": someone.id, "cohort_id": cohorts[name]} for someone in everybody for name in someone.new_cohorts
    ]
    if rows:
        db.execute(insert(Enrolment), rows)


def add_plans(db: Connection, everybody: Iterable[Someone]) -> None:
    """Write the plans that are new."""
    for someone in everybody:
        for row in someone.new_plans:
            if someone.id is not None and row.plan_title is not None:
                plan = action_plans.add(db, someone.id, row.plan_title, row.plan_goal, row.plan_due)
                reminding.plan_moved(db, someone.id, plan, now())


def add_tags(db: Connection, everybody: Iterable[Someone]) -> None:
    """Write the tags that are new, each in the spelling it has on record."""
    spelled = tags.spellings(db)
    rows = [
        {"person_id": someone.id, "tag": spelled.setdefault(folded(tag), tag)}
        for someone in everybody
        for tag in someone.new_tags
    ]
    if rows:
        db.execute(insert(PersonTag), rows)


class _Places:
    """The ids of agencies and municipalities by name, each asked for once."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._ids: dict[tuple[type[Agency | Municipality], str], int] = {}

    def id_of(self, table: type[Agency | Municipality], name: str) -> int:
        if (table, name) not in self._ids:
            self._ids[table, name] = people.named(self._db, table, name)
        return self._ids[table, name]


def _columns(db: Connection, known: Mapping[str, str], seal_id: bytes, places: _Places) -> dict[str, Any]:
    """The columns of `person` for fields as they are known."""
    values: dict[str, Any] = {name: known[name] for name in _PLAIN if name in known}
    for name in _SEALED:
        if name in known:
            values[f"{name}_sealed"] = vault(db).seal_text(known[name], "person", name, seal_id)
    for name, table in (("agency", Agency), ("municipality", Municipality)):
        if name in known:
            values[f"{name}_id"] = places.id_of(table, known[name])
    return values
