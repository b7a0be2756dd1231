"""The way of an announcement from draft to done. Each step is taken once, and only from where it may be taken."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from models.announcements.tables import (
    CANCELLED,
    DONE,
    DRAFT,
    HELD,
    PAUSED,
    PLANNED,
    SENDING,
    TO_APPROVE,
    Announcement,
)
from models.contacts import Contact
from models.messages import QUEUED, REPLY, WAITING, Message

LEFT = (DRAFT, TO_APPROVE, PLANNED, SENDING, HELD, PAUSED)  # it may still be cancelled


def send(
    db: Connection,
    announcement: int,
    actor: str,
    moment: datetime,
    expected: int,
    excluded: Mapping[str, int],
    *,
    approval_above: int,
) -> str | None:
    """Send a draft off: it is planned, or waits for a second person where it reaches many; None if it is no draft."""
    to = TO_APPROVE if expected > approval_above else PLANNED
    values = {"sent_by": actor, "expected": expected, "excluded": json.dumps(excluded, sort_keys=True)}
    return to if _move(db, announcement, (DRAFT,), to, moment, **values) else None


def approve(db: Connection, announcement: int, actor: str, moment: datetime) -> bool:
    """A second person agrees; False when nobody has to, or when it is the same person."""
    other = (Announcement.sent_by != actor) & (Announcement.created_by != actor)
    return _move(db, announcement, (TO_APPROVE,), PLANNED, moment, other, approved_by=actor)


def begin(db: Connection, announcement: int, moment: datetime) -> bool:
    """What was planned is being sent."""
    return _move(db, announcement, (PLANNED,), SENDING, moment, began_at=moment)


def hold(db: Connection, announcement: int, moment: datetime) -> bool:
    """The first part has been sent; staff look at it before the rest goes."""
    return _move(db, announcement, (SENDING,), HELD, moment, ~Announcement.whole)


def go_on(db: Connection, announcement: int, moment: datetime) -> bool:
    """The first part was good: all others get it, too."""
    return _move(db, announcement, (HELD,), SENDING, moment, whole=True, complete=False, cursor=0)


def pause(db: Connection, announcement: int, why: str, moment: datetime) -> bool:
    """Send nothing more of it for now; what is in the air lands."""
    return _move(db, announcement, (SENDING,), PAUSED, moment, why=why)


def resume(db: Connection, announcement: int, moment: datetime) -> bool:
    """Go on sending after a pause, also to those who asked to see it meanwhile."""
    if not _move(db, announcement, (PAUSED,), SENDING, moment, why=None):
        return False
    wrote = select(Contact.id).where(Contact.id == Message.contact_id, Contact.heard_at > Message.moved_at).exists()
    asked = (Message.announcement_id == announcement, Message.state == WAITING, wrote)
    db.execute(update(Message).where(*asked).values(state=QUEUED, lane=REPLY, due_at=moment))
    return True


def cancel(db: Connection, announcement: int, moment: datetime) -> int | None:
    """Send nothing more of it, for good; how many people will not get it, or None if it was over.

    Nothing of it is claimed from now on; the copies are taken back by the clock, some at a time.
    """
    if not _move(db, announcement, LEFT, CANCELLED, moment):
        return None
    left = (Message.announcement_id == announcement, Message.state.in_((QUEUED, WAITING)))
    query = select(func.count()).select_from(Message).where(*left, Message.person_id.is_not(None))
    return db.execute(query).scalar_one()


def finish(db: Connection, announcement: int, moment: datetime) -> bool:
    """Everybody has it, or will not get it any more."""
    return _move(db, announcement, (SENDING, HELD), DONE, moment)


def again(db: Connection, announcement: int, moment: datetime) -> bool:
    """Some of it is to be sent again."""
    return _move(db, announcement, (DONE, PAUSED, HELD), SENDING, moment, why=None)


def _move(
    db: Connection, announcement: int, of: tuple[str, ...], to: str, moment: datetime, *only: object, **values: object
) -> bool:
    there = update(Announcement).where(Announcement.id == announcement, Announcement.state.in_(of), *only)  # type: ignore[arg-type]
    return bool(db.execute(there.values(state=to, moved_at=moment, **values)).rowcount)
