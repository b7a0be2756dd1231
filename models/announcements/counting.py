"""What became of an announcement, in exact numbers: one grouped statement over its copies, one over its knocks."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from sqlalchemy import Connection, func, select

from models.announcements import answers, reading
from models.announcements.reading import Standing
from models.messages import (
    CANCELLED,
    DELIVERED,
    EXPIRED,
    FAILED,
    KNOCK,
    QUEUED,
    READ,
    SENDING,
    SENT,
    SKIPPED,
    UNCERTAIN,
    UNDONE,
    WAITING,
    Message,
)

Key = TypeVar("Key", str, int)

REACHED = (SENT, DELIVERED, READ)
UNDER_WAY = (QUEUED, SENDING, WAITING)
NOT_REACHED = (FAILED, EXPIRED, SKIPPED, CANCELLED, UNCERTAIN, UNDONE)


class Report(NamedTuple):
    """The numbers of one announcement; each of them counts people, but for `knocks`, which are messages.

    `not_reached` is by reason: a state, and after a colon the code of the provider if it gave one ("failed:63016").
    `under_way` is neither reached nor not reached yet. `revisions` says how many got which.
    """

    recipients: int
    by_state: dict[str, int]
    by_channel: dict[str, int]
    reached: int
    read: int
    under_way: int
    not_reached: dict[str, int]
    answers: dict[str, int]
    excluded: dict[str, int]
    knocks: int
    revisions: dict[int, int]


class _Group(NamedTuple):
    state: str
    channel: str
    error: str | None
    revision: int | None
    size: int


_COPIES = (
    select(Message.state, Message.channel, Message.error, Message.revision, func.count())
    .where(Message.person_id.is_not(None))
    .group_by(Message.state, Message.channel, Message.error, Message.revision)
)


def report(db: Connection, announcement: int) -> Report:
    """What became of an announcement so far. Raises `LookupError` when there is no such."""
    standing = reading.find(db, announcement)
    if standing is None:
        raise LookupError("no such announcement")
    copies = [_Group._make(row) for row in db.execute(_COPIES.where(Message.announcement_id == announcement))]
    there = [group for group in copies if group.state in REACHED]
    states = _summed(copies, lambda group: group.state)
    return Report(
        recipients=sum(states.values()),
        by_state=states,
        by_channel=_summed(copies, lambda group: group.channel),
        reached=sum(group.size for group in there),
        read=states.get(READ, 0),
        under_way=sum(states.get(state, 0) for state in UNDER_WAY),
        not_reached=_summed((group for group in copies if group.state in NOT_REACHED), _reason),
        answers=answers.counts(db, announcement),
        excluded=standing.excluded,
        knocks=_knocks(db, announcement),
        revisions=_summed(there, lambda group: group.revision or 1),
    )


def is_all_sent(db: Connection, standing: Standing) -> bool:
    """Whether everybody has been gone through, and nothing is left that could still be held back."""
    left = select(Message.id).where(Message.announcement_id == standing.id, Message.state.in_((QUEUED, WAITING)))
    has_rest = standing.first_percent and not standing.whole
    return standing.complete and not has_rest and db.execute(left.limit(1)).first() is None


def _summed(groups: Iterable[_Group], by: Callable[[_Group], Key]) -> dict[Key, int]:
    """How many copies there are of each kind, the most frequent first."""
    counted: Counter[Key] = Counter()
    for group in groups:
        counted[by(group)] += group.size
    return dict(counted.most_common())


def _reason(group: _Group) -> str:
    return f"{group.state}:{group.error}" if group.error else group.state


def _knocks(db: Connection, announcement: int) -> int:
    """How many knocks went out."""
    which = (Message.announcement_id == announcement, Message.lane == KNOCK, Message.state.in_((*REACHED, UNCERTAIN)))
    return db.execute(select(func.count()).select_from(Message).where(*which)).scalar_one()
