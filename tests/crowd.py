"""A crowd of invented people who have joined and agreed to announcements, as many as a test or a benchmark wants."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert

from models.base import now
from models.consents import Consent
from models.contacts import Contact, ContactKey
from models.people import Person
from models.sealing import new_seal_id, vault

CHUNK = 5_000
FIRST_CHAT = 900_000_000


def crowd(
    db: Connection, people: int, /, channel: str = "telegram", heard_at: datetime | None = None, **columns: Any
) -> list[int]:
    """So many people with one phone each, heard an hour ago; their numbers. `columns` are those of `Person`."""
    heard, numbers = heard_at or now() - timedelta(hours=1), []
    for start in range(0, people, CHUNK):
        size = min(CHUNK, people - start)
        made = db.execute(insert(Person).returning(Person.id, sort_by_parameter_order=True), _people(db, size, columns))
        ids = [row.id for row in made]
        phones = list(_phones(db, ids, channel, heard))
        contacts = db.execute(insert(Contact).returning(Contact.id, sort_by_parameter_order=True), phones)
        keys = [
            {"key": vault(db).key_of(channel, address(channel, id).removeprefix("whatsapp:")), "contact_id": row.id}
            for id, row in zip(ids, contacts, strict=True)
        ]
        db.execute(insert(ContactKey), keys)
        db.execute(insert(Consent), [consent(each["contact_id"], id) for id, each in zip(ids, keys, strict=True)])
        numbers += ids
    return numbers


def address(channel: str, person: int) -> str:
    """Where a person of the crowd is written to."""
    return str(FIRST_CHAT + person) if channel == "telegram" else f"whatsapp:+52555{person:07d}"


def consent(contact: int, person: int, *, given: bool = True) -> dict[str, Any]:
    """A decision on announcements."""
    values = {"person_id": person, "contact_id": contact, "purpose": "announcements", "given": given}
    return values | {"notice": "2026-11", "at": now()}


def _people(db: Connection, size: int, columns: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for _ in range(size):
        seal_id = new_seal_id()
        names = {
            f"{name}_sealed": vault(db).seal_text(said, "person", name, seal_id)
            for name, said in (("given_name", "Ana"), ("family_name", "Ejemplo"))
        }
        usual = {"seal_id": seal_id, "state": "CMX", "language": "es", "created_at": now(), "joined_at": now()}
        found.append(usual | names | columns)
    return found


def _phones(db: Connection, people: list[int], channel: str, heard: datetime) -> Iterator[dict[str, Any]]:
    for person in people:
        seal_id = new_seal_id()
        yield {
            "channel": channel,
            "seal_id": seal_id,
            "address_sealed": vault(db).seal_text(address(channel, person), "contact", "address", seal_id),
            "person_id": person,
            "language": "es",
            "created_at": heard,
            "joined_at": heard,
            "heard_at": heard,
        }
