"""One transaction of delivery: what landed is recorded, and what is due is taken on. Replies come first."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from models import clearing, contacts, holders, outbox, put_right, receipts
from models.announcements import claiming, quota, resting, steps
from models.messages import BULK, KNOCK, REPLY, WAITING
from models.outbox import Claimed, Outcome


class Room(NamedTuple):
    """How many messages may be taken on: replies, and what nobody asked for."""

    replies: int
    bulk: int


class Taken(NamedTuple):
    """What was taken on. `more`: there may be more of what nobody asked for."""

    replies: list[Claimed]
    bulk: list[Claimed]
    more: bool


NOTHING = Taken([], [], more=True)


def turn_over(
    db: Connection, channel: str, fence: int, outcomes: Sequence[Outcome], room: Room, moment: datetime
) -> Taken:
    """Record `outcomes` and take on what is due, unless another process has taken over: then raises `Deposed`."""
    record(db, outcomes, moment)
    holders.check(db, channel, fence)
    replies = _replies(db, channel, room.replies, moment) if room.replies > 0 else []
    bulk = _unasked(db, channel, room.bulk, moment) if room.bulk > 0 else claiming.Batch([], more=True)
    return Taken(replies, bulk.going, bulk.more)


def record(db: Connection, outcomes: Sequence[Outcome], moment: datetime) -> None:
    """Record how attempts ended, and what follows from it."""
    outbox.mark(db, outcomes)
    for contact in {outcome.unreachable for outcome in outcomes if outcome.unreachable is not None}:
        contacts.unreachable(db, contact, moment)
        put_right.skip_rest(db, [contact], moment)
    if cleared := {outcome.cleared for outcome in outcomes if outcome.cleared is not None}:
        clearing.forget(db, cleared)
    for outcome in outcomes:
        if outcome.error == resting.CODE:
            resting.rest(db, outcome.id, moment)
    if waiting := [outcome.id for outcome in outcomes if outcome.state == WAITING]:
        receipts.go_if_heard(db, waiting, moment)
    for announcement in {outcome.wrong for outcome in outcomes if outcome.wrong is not None}:
        steps.pause(db, announcement, "content", moment)


def _replies(db: Connection, channel: str, most: int, moment: datetime) -> list[Claimed]:
    found = outbox.claim(db, channel, REPLY, most, moment)
    return [*found, *claiming.claim_asked_for(db, channel, most - len(found), moment)]


def _unasked(db: Connection, channel: str, most: int, moment: datetime) -> claiming.Batch:
    prompts = outbox.claim(db, channel, BULK, most, moment)
    _count_knocks(db, channel, prompts, moment)
    left = most - len(prompts)
    if left <= 0:
        return claiming.Batch(prompts, more=True)
    room = left if channel != "whatsapp" else min(left, quota.room(db, moment))
    knocks = outbox.claim(db, channel, KNOCK, room, moment) if room > 0 else []
    announced = claiming.claim(db, channel, left - len(knocks), room - len(knocks), moment)
    _count_knocks(db, channel, [*knocks, *announced.going], moment)
    return claiming.Batch([*prompts, *knocks, *announced.going], announced.more)


def _count_knocks(db: Connection, channel: str, going: Sequence[Claimed], moment: datetime) -> None:
    if channel == "whatsapp":
        quota.knocked(db, [message.contact_id for message in going if message.content.knock], moment)
