"""How one person stands, for staff: by her number, in counts and dates, and nothing that tells who she is."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from models import contacts, my_data, rights
from models.contacts import Linked
from models.people import Person
from models.rights import Request


class Overview(NamedTuple):
    """A person as staff see her without reading her data; `deleted_at` is when what is blocked will be deleted."""

    person: int
    created_at: datetime
    joined_at: datetime | None
    stopped_at: datetime | None
    blocked_at: datetime | None
    deleted_at: datetime | None
    plans: int
    reports: int
    files: int
    contacts: list[Linked]
    requests: list[Request]


def overview(db: Connection, person: int) -> Overview | None:
    """How `person` stands; None when there is no such person."""
    moments = (Person.created_at, Person.joined_at, Person.stopped_at, Person.blocked_at, Person.suppress_at)
    row = db.execute(select(*moments).where(Person.id == person)).one_or_none()
    if row is None:
        return None
    counts = my_data.counts(db, person)
    amounts = (counts.plans, counts.reports, counts.files)
    return Overview(person, *row, *amounts, contacts.all_of(db, person), rights.everything(db, person))
