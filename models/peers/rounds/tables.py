"""The tables of matching rounds. Who was introduced to whom stands in `peer_introduction` alone."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Instant, Number

#: How a round stands: it is being matched, or everybody in it has a seat.
MATCHING, DONE = "matching", "done"
#: Whether the two could talk.
YES, NOT_YET, NO = "yes", "not_yet", "no"


class PeerRound(Base):
    """The round of one month."""

    __tablename__ = "peer_round"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    month: Mapped[str] = mapped_column(unique=True)  # 2026-11
    state: Mapped[str]
    people: Mapped[int]  # counted when it is done, so that nobody who is erased later is missed in it
    pairs: Mapped[int]
    begun_at: Mapped[datetime] = mapped_column(Instant)


class PeerRoundSeat(Base):
    """One person in one round: introduced to somebody, or not this time."""

    __tablename__ = "peer_round_seat"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("peer_round.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("resource_topic.id"))  # what the two share
    matched: Mapped[bool]  # whoever is not comes first the next time
    told_at: Mapped[datetime | None] = mapped_column(Instant)  # of the other, or that there is nobody
    asked_at: Mapped[datetime | None] = mapped_column(Instant)  # whether they could talk
    answer: Mapped[str | None]
    until: Mapped[datetime] = mapped_column(Instant)  # later she is told and asked nothing more
    due_at: Mapped[datetime | None] = mapped_column(Instant)  # the next look at it


_IS_DUE = PeerRoundSeat.due_at.is_not(None)
Index("ix_peer_round_seat_of", PeerRoundSeat.round_id, PeerRoundSeat.person_id, unique=True)
Index("ix_peer_round_seat_due", PeerRoundSeat.due_at, sqlite_where=_IS_DUE, postgresql_where=_IS_DUE)
