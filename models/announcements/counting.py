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
    `under_way` is neither reached nor not reached yet. `revisions` says how many have which; `corrected` how many a
    correction has reached, `correcting` to how many it is under way, `uncorrected` whom it did not reach. All of these
    are reached. `answered_before` is how many answered older words than anybody gets now.
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
    corrected: int = 0
    correcting: int = 0
    uncorrected: int = 0
    answered_before: int = 0


class _Group(NamedTuple):
    state: str
    channel: str
    error: str | None
    revision: int | None
    corrects: int | None
    size: int

    @property
    def has(self) -> int | None:
        """Which revision these people have."""
        if self.state in REACHED:
            return self.revision or 1
        return None if self.state == UNDONE else self.corrects

    @property
    def is_corrected(self) -> bool:
        """Whether a correction has arrived."""
        return self.state in REACHED and self.corrects is not None


_COPIES = (
    select(Message.state, Message.channel, Message.error, Message.revision, Message.corrects, func.count())
    .where(Message.person_id.is_not(None))
    .group_by(Message.state, Message.channel, Message.error, Message.revision, Message.corrects)
)


def report(db: Connection, announcement: int) -> Report:
    """What became of an announcement so far. Raises `LookupError` when there is no such."""
    standing = reading.find(db, announcement)
    if standing is None:
        raise LookupError("no such announcement")
    copies = [_Group._make(row) for row in db.execute(_COPIES.where(Message.announcement_id == announcement))]
    there = [group for group in copies if group.has is not None]
    first = [group for group in copies if group.has is None]
    waiting = [group for group in there if group.state in UNDER_WAY]
    missed = [group for group in there if group.state in NOT_REACHED]
    states = _summed(copies, lambda group: group.state)
    return Report(
        recipients=sum(states.values()),
        by_state=states,
        by_channel=_summed(copies, lambda group: group.channel),
        reached=sum(group.size for group in there),
        read=states.get(READ, 0),
        under_way=sum(group.size for group in first if group.state in UNDER_WAY),
        not_reached=_summed((group for group in first if group.state in NOT_REACHED), _reason),
        answers=answers.counts(db, announcement),
        excluded=standing.excluded,
        knocks=_knocks(db, announcement),
        revisions=_summed(there, lambda group: group.has or 1),
        corrected=sum(group.size for group in there if group.is_corrected),
        correcting=sum(group.size for group in waiting),
        uncorrected=sum(group.size for group in missed),
        answered_before=answers.before(db, announcement, standing.revision),
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
