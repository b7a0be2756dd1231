"""A question to the team in a test: on a working day or not, an alumna who asks, and a member of staff who answers."""

from datetime import UTC, datetime

from sqlalchemy import Connection

from models import staff
from models.store import Store
from tests.alumni import enrol
from tests.phones import Phone, everything_for, phone_of

WORKDAY = datetime(2026, 11, 24, 16, tzinfo=UTC)  # a Tuesday, ten in the morning in Mexico City
SUNDAY = datetime(2026, 11, 22, 16, tzinfo=UTC)


def ana(store: Store, channel: str = "telegram") -> Phone:
    """Ana's phone; she has one plan."""
    return phone_of(store, store.run(enrol, plans=("Patrullaje de proximidad",)), channel, "500001")


def last(store: Store, phone: Phone) -> str:
    """The last message to a phone, with its options."""
    content = store.run(everything_for, phone)[-1]
    return " ".join([content.text, *(f"[{option.label}]" for option in content.options)])


def hired(db: Connection) -> tuple[int, str]:
    """A new member of staff, and the code that links her phone."""
    member = staff.add(db, "Eva Muestra", "officer")
    return member, staff.issue_code(db, member) or ""
