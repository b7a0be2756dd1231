"""How many of everything there are, for those who watch over the whole."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select

from models import received
from models.announcements.tables import Announcement
from models.messages import QUEUED, Message
from models.statements import Prepared

Queue = tuple[str, str]  # channel, lane


class Totals(NamedTuple):
    """Rows by what tells them apart: messages by channel, lane and state, the others by state."""

    messages: dict[tuple[str, str, str], int]
    announcements: dict[str, int]
    received: dict[str, int]

    @property
    def queues(self) -> set[Queue]:
        """The queues in which there ever was a message."""
        return {(channel, lane) for channel, lane, _ in self.messages}


_FIRST = Prepared(
    select(Message.due_at)
    .where(Message.channel == bindparam("by"), Message.lane == bindparam("on"), Message.state == QUEUED)
    .order_by(Message.due_at)
    .limit(1)
)


def totals(db: Connection) -> Totals:
    """Count all of it: a second for a million messages, so not to be asked for all the time."""
    columns = (Message.channel, Message.lane, Message.state)
    messages = db.execute(select(*columns, func.count()).group_by(*columns))
    announcements = db.execute(select(Announcement.state, func.count()).group_by(Announcement.state))
    return Totals(
        {(channel, lane, state): count for channel, lane, state, count in messages},
        {state: count for state, count in announcements},
        received.counts(db),
    )


def waited(db: Connection, queues: Iterable[Queue], moment: datetime) -> dict[Queue, float]:
    """For each queue, how many seconds ago the first message that is still in it was due; 0 where none is."""
    oldest = {(channel, lane): _FIRST.number(db, by=channel, on=lane) for channel, lane in queues}
    instant = moment.timestamp()
    return {queue: max(0.0, instant - due / 1000) if due else 0.0 for queue, due in oldest.items()}
