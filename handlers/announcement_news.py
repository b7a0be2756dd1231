"""What the programme itself does to an announcement is told to the staff on their phones."""

from sqlalchemy import Connection

from dialogue.phrases import _
from handlers.announcement_report import WHY
from handlers.telling_staff import tell
from models import audit
from models.announcements.reading import Standing
from models.announcements.tables import HELD


def paused(db: Connection, announcement: Standing, why: str) -> None:
    """It was stopped, since something goes wrong."""
    audit.write(db, "clock", "announcement stopped", announcement=announcement.id, why=why)
    said = _("Announcement {number} has been stopped: {why}.", number=str(announcement.id), why=WHY[why])
    tell(db, announcement.id, said)


def settled(db: Connection, announcement: Standing, state: str) -> None:
    """Its first part, or all of it, has been sent."""
    audit.write(db, "clock", f"announcement {state}", announcement=announcement.id)
    number = str(announcement.id)
    if state == HELD:
        said = _("The first part of announcement {number} has been sent. The rest waits for you.", number=number)
    else:
        said = _("Announcement {number} has been sent.", number=number)
    tell(db, announcement.id, said)
