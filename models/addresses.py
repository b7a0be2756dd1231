"""Finds the contact behind an address in whichever form it comes, and notices when a number has changed hands."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from models import contacts, doubts
from models.base import now
from models.contacts import CONTACT_COLUMNS, Address, Contact, ContactKey, Known
from models.messages import QUEUED, WAITING, Message
from models.people import Person
from models.sealing import vault
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

_NOT_SENT = Message.state.in_((QUEUED, WAITING))

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
        contact = contacts.add(db, address.channel, address.raw, address.language, now())
        _insert(db, contact.id, newest)  # fails if somebody else met the same stranger meanwhile: no second contact
        return contact
    if len({contact.id for contact in found.values()}) == 1 and all(key in found for key in newest):
        return next(iter(found.values()))
    return _other_hands(db, address, keys, found) or _same_hands(db, newest, found)


def _same_hands(db: Connection, newest: dict[bytes, str], found: _Found) -> Known:
    """A form, or a look-up key, that is new, of somebody we know; where there were two contacts they become one."""
    contact = min(found.values(), key=lambda each: (_whose(each) is None, each.id))
    others = {each.id for each in found.values()} - {contact.id}
    for other in others:
        db.execute(update(ContactKey).where(ContactKey.contact_id == other).values(contact_id=contact.id))
        db.execute(update(Message).where(Message.contact_id == other, _NOT_SENT).values(contact_id=contact.id))
        doubts.remove(db, other, now())
    _link(db, contact.id, newest)
    doubted = others and any(each.doubted_person is not None for each in found.values())
    return doubts.doubt(db, contact.id, now()) if doubted else contact


def _other_hands(db: Connection, address: Address, keys: _Keys, found: _Found) -> Known | None:
    """Who writes now from a number that was somebody else's before; None if nothing speaks for that."""
    forms = {form_of(address.channel, name): each for name, each in keys.items()}
    before = next((found[key] for key in forms.get(NUMBER, ()) if key in found), None)
    if SCOPED not in forms or before is None:
        return None
    there = next((found[key] for key in forms[SCOPED] if key in found), None)
    theirs = _scoped_keys(db, before, forms[NUMBER])
    if not _changed(before, there, bool(theirs)):
        return None
    if there is not None:
        moved = update(ContactKey).where(ContactKey.key.in_(forms[NUMBER]), ContactKey.contact_id == before.id)
        db.execute(moved.values(contact_id=there.id))
        _lose_number(db, before, found_by=theirs)
        return there
    db.execute(delete(ContactKey).where(ContactKey.key.in_(theirs)))
    _link(db, before.id, {forms[SCOPED][0]: SCOPED})
    return _begin_to_doubt(db, before)


def _changed(before: Known, there: Known | None, has_another_id: bool) -> bool:
    """Whether a number changed hands, from `before` to `there`, whom the id that came along leads to."""
    if there is None:
        return has_another_id
    if there.id == before.id:
        return False
    if _whose(before) is not None and _whose(there) is not None:
        return _whose(before) != _whose(there)
    return has_another_id


def _begin_to_doubt(db: Connection, before: Known) -> Known:
    """Whoever has the number now shows that it is hers still; a stranger begins anew, and so do staff."""
    if before.person_id is None and before.doubted_person is None:
        return doubts.begin_anew(db, before, now())
    return doubts.doubt(db, before.id, now())


def _lose_number(db: Connection, before: Known, found_by: Sequence[bytes]) -> None:
    """What is sent to this contact would reach whoever has its number now; by another id its person may still write."""
    person = before.person_id or before.doubted_person
    if person is not None and found_by:
        doubts.doubt(db, before.id, now())
    elif person is not None:
        doubts.lose(db, before.id, person, "number of another member", now())
    else:
        doubts.remove(db, before.id, now())


def _scoped_keys(db: Connection, contact: Known, number: Sequence[bytes]) -> list[bytes]:
    """The keys of other forms than a number; of those whose form was not noted yet, all but `number`."""
    query = select(ContactKey.key).where(ContactKey.contact_id == contact.id, ContactKey.form.in_((SCOPED, "unknown")))
    return list(db.scalars(query.where(ContactKey.key.not_in(number))))


def _whose(contact: Known) -> tuple[str, int] | None:
    """Whom a contact belongs to, in doubt or not: one of the alumni, or of the staff."""
    person = contact.person_id or contact.doubted_person
    if person is not None:
        return "person", person
    return None if contact.staff_id is None else ("staff", contact.staff_id)


def _link(db: Connection, contact: int, keys: dict[bytes, str]) -> None:
    """Let all `keys` lead to `contact` that lead nowhere yet."""
    there = set(db.scalars(select(ContactKey.key).where(ContactKey.key.in_(keys))))
    _insert(db, contact, {key: form for key, form in keys.items() if key not in there})


def _insert(db: Connection, contact: int, keys: dict[bytes, str]) -> None:
    for key, form in keys.items():
        db.execute(insert(ContactKey).values(key=key, contact_id=contact, form=form))
