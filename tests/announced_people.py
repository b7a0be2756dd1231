"""People to whom something is announced at noon, and what they do about it: another phone, an answer, a closed window."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import time_machine
from sqlalchemy import Connection, select

from models import addresses, contacts, outbox
from models.base import now
from models.claims import Room, turn_over
from models.contacts import Address, Contact
from models.holders import NOBODY_ELSE
from models.knocks import keep_states
from models.outbox import Claimed
from models.store import Store
from tests.announced import deliver
from tests.crowd import crowd

NOON = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)  # in the capital


def at_noon() -> Iterator[time_machine.Traveller]:
    """A clock that stands still at noon, until a test moves it."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def told(store: Store, channel: str = "telegram") -> list[tuple[str, str]]:
    """Everything that may go out now, as address and text; it has gone out then."""
    return sorted((each.address, each.content.text) for each in deliver(store, channel))


def deliver_some(store: Store, most: int) -> list[Claimed]:
    """Up to `most` messages are taken on, and nobody learns what becomes of them."""
    taken = store.run(turn_over, "telegram", NOBODY_ELSE, [], Room(most, most), now())
    return [*taken.replies, *taken.bulk]


def another_phone(db: Connection, person: int, channel: str, heard: datetime) -> int:
    """One more phone of hers; its contact."""
    raw = "whatsapp:+525550000001" if channel == "whatsapp" else "500001"
    contact = addresses.at(db, Address(channel, raw, (raw,), "es"))
    contacts.belong(db, contact.id, person)
    contacts.heard(db, contact.id, heard)
    return contact.id


def closed(store: Store, people: int = 1, **columns: object) -> list[int]:
    """People of WhatsApp whose window is closed."""
    return store.run(lambda db: crowd(db, people, "whatsapp", now() - timedelta(days=3), **columns))


def approve(store: Store, *templates: str) -> None:
    """WhatsApp has approved these templates."""
    store.run(lambda db: keep_states(db, dict.fromkeys(templates, "approved")))


def write(store: Store, person: int) -> None:
    """She writes something."""
    store.run(_wrote, person)


def _wrote(db: Connection, person: int) -> None:
    contact = db.execute(select(Contact.id).where(Contact.person_id == person)).scalar_one()
    contacts.heard(db, contact, now())
    outbox.release(db, contact, now())
