"""Deletes a person for good: every row of hers, and what staff were shown of her on their own phones.

What stays tells of nobody: that she asked for it, by her number, and the hashes by which a replayed message is known.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from models import audit, belongings, reported, rights, staff_copies, traces
from models.all import metadata
from models.files import StoredFile
from models.peers import sweeping
from models.people import Agency, Municipality, Person
from models.received import Received
from models.rights import CANCELLATION
from models.tickets import Ticket, thread

_Hers = dict[str, ColumnElement[bool]]


def due(db: Connection, moment: datetime, most: int = 500) -> list[int]:
    """The people whose term is over at `moment`."""
    over = select(Person.id).where(Person.suppress_at <= moment, Person.blocked_at.is_not(None))
    return list(db.scalars(over.order_by(Person.suppress_at).limit(most)))


def suppress(db: Connection, person: int, moment: datetime, actor: str = "clock") -> list[str]:
    """Delete a person who is blocked; the ids of her files, to be deleted from the store.

    Nothing happens to somebody who is not blocked, or no more.
    """
    blocked = select(Person.id).where(Person.id == person, Person.blocked_at.is_not(None)).with_for_update()
    if db.execute(blocked).first() is None:
        return []
    hers = belongings.of(person)
    files = list(db.scalars(select(StoredFile.id).where(hers[StoredFile.__tablename__])))
    places = {name: _places(db, name, hers) for name in (Agency.__tablename__, Municipality.__tablename__)}
    _forget_what_staff_read(db, person)
    reported.forget_person(db, person)
    sweeping.forget_person(db, person)
    _delete(db, hers)
    for name, ids in places.items():
        _delete_unused(db, name, ids)
    for request in rights.open_of(db, person, CANCELLATION):
        rights.carry_out(db, request, moment)
    audit.write(db, actor, "person suppressed", person=person, files=len(files))
    traces.note(db, moment)
    return files


def _delete(db: Connection, hers: _Hers) -> None:
    """Delete her rows, what points at others before what is pointed at; of what came in the hash of its key stays."""
    for name, condition in reversed(hers.items()):
        if name == Received.__tablename__:
            emptied = {"contact_id": None, "owner": "", "body_sealed": None, "error_sealed": None}
            db.execute(update(Received).where(condition).values(emptied))
        else:
            db.execute(delete(metadata.tables[name]).where(condition))


def _places(db: Connection, name: str, hers: _Hers) -> set[int]:
    """The agencies or municipalities that she has been at."""
    columns = [column for column in belongings.pointing_at(name) if column.table.name in hers]
    found = (db.scalars(select(column).where(hers[column.table.name])) for column in columns)
    return {id for ids in found for id in ids if id is not None}


def _delete_unused(db: Connection, name: str, ids: set[int]) -> None:
    """Delete those of these agencies or municipalities that nobody else is or was at."""
    table = metadata.tables[name]
    others = [~select(column).where(column == table.c.id).exists() for column in belongings.pointing_at(name)]
    db.execute(delete(table).where(table.c.id.in_(ids), *others))


def _forget_what_staff_read(db: Connection, person: int) -> None:
    """Delete what went to the phones of the staff, or came from there, and quotes what was said in her tickets."""
    first = db.execute(select(func.min(Ticket.opened_at)).where(Ticket.person_id == person)).scalar()
    if first is None:
        return
    staff_copies.forget(db, _said_in_tickets(db, person), first)


def _said_in_tickets(db: Connection, person: int) -> list[str]:
    tickets = db.scalars(select(Ticket.id).where(Ticket.person_id == person)).all()
    return [said.text for ticket in tickets for said in thread(db, ticket) if said.text]
