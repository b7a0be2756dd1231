"""Gathers what the arbiter wants to know of a person, in few queries: it is asked for everybody who is due."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import BindParameter, Connection, bindparam, select

from models import consents, preferences, prompts
from models.arbiter import Facts
from models.contacts import CONTACT_COLUMNS, Contact, Known
from models.people import Person
from models.preferences import Placed, Preferences
from models.prompts import WAITS, Prompt
from models.statements import Query
from models.tickets import OPEN, Ticket

TALKING = timedelta(days=7)  # since the last word of an open ticket: then prompts do not talk over it


class Circumstances(NamedTuple):
    """A person to be written to: what the arbiter weighs, what she has chosen, and where she may be reached."""

    facts: Facts
    chosen: Preferences
    contacts: list[Known]


class _Row(NamedTuple):
    joined_at: datetime | None
    stopped_at: datetime | None
    blocked_at: datetime | None
    prompted: bool
    talking: bool
    chosen_seal_id: bytes | None
    chosen_sealed: bytes | None
    home_state: str | None
    place_seal_id: bytes | None
    place_sealed: bytes | None


# within, not `Person.id`: without statistics PostgreSQL would look at everybody's prompts for each person
_PERSON: BindParameter[int] = bindparam("person")
_HER = Query(
    select(
        Person.joined_at,
        Person.stopped_at,
        Person.blocked_at,
        select(Prompt.id).where(Prompt.person_id == _PERSON, WAITS).exists().label("prompted"),
        select(Ticket.id)
        .where(Ticket.person_id == _PERSON, Ticket.state == OPEN, Ticket.moved_at > bindparam("since"))
        .exists()
        .label("talking"),
        *preferences.PLACED,
    )
    .select_from(preferences.BESIDE_PERSON)
    .where(Person.id == _PERSON),
    _Row,
)
_CONTACTS = Query(
    select(*CONTACT_COLUMNS)
    .select_from(Contact)
    .join(Person, Person.id == Contact.person_id)
    .where(
        Contact.person_id == bindparam("person"),
        Contact.revoked_at.is_(None),
        Contact.doubted_at.is_(None),
        Contact.unreachable_at.is_(None),
    )
    .order_by(Contact.heard_at.desc(), Contact.id),
    Known,
)


def facts_of(db: Connection, person: int, purpose: str | None, moment: datetime) -> Facts:
    """What the arbiter weighs before something is sent to `person` unasked.

    `purpose` is one of the voluntary ones, or None for what the follow-up itself needs.
    """
    return circumstances(db, person, purpose, moment).facts


def circumstances(
    db: Connection, person: int, purpose: str | None, moment: datetime, *, promised: bool = False
) -> Circumstances:
    """All that is to be known before something is sent to `person` unasked, her contacts with the last heard first.

    What was `promised` to her for this moment is none of the things of which there may be too many.
    """
    row = _HER.first(db, person=person, since=moment - TALKING)
    if row is None:
        raise LookupError("no such person")
    (chosen, rhythm), reached = preferences.opened(db, Placed._make(row[-5:])), _CONTACTS.all(db, person=person)
    facts = Facts(
        rhythm=rhythm,
        joined=row.joined_at is not None,
        blocked=row.blocked_at is not None,
        stopped=row.stopped_at is not None,
        objected=purpose is not None and not consents.current(db, person).get(purpose, False),
        reachable=bool(reached),
        paused_until=date.fromisoformat(chosen.paused_until) if chosen.paused_until else None,
        last_heard=reached[0].heard_at if reached else None,
        open_prompt=row.talking or (row.prompted and not promised),
        prompts=() if promised else prompts.recent(db, person, moment),
        most=chosen.prompts_a_week,
    )
    return Circumstances(facts, chosen, reached)
