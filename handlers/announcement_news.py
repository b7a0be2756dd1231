"""What the programme itself does to an announcement is told to the staff on their phones, where they can be written to."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from dialogue.drawing.content import in_words
from dialogue.messages import Choice, Outgoing
from dialogue.phrases import Phrase, _
from models import audit, outbox, staff
from models.announcements.reading import Standing
from models.announcements.tables import HELD
from models.knocks import can_be_written_to

_WHY: Mapping[str, Phrase] = {
    "failures": _("too many messages did not arrive"),
    "stops": _("too many people asked for no more messages"),
    "content": _("the channel refuses the text"),
}


def paused(db: Connection, announcement: Standing, why: str, moment: datetime) -> None:
    """It was stopped, since something goes wrong."""
    audit.write(db, "clock", "announcement stopped", announcement=announcement.id, why=why)
    number = str(announcement.id)
    _tell(db, _("Announcement {number} has been stopped: {why}.", number=number, why=_WHY[why]), number, moment)


def settled(db: Connection, announcement: Standing, state: str, moment: datetime) -> None:
    """Its first part, or all of it, has been sent."""
    audit.write(db, "clock", f"announcement {state}", announcement=announcement.id)
    number = str(announcement.id)
    if state == HELD:
        told = _("The first part of announcement {number} has been sent. The rest waits for you.", number=number)
    else:
        told = _("Announcement {number} has been sent.", number=number)
    _tell(db, told, number, moment)


def _tell(db: Connection, phrase: Phrase, number: str, moment: datetime) -> None:
    choices = [Choice("look", _("Look at it"), sends=f"/announcements {number}")]
    for contact in staff.phones(db):
        if can_be_written_to(contact, moment):
            for content in in_words([Outgoing(phrase, choices)], contact.speaks):
                outbox.queue(db, contact.id, contact.channel, content, moment)
