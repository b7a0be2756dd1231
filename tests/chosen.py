"""Ana at her settings, on a Tuesday morning."""

from datetime import UTC, datetime

from sqlalchemy import select

from models import people, preferences
from models.people import Person
from models.preferences import Preferences
from models.store import Store
from tests.alumni import enrol
from tests.phones import Phone, phone_of

NOW = datetime(2026, 11, 24, 15, 15, tzinfo=UTC)  # a Tuesday, 9:15 in Chihuahua
WAYS = [("telegram", "500001"), ("whatsapp", "whatsapp:+525550000001")]


def phone_in(store: Store, language: str = "es", channel: str = "telegram", address: str = "500001") -> Phone:
    """The phone of Ana, who speaks this language."""
    person = store.run(enrol, plans=("Patrullaje",))
    store.run(people.speak, person, language)
    return phone_of(store, person, channel, address, language)


def person_of(store: Store) -> int:
    """The only person there is."""
    return store.run(lambda db: db.execute(select(Person.id)).scalar_one())


def chosen(store: Store) -> Preferences:
    """What she has chosen."""
    return store.run(preferences.of, person_of(store))
