"""WhatsApp's window, and the approved templates that ask a person to write when it is closed."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection

from models import installation
from models.contacts import Known

WINDOW = timedelta(hours=23, minutes=50)  # of 24 hours: a margin for what is under way
APPROVED, PENDING, UNSUBMITTED = "approved", "pending", "unsubmitted"
KEPT_AS, SUBMITTED_AS = "knocks approved", "knocks submitted"


def window_open(heard_at: datetime, moment: datetime) -> bool:
    """Whether a person who wrote at `heard_at` may be written to freely."""
    return moment - heard_at < WINDOW


def can_be_written_to(contact: Known, moment: datetime) -> bool:
    """Whether a message may say at once what it is about: it arrives there, and it is still she who reads it."""
    if contact.unreachable_at is not None or contact.is_silent(moment):
        return False
    return contact.channel != "whatsapp" or window_open(contact.heard_at, moment)


def knocks_approved(db: Connection) -> frozenset[str]:
    """Which templates WhatsApp lets us send, such as `reminder_es`."""
    return _words(db, KEPT_AS)


def knocks_submitted(db: Connection) -> frozenset[str]:
    """Which templates WhatsApp has been asked about, whatever it said."""
    return _words(db, SUBMITTED_AS)


def keep_states(db: Connection, states: Mapping[str, str]) -> bool:
    """Keep what WhatsApp says of each template, such as `reminder_es`; whether it lets us send others than before."""
    approved = [name for name, state in states.items() if state == APPROVED]
    changed = knocks_approved(db) != frozenset(approved)
    _keep(db, KEPT_AS, approved)
    _keep(db, SUBMITTED_AS, [name for name, state in states.items() if state != UNSUBMITTED])
    return changed


def _words(db: Connection, name: str) -> frozenset[str]:
    return frozenset((installation.kept(db, name) or "").split())


def _keep(db: Connection, name: str, words: Collection[str]) -> None:
    if _words(db, name) != frozenset(words):
        installation.keep(db, name, " ".join(sorted(words)))
