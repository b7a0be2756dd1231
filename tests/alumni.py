"""Invented people for tests."""

from sqlalchemy import Connection, insert

from models import access, action_plans, people
from models.base import now
from models.people import Person
from models.programmes import Cohort, Enrolment, Programme
from models.sealing import new_seal_id, vault


def enrol(db: Connection, given: str = "Ana", family: str = "Ejemplo Rivera", plans: tuple[str, ...] = ()) -> int:
    """An alumna of an invented cohort, with open plans; her number."""
    seal_id = new_seal_id()
    values = {
        "seal_id": seal_id,
        "given_name_sealed": vault(db).seal_text(given, "person", "given_name", seal_id),
        "family_name_sealed": vault(db).seal_text(family, "person", "family_name", seal_id),
        "agency_id": people.named(db, people.Agency, "Policía Municipal de Villa Ejemplo"),
        "state": "CHH",
        "created_at": now(),
    }
    person = db.execute(insert(Person).values(values).returning(Person.id)).scalar_one()
    db.execute(insert(Enrolment).values(person_id=person, cohort_id=cohort(db)))
    for title in plans:
        action_plans.add(db, person, title)
    return person


def cohort(db: Connection) -> int:
    """An invented cohort."""
    name = f"Programa {new_seal_id().hex()[:12]}"
    programme = db.execute(insert(Programme).values(name=name).returning(Programme.id)).scalar_one()
    values = {"programme_id": programme, "name": "Generación de muestra"}
    return db.execute(insert(Cohort).values(values).returning(Cohort.id)).scalar_one()


def code_for(db: Connection, person: int) -> str:
    """A fresh access code of an alumna."""
    return access.issue(db, [(person, cohort(db))])[0].code
