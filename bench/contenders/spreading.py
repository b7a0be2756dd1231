"""Copies for everybody as a user of SQLAlchemy's ORM would make them: load people, decide in Python, add a row each.

The tables are ours. Who is to get one is decided by less than Lazos looks at: whether she has joined, wants to be
written to and has agreed; of the phones that work the one that was heard last is chosen, and nobody's clock is asked.

Run as a process of its own: `python -m bench.contenders.spreading`, with the database and its keys in the environment.
It makes `SOME` copies, and tells what `PEOPLE` would take.
"""

import sys
import time
from typing import Any

import msgspec
from sqlalchemy import Engine, Select, select
from sqlalchemy.orm import Session, relationship, selectinload

from bench.announcements.spreading import Spread, copies
from bench.load import PEOPLE as OTHERS
from bench.processes import MEASURED, pin
from bot.settings import Settings
from models.base import now
from models.consents import Consent
from models.contacts import Contact
from models.messages import ANNOUNCED, QUEUED, Message
from models.people import Person
from models.store import Store

PEOPLE, SOME = 100_000, 20_000
AT_ONCE = 1_000  # people in a transaction
PURPOSE = "announcements"
CHOSEN, BARE = 1, 2  # announcements, by number

Person.contacts = relationship(Contact)
Person.consents = relationship(Consent, order_by=Consent.id)


def measure(store: Store) -> Spread:
    """Choose and add; then add as many rows alone."""
    took = [_timed(_chosen, store.engine, OTHERS + place) for place in range(0, SOME, AT_ONCE)]
    made = store.run(copies)
    scale = PEOPLE / SOME
    bare = sum(_timed(_bare, store.engine, OTHERS + place) for place in range(0, SOME, AT_ONCE))
    return Spread(sum(took) * scale, max(took) * 1000, int(made * scale), bare * scale)


def _timed(add: Any, engine: Engine, after: int) -> float:
    """How long one transaction takes, in s."""
    began = time.perf_counter()
    with Session(engine) as session, session.begin():
        add(session, after)
    return time.perf_counter() - began


def _chosen(session: Session, after: int) -> None:
    """Copies for those among the next people who are to get one."""
    people = session.scalars(_next(after)).all()
    found = [(person, contact) for person in people if (contact := _phone(person)) is not None]
    session.add_all([_copy(contact.id, contact.channel, CHOSEN, person.id) for person, contact in found])


def _bare(session: Session, after: int) -> None:
    """As many rows, without asking whom they are for."""
    session.add_all([_copy(number, "telegram", BARE, number) for number in range(after + 1, after + 1 + AT_ONCE)])


def _next(after: int) -> Select[Person]:
    """The next people with all that is to be looked at."""
    loaded = (selectinload(Person.contacts), selectinload(Person.consents))  # type: ignore[attr-defined]
    return select(Person).where(Person.id > after).order_by(Person.id).limit(AT_ONCE).options(*loaded)


def _phone(person: Any) -> Contact | None:
    """Where she gets it, if she is to get it."""
    if person.joined_at is None or person.blocked_at is not None or person.stopped_at is not None:
        return None
    decisions = [consent.given for consent in person.consents if consent.purpose == PURPOSE]
    if not decisions or not decisions[-1]:
        return None
    return max(filter(_works, person.contacts), key=lambda contact: contact.heard_at, default=None)


def _works(contact: Contact) -> bool:
    return contact.revoked_at is None and contact.doubted_at is None and contact.unreachable_at is None


def _copy(contact: int, channel: str, announcement: int, person: int) -> Message:
    moment = now()
    return Message(
        contact_id=contact,
        channel=channel,
        lane=ANNOUNCED,
        state=QUEUED,
        seal_id=b"",
        created_at=moment,
        due_at=moment,
        announcement_id=announcement,
        person_id=person,
    )


def main() -> None:
    settings = Settings()
    store = Store(settings.database_url, settings.vault())
    spread = measure(store)
    store.close()
    sys.stdout.write(msgspec.json.encode(spread).decode())


if __name__ == "__main__":
    pin(MEASURED)
    main()
