"""What is told to somebody about an introduction: at once where that may be, else behind a knock until she writes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from dialogue.drawing.content import Content, in_words
from dialogue.drawing.knocks import KNOCKS, LABEL, OPEN
from dialogue.messages import Choice, Outgoing
from handlers.knocking import knock
from handlers.ways import DISCREET, choose_contact
from models import contacts, outbox, prompting_facts
from models.contacts import Known
from models.knocks import can_be_written_to
from models.messages import QUEUED, WAITING, Message
from models.peers import relaying
from models.peers.tables import MESSAGE

_PLAIN = [Outgoing(KNOCKS[DISCREET], [Choice("open", LABEL, sends=OPEN)])]


def deliver(db: Connection, person: int, introduction: int | None, said: Sequence[Outgoing], moment: datetime) -> bool:
    """Tell `person` something about an introduction; whether there is a phone to tell it to.

    It waits until she writes where WhatsApp's window is closed, and in discreet mode; a knock goes before it.
    """
    about = prompting_facts.circumstances(db, person, None, moment)
    if about.facts.blocked or not about.contacts:
        return False
    way = choose_contact(db, about, moment, DISCREET)
    contact = about.contacts[0] if way is None else way.contact
    shows = way is not None and way.knock is None and not about.chosen.discreet
    if not shows and not _waits(db, contact.id):
        for content in _knocks(contact, moment, approved=way is not None):
            outbox.queue(db, contact.id, contact.channel, content, moment)
    _queue(db, contact, introduction, said, moment, QUEUED if shows else WAITING)
    return True


def deliver_here(db: Connection, contact: int, introduction: int, said: Sequence[Outgoing], moment: datetime) -> None:
    """Tell it to the phone from which she is writing this minute."""
    _queue(db, contacts.known(db, contact), introduction, said, moment, QUEUED)


def _queue(
    db: Connection, contact: Known, introduction: int | None, said: Sequence[Outgoing], moment: datetime, state: str
) -> None:
    for content in in_words(said, contact.speaks):
        number = outbox.queue(db, contact.id, contact.channel, content, moment, state=state)
        if introduction is not None:
            relaying.trace(db, introduction, MESSAGE, number, moment)


def _knocks(contact: Known, moment: datetime, *, approved: bool) -> Sequence[Content]:
    if can_be_written_to(contact, moment):
        return in_words(_PLAIN, contact.speaks)
    return knock(contact, DISCREET) if approved else []


def _waits(db: Connection, contact: int) -> bool:
    waiting = (Message.contact_id == contact, Message.state == WAITING, Message.announcement_id.is_(None))
    return db.execute(select(Message.id).where(*waiting).limit(1)).first() is not None
