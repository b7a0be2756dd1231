"""Agreeing to a voluntary purpose, and taking that back: what is on its way for it is stopped in the same moment."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select, update

from models import consents, conversations, prompts, rights
from models.announcements.eligible import PURPOSE
from models.contacts import Contact
from models.conversations import ENDED
from models.messages import CANCELLED, QUEUED, WAITING, Message
from models.peers import ending
from models.prompts import Begun, Prompt


def object_to(
    db: Connection, person: int, contact: int, notice: str, purposes: Collection[str], moment: datetime
) -> None:
    """Note that a person does not agree (any more) to these purposes; each is a request by law, carried out at once."""
    consents.record(db, person, contact, notice, dict.fromkeys(purposes, False))
    for purpose in purposes:
        stop_messages(db, person, purpose, moment)
        rights.at_once(db, person, rights.OBJECTION, moment, purpose)


def stop_messages(db: Connection, person: int, purpose: str, moment: datetime) -> int:
    """Take back what is to be sent to a person for `purpose`; how many conversations that ends. Prompts name it."""
    if purpose == PURPOSE:
        _take_back_copies(db, person, moment)
    if purpose == consents.PEERS:
        ending.withdraw(db, person, moment)
    open_ones = (Prompt.person_id == person, Prompt.kind == purpose, Prompt.ended_at.is_(None))
    query = select(Prompt.id, Prompt.person_id, Prompt.talk_id).where(*open_ones)
    begun = [Begun._make(row) for row in db.execute(query.order_by(Prompt.id))]
    for prompt in begun:
        prompts.give_up(db, prompt, moment)
        if prompt.talk is not None:
            conversations.move(db, prompt.talk, ENDED)
    return len(begun)


def _take_back_copies(db: Connection, person: int, moment: datetime) -> None:
    """Announcements that she has not got, also one that she was about to see, and the knocks that announce them."""
    phones = select(Contact.id).where(Contact.person_id == person)
    left = (Message.contact_id.in_(phones), Message.announcement_id.is_not(None), Message.state.in_((QUEUED, WAITING)))
    db.execute(update(Message).where(*left).values(state=CANCELLED, moved_at=moment))
