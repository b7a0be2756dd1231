"""An answer of the staff on its way to who asked: at once where she can be written to, else when she writes."""

from sqlalchemy import Connection

from dialogue.drawing.content import in_words
from dialogue.messages import Choice, Outgoing
from dialogue.phrases import _
from handlers.knocking import knock
from models import audit, contacts, outbox, preferences, tickets
from models.base import now
from models.contacts import Known
from models.knocks import can_be_written_to, knocks_approved
from models.messages import QUEUED, WAITING
from models.tickets import Standing

MOST = 1200  # characters, so that the answer and its buttons are one message

CHOICES = [
    Choice("more", _("Answer"), sends="/person"),
    Choice("settled", _("That settles it"), sends="/settled"),
]


def answer(db: Connection, ticket: int, text: str, member: int | None) -> str:
    """Add an answer to a ticket and send it: "sent", "waits" (until she writes), or "gone" (the ticket is closed)."""
    standing = tickets.reply(db, ticket, text, member)
    if standing is None:
        return "gone"
    audit.write(db, _actor(member), "ticket answered", ticket=ticket)
    contact = _where(db, standing)
    if contact is None:
        return "waits"
    reachable = can_be_written_to(contact, now())
    _queue(db, contact, Outgoing(_("The team answers: {text}", text=text), CHOICES), QUEUED if reachable else WAITING)
    if not reachable:
        _knock(db, standing.person_id, contact)
    return "sent" if reachable else "waits"


def closed(db: Connection, ticket: int, member: int | None) -> bool:
    """Close a ticket, and tell the person if she can be written to now; False when it is not open."""
    standing = tickets.find(db, ticket)
    if standing is None or not tickets.close(db, ticket):
        return False
    audit.write(db, _actor(member), "ticket closed", ticket=ticket)
    contact = _where(db, standing)
    if contact is not None and can_be_written_to(contact, now()):
        _queue(db, contact, Outgoing(CLOSED), QUEUED)
    return True


CLOSED = _("The team has closed your question. If something is missing, write “talk to a person”.")


def _actor(member: int | None) -> str:
    return "command line" if member is None else f"staff {member}"


def _queue(db: Connection, contact: Known, said: Outgoing, state: str) -> None:
    for content in in_words([said], contact.speaks):
        outbox.queue(db, contact.id, contact.channel, content, now(), state=state)


def _where(db: Connection, standing: Standing) -> Known | None:
    """The contact she asked from, or if it is hers no more, the one she was heard from last."""
    hers = contacts.of(db, standing.person_id)
    there = [contact for contact in hers if contact.id == standing.contact_id]
    return next(iter(there), None) or max(hers, key=lambda contact: contact.heard_at, default=None)


def _knock(db: Connection, person: int, contact: Known) -> None:
    discreet = preferences.of(db, person).discreet or contact.is_silent(now())
    kind = "discreet" if discreet else "answer"
    if contact.channel != "whatsapp" or f"{kind}_{contact.speaks}" in knocks_approved(db):
        for content in knock(contact, kind):
            outbox.queue(db, contact.id, contact.channel, content, now())
