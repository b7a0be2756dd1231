"""What is told to somebody of what peers write: where that may be at once, else behind a knock until she writes.

An introduction is a conversation that goes on at any hour; what a circle writes waits until she may be written to, and
so does every knock. Knocks have a lane of their own: WhatsApp lets so many people be knocked at in a day, and no more.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, select, update

from dialogue.drawing.content import Content, in_words
from dialogue.drawing.knocks import KNOCKS, LABEL, OPEN
from dialogue.messages import Choice, Outgoing
from handlers.knocking import knock
from handlers.peer_round_words import in_front
from handlers.ways import DISCREET, choose_contact
from models import contacts, hours, outbox, prompting_facts
from models.arbiter import BUSY, Facts
from models.contacts import Contact, Known
from models.knocks import can_be_written_to
from models.messages import BULK, CANCELLED, FAILED, QUEUED, REPLY, WAITING, Message
from models.messages import KNOCK as KNOCKS_LANE
from models.peers import relaying
from models.peers.relaying import Place
from models.peers.tables import MESSAGE, PeerTrace
from models.prompting_facts import Circumstances

KNOCK = "knock"  # a trace of one
_AGAIN = timedelta(days=3)  # after which somebody who does not look is knocked at again

_PLAIN = [Outgoing(KNOCKS[DISCREET], [Choice("open", LABEL, sends=OPEN)])]


class _When(NamedTuple):
    """When something was said, when it may go out, and in which lane."""

    moment: datetime
    due: datetime
    lane: str


def deliver(
    db: Connection,
    person: int,
    introduction: int | None,
    said: Sequence[Outgoing],
    moment: datetime,
    *,
    at_any_hour: bool = True,
    of_round: bool = True,
) -> bool:
    """Tell `person` something about an introduction; whether there is a phone to tell it to.

    It waits until she writes where WhatsApp's window is closed, and in discreet mode; a knock goes before it. What the
    other did not write this minute need not come `at_any_hour`. An introduction that is not `of_round` was told of.
    """
    about = prompting_facts.circumstances(db, person, None, moment, promised=True)
    if about.facts.blocked or not about.contacts:
        return False
    said = in_front(db, person, introduction, said, moment) if of_round else said
    if not said:
        return False
    place = None if introduction is None else Place(introduction=introduction)
    due = moment if at_any_hour else hours.next_allowed(about.facts.rhythm, moment)
    _send(db, about, place, said, _When(moment, due, REPLY if due == moment else BULK))
    return True


def deliver_in_her_hours(db: Connection, person: int, place: Place, said: Sequence[Outgoing], moment: datetime) -> bool:
    """Tell `person` something that she did not ask for just now; whether she wants that at all.

    It waits for the end of her quiet hours and her duty, unless she has written in the last half hour.
    """
    about = prompting_facts.circumstances(db, person, None, moment, promised=True)
    facts = about.facts
    paused = facts.paused_until is not None and hours.local_date(facts.rhythm, moment) < facts.paused_until
    if facts.blocked or facts.stopped or paused or not about.contacts:
        return False
    due = hours.next_allowed(facts.rhythm, moment)
    if due > moment and facts.last_heard is not None and moment < facts.last_heard + BUSY:  # she is awake
        catch_up(db, person, moment)
        due = moment
    _send(db, about, place, said, _When(moment, due, BULK))
    return True


def catch_up(db: Connection, person: int, moment: datetime) -> None:
    """Let go what circles wrote to somebody in her quiet hours: she is awake."""
    phones = select(Contact.id).where(Contact.person_id == person)
    unasked = Message.lane.in_((BULK, KNOCKS_LANE))
    waits = (Message.contact_id.in_(phones), Message.state == QUEUED, unasked, Message.due_at > moment)
    later = db.scalars(select(Message.id).where(*waits)).all()
    if not later:
        return
    of_circles = select(PeerTrace.row).where(PeerTrace.row.in_(later), PeerTrace.circle_id.is_not(None))
    for kind, values in ((MESSAGE, {"due_at": moment}), (KNOCK, {"state": CANCELLED, "moved_at": moment})):
        theirs = of_circles.where(PeerTrace.kind == kind)
        db.execute(update(Message).where(Message.id.in_(theirs)).values(**values))


def deliver_here(db: Connection, contact: int, introduction: int, said: Sequence[Outgoing], moment: datetime) -> None:
    """Tell it to the phone from which she is writing this minute."""
    place, when = Place(introduction=introduction), _When(moment, moment, REPLY)
    _queue(db, contacts.known(db, contact), place, said, when, QUEUED)


def _send(db: Connection, about: Circumstances, place: Place | None, said: Sequence[Outgoing], when: _When) -> None:
    way = choose_contact(db, about, when.due, DISCREET)
    contact = about.contacts[0] if way is None else way.contact
    shows = way is not None and way.knock is None and not about.chosen.discreet
    if not shows and can_be_written_to(contact, when.due):
        _say_that_there_is_something(db, contact, place, when)
    elif not shows and way is not None:
        _knock(db, contact, place, when, about)
    _queue(db, contact, place, said, when, QUEUED if shows else WAITING)


def _queue(
    db: Connection, contact: Known, place: Place | None, said: Sequence[Outgoing], when: _When, state: str
) -> None:
    for content in in_words(said, contact.speaks):
        number = outbox.queue(
            db, contact.id, contact.channel, content, when.moment, when.lane, state=state, due=when.due
        )
        if place is not None:
            relaying.trace_at(db, place, MESSAGE, number, when.moment)


def _say_that_there_is_something(db: Connection, contact: Known, place: Place | None, when: _When) -> None:
    """In discreet mode a line that tells nothing goes before it, and only one until she writes."""
    waiting = (Message.contact_id == contact.id, Message.state == WAITING, Message.announcement_id.is_(None))
    if db.execute(select(Message.id).where(*waiting).limit(1)).first() is None:
        for content in in_words(_PLAIN, contact.speaks):
            _queue_knock(db, contact, place, content, when)


def _knock(db: Connection, contact: Known, place: Place | None, when: _When, about: Circumstances) -> None:
    """Where it may not go before she writes: in her hours, and not again for some days."""
    sent = Message.state.not_in((CANCELLED, FAILED))
    lately = (Message.contact_id == contact.id, Message.lane == KNOCKS_LANE, Message.created_at > when.moment - _AGAIN)
    if db.execute(select(Message.id).where(*lately, sent, Message.announcement_id.is_(None)).limit(1)).first() is None:
        due = _her_hour(about.facts, when.due)
        for content in knock(contact, DISCREET):
            _queue_knock(db, contact, place, content, _When(when.moment, due, KNOCKS_LANE))


def _her_hour(facts: Facts, moment: datetime) -> datetime:
    paused = facts.paused_until
    if paused is not None and hours.local_date(facts.rhythm, moment) < paused:
        return hours.at_her_hour(facts.rhythm, paused)
    return hours.next_allowed(facts.rhythm, moment)


def _queue_knock(db: Connection, contact: Known, place: Place | None, content: Content, when: _When) -> None:
    number = outbox.queue(db, contact.id, contact.channel, content, when.moment, when.lane, due=when.due)
    if place is not None and place.circle is not None:
        relaying.trace_at(db, place, KNOCK, number, when.moment)
