"""Work that piles up: messages that failed or are parked, questions nobody answered, requests by law that are late."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from bot.doctor.findings import Finding, doubtful, well
from models import access, audit, parking, tickets
from models.base import now
from models.messages import FAILED, UNCERTAIN, Message
from models.rights import RightsRequest

DAY = timedelta(days=1)


def piled_up(db: Connection) -> Iterator[Finding]:
    """Everything that waits for somebody; one line where nothing does."""
    found = [*_messages(db), *_people(db, now()), *_record(db)]
    yield from found or [well("work", "nothing waits for you")]


def _messages(db: Connection) -> Iterator[Finding]:
    parked = len(parking.parked(db))
    if parked:
        yield doubtful("parked", f"{parked} messages met a fault", "see `lazos parked list`")
    recent = (Message.state.in_((FAILED, UNCERTAIN)), Message.moved_at > now() - DAY)
    failed = db.execute(select(func.count()).select_from(Message).where(*recent)).scalar_one()
    if failed:
        yield doubtful("messages", f"{failed} did not arrive within the last day", "see the log for `not_sent`")


def _people(db: Connection, moment: datetime) -> Iterator[Finding]:
    late = sum(
        ticket.waits_for == tickets.STAFF and ticket.moved_at < moment - 3 * DAY for ticket in tickets.all_open(db)
    )
    if late:
        yield doubtful("tickets", f"{late} have waited for more than three days", "see `lazos tickets list`")
    locked = len(set(access.locked(db)))
    if locked:
        yield doubtful("codes", f"{locked} people are locked out by wrong names", "see `lazos roster locked`")
    overdue = select(func.count()).where(RightsRequest.answered_at.is_(None), RightsRequest.answer_by < moment.date())
    if count := db.execute(overdue).scalar_one():
        yield doubtful("rights", f"{count} requests by law are late", "see `lazos person requests`")


def _record(db: Connection) -> Iterator[Finding]:
    entry = audit.altered(db)
    if entry is not None:
        yield doubtful("audit", f"entry {entry} is not as it was written", "find out who changed the database")
