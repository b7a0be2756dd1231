"""WhatsApp's window, and the approved templates that ask a person to write when it is closed."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from models import installation

WINDOW = timedelta(hours=23, minutes=50)  # of 24 hours: a margin for what is under way
KEPT_AS = "knocks approved"


def window_open(heard_at: datetime, moment: datetime) -> bool:
    """Whether a person who wrote at `heard_at` may be written to freely."""
    return moment - heard_at < WINDOW


def knocks_approved(db: Connection) -> frozenset[str]:
    """Which templates WhatsApp lets us send, such as `reminder_es`."""
    return frozenset((installation.kept(db, KEPT_AS) or "").split())
