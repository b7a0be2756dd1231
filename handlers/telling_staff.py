"""A line to the colleagues' phones when an announcement wants something of them; nothing of what it says."""

from collections.abc import Sequence

from sqlalchemy import Connection

from dialogue.drawing.content import in_words
from dialogue.messages import Choice, Outgoing
from dialogue.phrases import Phrase, _, plural
from models import outbox
from models.announcements import authors
from models.base import now
from models.contacts import Known
from models.knocks import can_be_written_to


def to_be_approved(db: Connection, announcement: int, people: int, by: int | None) -> int:
    """Somebody else has to agree to what goes to so many people; how many phones were told."""
    return tell(
        db,
        announcement,
        plural(
            "Announcement {number} goes to {n} person. A second one of the team has to approve it.",
            "Announcement {number} goes to {n} people. A second person of the team has to approve it.",
            people,
            number=str(announcement),
        ),
        by,
    )


def corrected(db: Connection, announcement: int, by: int | None) -> int:
    """What had been approved has other words now; how many phones were told."""
    said = _("Announcement {number} was corrected after it had been approved.", number=str(announcement))
    return tell(db, announcement, said, by)


def in_your_name(db: Connection, announcement: int, member: int) -> int:
    """Somebody approved it at the command line and said to be `member`; how many of their phones were told."""
    said = _("Announcement {number} was approved in your name on the command line.", number=str(announcement))
    return _told(db, announcement, said, authors.phones_of(db, member))


def tell(db: Connection, announcement: int, said: Phrase, but: int | None = None) -> int:
    """A line about an announcement, with a button that leads to it, on the phones of all who announce `but` one."""
    return _told(db, announcement, said, authors.phones_of_others(db, but))


def _told(db: Connection, announcement: int, said: Phrase, phones: Sequence[Known]) -> int:
    moment, told = now(), 0
    see = Choice("see", _("Look at it"), sends=f"/announcements {announcement}")
    for phone in phones:
        if can_be_written_to(phone, moment):
            for content in in_words([Outgoing(said, [see])], phone.speaks):
                outbox.queue(db, phone.id, phone.channel, content, moment)
            told += 1
    return told
