"""Work that piles up: messages that failed or are parked, questions nobody answered, requests by law that are late."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from bot.commands.output import how_many
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
    waiting = [ticket for ticket in tickets.all_open(db) if ticket.waits_for == tickets.STAFF]
    late = sum(ticket.moved_at < moment - 3 * DAY for ticket in waiting)
    if late:
        yield doubtful("tickets", f"{late} have waited for more than three days", "see `lazos tickets list`")
    elif waiting:
        yield well("tickets", f"{len(waiting)} to be answered; `lazos tickets list` shows them")
    locked = len(set(access.locked(db)))
    if locked:
        yield doubtful(
            "codes",
            f"{how_many(locked, 'person is', 'people are')} locked out by wrong names",
            "see `lazos roster locked`",
        )
    unanswered = select(RightsRequest.answer_by).where(RightsRequest.answered_at.is_(None))
    days = db.scalars(unanswered).all()
    if count := sum(day < moment.date() for day in days):
        yield doubtful("rights", f"{count} requests by law are late", "see `lazos person requests`")
    elif days:
        yield well("rights", f"{len(days)} requests by law to be answered; `lazos person requests` shows them")


def _record(db: Connection) -> Iterator[Finding]:
    entry = audit.altered(db)
    if entry is not None:
        yield doubtful("audit", f"entry {entry} is not as it was written", "find out who changed the database")
