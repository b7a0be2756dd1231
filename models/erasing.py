"""Erasing a person: blocked at once, so that nothing of hers is used any more, and deleted for good after the term.

In between the programme may bring her back, should somebody else have held her phone. What is blocked is shown to
nobody.
"""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, select, update

from models import doubts, hours, installation, preferences, prompts, rights
from models.access import AccessCode
from models.action_plans import ActionPlan
from models.contacts import Contact
from models.conversations import ENDED, Talk
from models.milestones import Milestone
from models.peers import ending
from models.people import Person
from models.rights import CANCELLATION
from models.tickets import CLOSED, OPEN, Ticket

TERM_KEPT_AS = "erase after days"
TERM = 30  # days, unless the settings say


class NotErased(Exception):
    """A person cannot be blocked or brought back; the text says why."""


class Erasure(NamedTuple):
    """A person who is blocked: since when, until when, and how many messages and phones that took."""

    person: int
    suppress_at: datetime
    phones: int
    messages: int


def term(db: Connection) -> int:
    """How many days lie between blocking and deletion."""
    return int(installation.kept(db, TERM_KEPT_AS) or TERM)


def is_blocked(db: Connection, person: int) -> bool:
    """Whether a person has had her data erased, and only waits to be deleted."""
    query = select(Person.id).where(Person.id == person, Person.blocked_at.is_not(None))
    return db.execute(query).first() is not None


def block(db: Connection, person: int, moment: datetime) -> Erasure:
    """Use nothing of a person any more, from now on: her phones are strangers', and whatever was going on is over.

    Raises `NotErased` when there is no such person, or she is blocked already.
    """
    suppress_at = moment + timedelta(days=term(db))
    blocked = update(Person).where(Person.id == person, Person.blocked_at.is_(None))
    if not db.execute(blocked.values(blocked_at=moment, suppress_at=suppress_at)).rowcount:
        raise NotErased(_why_not(db, person))
    phones = list(db.scalars(select(Contact.id).where(Contact.person_id == person).order_by(Contact.id)))
    messages = sum(doubts.remove(db, phone, moment) for phone in phones)
    _end_everything(db, person, moment)
    request = next(iter(rights.open_of(db, person, CANCELLATION)), None)
    rights.answer(db, request or rights.ask(db, person, CANCELLATION, moment), moment)
    return Erasure(person, suppress_at, len(phones), messages)


def restore(db: Connection, person: int, moment: datetime) -> None:
    """Bring back a person who is blocked; she joins again with a new code. Raises `NotErased`."""
    blocked = update(Person).where(Person.id == person, Person.blocked_at.is_not(None))
    if not db.execute(blocked.values(blocked_at=None, suppress_at=None)).rowcount:
        raise NotErased("is not being erased")
    rights.withdraw(db, person, CANCELLATION, moment)


def last_day(db: Connection, person: int, suppress_at: datetime) -> date:
    """The day of `suppress_at` where the person is."""
    return hours.local_date(preferences.rhythm_of(db, person), suppress_at)


def _why_not(db: Connection, person: int) -> str:
    return "is being erased already" if is_blocked(db, person) else "is not on record"


def _end_everything(db: Connection, person: int, moment: datetime) -> None:
    codes = update(AccessCode).where(AccessCode.person_id == person, AccessCode.used_at.is_(None))
    db.execute(codes.where(AccessCode.expires_at > moment).values(expires_at=moment))
    db.execute(update(Talk).where(Talk.owner == f"p{person}").values(status=ENDED))
    ticket = update(Ticket).where(Ticket.person_id == person, Ticket.state == OPEN)
    db.execute(ticket.values(state=CLOSED, moved_at=moment, closed_at=moment))
    prompts.end(db, person, moment)
    ending.withdraw(db, person, moment)
    for table in (ActionPlan, Milestone):
        db.execute(update(table).where(table.person_id == person).values(remind_at=None))
