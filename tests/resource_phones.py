"""Phones on which the demo's catalogue is looked through, with files of known sizes."""

from sqlalchemy import Connection, select, update

from models import people
from models.resources import importing, reporting
from models.resources.tables import ResourceFile, ResourceText
from models.store import Store
from tests.alumni import enrol
from tests.phones import Phone, phone_of
from tests.resource_shelf import MOMENT, stock

WHATSAPP = "whatsapp:+525550000001"
_WHOLE, _LIGHT = 1_258_291, 40_960  # bytes


def ana(store: Store) -> Phone:
    """Ana reads Spanish on Telegram."""
    stock(store)
    store.run(sized)
    return phone_of(store, store.run(enrol))


def in_english(store: Store) -> Phone:
    """Ana reads English on WhatsApp."""
    stock(store)
    store.run(sized)
    person = store.run(enrol)
    store.run(people.speak, person, "en")
    return phone_of(store, person, "whatsapp", WHATSAPP, "en")


def sized(db: Connection) -> None:
    """Light files have 40 KB, whole ones 1.2 MB."""
    light = select(ResourceText.light_id).where(ResourceText.light_id.is_not(None))
    db.execute(update(ResourceFile).values(size=_WHOLE))
    db.execute(update(ResourceFile).where(ResourceFile.id.in_(light)).values(size=_LIGHT))


def counted(store: Store, key: str) -> dict[str, int]:
    """How many people did what with an item."""
    return {what: count for (_key, what), count in store.run(reporting.tallies, key=key).items() if count}


def withdraw(store: Store, key: str) -> None:
    store.run(importing.withdraw, key, MOMENT)
