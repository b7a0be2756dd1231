"""A phone that may be somebody else's by now: in doubt until a name proves whose it is, or lost to its person.

While it is in doubt, nothing of the person is shown there, and what was on its way waits.
"""

from datetime import datetime

from sqlalchemy import Connection, func, select, update
from sqlalchemy.orm import aliased

from models import audit, contacts, outbox, people, put_right, stopping
from models.access import NAME_TRIES
from models.contacts import Contact, ContactKey, Known
from models.conversations import ENDED, Talk
from models.messages import QUEUED, WAITING, Message
from models.names import same_family_name
from models.people import Person
from models.received import DONE, Received

_ITS_LANGUAGE = func.coalesce(
    select(Person.language).where(Person.id == Contact.person_id).scalar_subquery(), Contact.language
)


def certain(db: Connection, contact: Known, moment: datetime) -> Known:
    """Who it is that writes now: after a long silence nobody we know, until the contrary is shown.

    Staff have no name to be asked for here: their phone is linked anew, with a code.
    """
    if contact.is_stranger or not contact.is_silent(moment):
        return contact
    if contact.person_id is not None:
        return doubt(db, contact.id, moment)
    return begin_anew(db, contact, moment)


def doubt(db: Connection, contact: int, moment: datetime) -> Known:
    """Treat `contact` as nobody's until whoever writes from it has shown who she is; the language stays."""
    there = update(Contact).where(Contact.id == contact, Contact.doubted_at.is_(None))
    db.execute(there.values(doubted_at=moment, staff_id=None, language=_ITS_LANGUAGE))
    on_its_way = update(Message).where(Message.contact_id == contact, Message.state == QUEUED)
    db.execute(on_its_way.values(state=WAITING))
    return contacts.known(db, contact)


def prove(db: Connection, contact: int, family_name: str, moment: datetime) -> str:
    """Whether `family_name` is that of the person behind a contact in doubt.

    "yes": it is hers again, and what waited goes out. "stopped": the same, and she had said “stop". "no": it is not.
    "lost": it was not for the third time, over all the times it was asked, and the contact is nobody's.
    """
    whose = contacts.known(db, contact).doubted_person
    if whose is None:
        return "lost"
    if same_family_name(people.family_name_on_roster(db, whose), family_name):
        return _trust(db, contact, whose, moment)
    wrong = update(Contact).where(Contact.id == contact).values(wrong_names=Contact.wrong_names + 1)
    if db.execute(wrong.returning(Contact.wrong_names)).scalar_one() < NAME_TRIES:
        return "no"
    lose(db, contact, whose, "family name", moment)
    return "lost"


def tries_left(db: Connection, contact: int) -> int:
    """How many wrong family names a contact in doubt still bears."""
    return NAME_TRIES - db.execute(select(Contact.wrong_names).where(Contact.id == contact)).scalar_one()


def stop(db: Connection, contact: int, moment: datetime) -> None:
    """Remember that no messages are wanted at a contact in doubt; whoever says so need not be its person."""
    db.execute(update(Contact).where(Contact.id == contact).values(stopped_at=moment))


def remove(db: Connection, contact: int, moment: datetime) -> int:
    """Take a contact from its person: nothing more is sent there, nothing that waits is answered, and its next message
    is a stranger's. How many messages that took back.
    """
    waiting = update(Received).where(Received.contact_id == contact, Received.state != DONE)
    db.execute(waiting.values(state=DONE))
    db.execute(update(Talk).where(Talk.owner == f"c{contact}").values(status=ENDED))
    db.execute(update(Contact).where(Contact.id == contact).values(language=_ITS_LANGUAGE))
    contacts.revoke(db, contact, moment)
    return put_right.cancel(db, [contact], moment)


def lose(db: Connection, contact: int, person: int, by: str, moment: datetime) -> None:
    """Take a contact from its `person`, who did not do it herself: it is noted for the staff what it was done `by`."""
    doubted = update(Contact).where(Contact.id == contact, Contact.doubted_at.is_(None))
    db.execute(doubted.values(doubted_at=moment))
    remove(db, contact, moment)
    audit.write(db, by, "phone lost", person=person, contact=contact)


def begin_anew(db: Connection, contact: Known, moment: datetime) -> Known:
    """A fresh contact at the address of `contact`, and nobody's; the old one is lost."""
    fresh = contacts.add(db, contact.channel, contacts.address_of(db, contact), contact.phone_language, moment)
    moved = update(ContactKey).where(ContactKey.contact_id == contact.id)
    db.execute(moved.values(contact_id=fresh.id))
    remove(db, contact.id, moment)
    return fresh


def lost(db: Connection) -> list[int]:
    """The people whose phone was in doubt and lost, and who have none left: staff look after them."""
    other = aliased(Contact)
    left = select(other.id).where(
        other.person_id == Contact.person_id, other.revoked_at.is_(None), other.doubted_at.is_(None)
    )
    query = select(Contact.person_id).join(Person, Person.id == Contact.person_id)
    gone = (Contact.revoked_at.is_not(None), Contact.doubted_at.is_not(None), Person.blocked_at.is_(None))
    return [person for person in db.scalars(query.where(*gone, ~left.exists()).distinct()) if person is not None]


def _trust(db: Connection, contact: int, person: int, moment: datetime) -> str:
    said_stop = db.execute(select(Contact.stopped_at).where(Contact.id == contact)).scalar() is not None
    values = {"doubted_at": None, "wrong_names": 0, "stopped_at": None}
    db.execute(update(Contact).where(Contact.id == contact).values(values))
    if said_stop:
        stopping.stop(db, person, moment)
    outbox.release(db, contact, moment)
    return "stopped" if said_stop else "yes"
