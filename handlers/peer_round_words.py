"""What is said about a matching round in more than one place, and how whoever was not told yet hears of the other."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from dialogue.messages import Choice, Outgoing
from dialogue.phrases import Phrase, _
from handlers import peer_words
from models import preferences
from models.peers import aliases, introductions
from models.peers.rounds import seats
from models.peers.tables import OPEN, PAIRED

NOBODY = _(
    "This month there was nobody in the round who shares a topic with you. That is not about you: next month you come "
    "first."
)


def introduction(about: dict[str, Any]) -> Phrase:
    """Who the other is, as far as that is told, and what can be done."""
    return _(
        "Monthly round: I introduce you to “{alias}”. You share the topic “{topic}”. Neither of you learns who the "
        "other is until both of you want to. To write, now or later: “reply”. To end it: “end”.",
        alias=aliases.said(about["alias"]),
        topic=peer_words.topic_named(about["topic"]),
    )


def choices(number: int) -> list[Choice]:
    """What she may do at once; the buttons work for as long as the introduction does."""
    return [
        Choice("write", _("Write now"), ("contestar", "reply"), f"/round write {number}"),
        Choice("end", _("End it"), ("end", "finalizar"), f"/round end {number}"),
    ]


def told_of(db: Connection, person: str, number: int) -> dict[str, Any] | None:
    """What she is told; None when it did not come from a round, or is over."""
    side, seat = introductions.find(db, int(person), number), seats.of(db, int(person), number)
    if side is None or seat is None or not seat.matched or side.state not in (PAIRED, OPEN):
        return None
    topic = peer_words.names_of(db, seats.topic_of(db, seat))
    return {"alias": side.alias, "topic": topic, "discreet": preferences.of(db, int(person)).discreet}


def in_front(
    db: Connection, person: int, number: int | None, said: Sequence[Outgoing], moment: datetime
) -> Sequence[Outgoing]:
    """What is said about an introduction, with the introduction itself before it if she was not told of it yet.

    The other was told first and has written. Of one that is over before she knew of it she hears nothing.
    """
    seat = None if number is None else seats.of(db, person, number)
    if number is None or seat is None or seat.told_at is not None:
        return said
    side, about = introductions.find(db, person, number), told_of(db, str(person), number)
    if side is None or about is None:
        return []
    seats.told(db, seat, side, moment)
    return [Outgoing(introduction(about), choices(number)), *said]
