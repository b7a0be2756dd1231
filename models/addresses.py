"""Finds the contact behind an address in whichever form it comes, and notices when a number has changed hands."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from models import contacts
from models.base import now
from models.contacts import CONTACT_COLUMNS, Address, Contact, ContactKey, Known
from models.people import Person
from models.sealing import new_seal_id, vault
from models.statements import Prepared, Query

CHAT, NUMBER, SCOPED = "chat", "number", "scoped"

_FIND = Query(
    select(*CONTACT_COLUMNS)
    .select_from(ContactKey)
    .join(Contact, Contact.id == ContactKey.contact_id)
    .outerjoin(Person, Person.id == Contact.person_id)
    .where(ContactKey.key == bindparam("key")),
    Known,
)
_ADDRESSED = Prepared(
    update(Contact).where(Contact.id == bindparam("contact")).values(address_sealed=bindparam("sealed"))
)

_Keys = dict[str, list[bytes]]  # of each name of an address, the newest first
_Found = dict[bytes, Known]


def at(db: Connection, address: Address) -> Known:
    """The contact at `address`, new if need be; forms of the address not seen before are linked to it.

    A number that comes with another business-scoped id than before may be somebody else's by now: it is in doubt.
    """
    keys = {name: vault(db).keys_of(address.channel, name) for name in address.names}
    found = {key: contact for each in keys.values() for key in each if (contact := _FIND.first(db, key=key))}
    contact = _known(db, address, keys, found)
    if found and contacts.address_of(db, contact) != address.raw:
        sealed = vault(db).seal_text(address.raw, "contact", "address", contact.seal_id)
        _ADDRESSED.run(db, contact=contact.id, sealed=sealed)
    return contact


def form_of(channel: str, name: str) -> str:
    """What kind of name an address has there: a Telegram chat, a phone number, an id that only we see."""
    if channel != "whatsapp":
        return CHAT
    return NUMBER if name.startswith("+") else SCOPED


def _known(db: Connection, address: Address, keys: _Keys, found: _Found) -> Known:
    newest = {each[0]: form_of(address.channel, name) for name, each in keys.items()}
    if not found:
        contact = _new(db, address)
        _link(db, contact.id, newest, ())
        return contact
    contact = _best(found.values())
    others = sorted({other.id for other in found.values()} - {contact.id})
    if not others and all(key in found for key in newest):
        return contact
    return _changed_hands(db, address, keys, found) or _same(db, contact, newest, others)


def _same(db: Connection, contact: Known, newest: dict[bytes, str], others: Sequence[int]) -> Known:
    """A form, or a look-up key, that is new, of somebody we know."""
    _link(db, contact.id, newest, others)
    return contact


def _changed_hands(db: Connection, address: Address, keys: _Keys, found: _Found) -> Known | None:
    """Who writes now from a number that had another business-scoped id before; None if that is not so."""
    number = next((name for name in keys if form_of(address.channel, name) == NUMBER), None)
    scoped = next((name for name in keys if form_of(address.channel, name) == SCOPED), None)
    before = next((found[key] for key in keys.get(number or "", ()) if key in found), None)
    if number is None or scoped is None or before is None:
        return None
    theirs = (ContactKey.contact_id == before.id, ContactKey.form == SCOPED)
    known = set(db.scalars(select(ContactKey.key).where(*theirs)))
    if not known or known & set(keys[scoped]):
        return None
    now_theirs = next((found[key] for key in keys[scoped] if key in found), None)
    if now_theirs is not None:  # we know who has the number now
        moved = update(ContactKey).where(ContactKey.key.in_(keys[number]))
        db.execute(moved.values(contact_id=now_theirs.id))
        return now_theirs
    db.execute(delete(ContactKey).where(*theirs))
    _link(db, before.id, {keys[scoped][0]: SCOPED}, ())
    return before if before.is_stranger else contacts.doubt(db, before.id, now())


def _best(found: Iterable[Known]) -> Known:
    """Where two forms of one address were two contacts: the one that belongs to somebody, else the older."""
    return min(found, key=lambda contact: (contact.is_stranger, contact.id))


def _new(db: Connection, address: Address) -> Known:
    seal_id, moment = new_seal_id(), now()
    values = {
        "channel": address.channel,
        "seal_id": seal_id,
        "address_sealed": vault(db).seal_text(address.raw, "contact", "address", seal_id),
        "language": address.language,
        "created_at": moment,
        "heard_at": moment,
    }
    return contacts.known(db, db.execute(insert(Contact).values(values).returning(Contact.id)).scalar_one())


def _link(db: Connection, contact: int, keys: dict[bytes, str], merged: Sequence[int]) -> None:
    """Let all `keys` lead to `contact`, and whatever led to the `merged` ones."""
    if merged:
        db.execute(update(ContactKey).where(ContactKey.contact_id.in_(merged)).values(contact_id=contact))
    there = set(db.scalars(select(ContactKey.key).where(ContactKey.key.in_(keys))))
    for key, form in keys.items():
        if key not in there:
            db.execute(insert(ContactKey).values(key=key, contact_id=contact, form=form))
