"""Announcements at work in a test: written, sent off, spread and delivered, by a clock that the test sets."""

from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from models.announcements import drafts, reading, steps
from models.announcements.drafts import Draft, Words
from models.announcements.reading import Standing
from models.base import now
from models.claims import Room, turn_over
from models.holders import NOBODY_ELSE
from models.messages import SENT, Message
from models.outbox import Claimed, Outcome
from models.store import Store
from scheduler import announcements

TEXTS = {"es": Words("La reunión es el viernes."), "en": Words("The meeting is on Friday.")}


def sent_off(store: Store, audience: str = "all", **fields: Any) -> int:
    """A draft that was sent off and approved; its number."""
    return store.run(_sent_off, audience, fields)


def _sent_off(db: Connection, audience: str, fields: dict[str, Any]) -> int:
    texts = fields.pop("texts", TEXTS)
    number = drafts.write(db, Draft(audience, texts, **fields), "staff 1", now())
    assert steps.send(db, number, "staff 1", now(), 0, {}, approval_above=500) == "planned"
    return number


def spread(store: Store) -> None:
    """What is due is begun, and everybody has a copy."""
    store.run(announcements.begin, now())
    while store.run(announcements.spread, now()):
        pass


def announced(store: Store, audience: str = "all", **fields: Any) -> int:
    """As `sent_off`, begun, with a copy for everybody."""
    number = sent_off(store, audience, **fields)
    spread(store)
    return number


def deliver(store: Store, channel: str = "telegram", most: int = 1000, moment: datetime | None = None) -> list[Claimed]:
    """Everything that may go out now is claimed and marked as sent."""
    taken: list[Claimed] = []
    outcomes: list[Outcome] = []
    at = moment or now()
    while True:
        found = store.run(turn_over, channel, NOBODY_ELSE, outcomes, Room(most, most), at)
        these = [*found.replies, *found.bulk]
        if not these and not found.more:
            return taken
        taken += these
        outcomes = [Outcome(each.id, SENT, at, f"{channel}{each.id}") for each in these]


def watch(store: Store) -> Standing:
    """The clock looks at how announcements go; the newest as it stands then."""
    store.run(announcements.watch, now())
    return store.run(reading.every)[0]


def copies(store: Store, announcement: int) -> Counter[str]:
    """How many copies are in each state."""
    which = (Message.announcement_id == announcement, Message.person_id.is_not(None))
    return Counter(store.run(lambda db: list(db.scalars(select(Message.state).where(*which)))))
