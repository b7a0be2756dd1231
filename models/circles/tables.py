"""The tables of circles. What is written in one lies with what peers write (`models.peers.tables`)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Instant, Number

FEWEST, MOST = 3, 12
#: How a circle stands: people are asked, they write to each other, nobody moderates just now, it is over.
GATHERING, OPEN, RESTS, ENDED = "gathering", "open", "rests", "ended"
RUNNING = (OPEN, RESTS)
LIVE = (GATHERING, *RUNNING)
#: How somebody stands in a circle: to be asked, asked, said yes, waits for whoever moderates, is in it,
CHOSEN, ASKED, YES, KNOCKS, IN = "chosen", "asked", "yes", "knocks", "in"
#: said no or nothing, said yes and could not come in, has left, was made to leave.
NO, SILENT, REFUSED, GONE, REMOVED = "no", "silent", "refused", "gone", "removed"
ON_THE_WAY = (CHOSEN, ASKED, YES, KNOCKS)
CONCERNED = (*ON_THE_WAY, IN)
#: How a wish stands: it is looked at, somebody is in a circle for it, it is over.
WISHED, MET, OVER = "wished", "met", "over"


class CircleWish(Base):
    """Somebody would like to be in a circle on a topic, and perhaps to moderate it."""

    __tablename__ = "circle_wish"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("resource_topic.id"))
    moderates: Mapped[bool]
    state: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime | None] = mapped_column(Instant)  # the next look at it


class Circle(Base):
    """One circle. Who is in it stands in `circle_member`, so that it is nobody's and outlasts everybody."""

    __tablename__ = "circle"
    __table_args__ = ({"sqlite_autoincrement": True},)  # a number stands on buttons, and is never given again

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("resource_topic.id"))
    state: Mapped[str]
    begun_at: Mapped[datetime] = mapped_column(Instant)
    until: Mapped[datetime] = mapped_column(Instant)  # for enough people to say yes
    opened_at: Mapped[datetime | None] = mapped_column(Instant)
    spoke_at: Mapped[datetime | None] = mapped_column(Instant)  # the last time that anybody wrote
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    due_at: Mapped[datetime | None] = mapped_column(Instant)  # the next look at it


class CircleMember(Base):
    """Somebody in a circle, or on the way into it, or gone from it; the others know the alias and nothing else."""

    __tablename__ = "circle_member"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    alias: Mapped[int]
    moderates: Mapped[bool]  # is willing to
    leads: Mapped[bool]  # moderates now
    state: Mapped[str]
    begun_at: Mapped[datetime] = mapped_column(Instant)
    until: Mapped[datetime] = mapped_column(Instant)  # for an answer, hers or the moderator's
    due_at: Mapped[datetime | None] = mapped_column(Instant)  # the next look at it
    joined_at: Mapped[datetime | None] = mapped_column(Instant)
    rests: Mapped[bool]  # she wants to hear nothing of it for now
    tell: Mapped[bool]  # somebody is still to hear that she has come, waits, or is gone


Index("ix_circle_member_circle", CircleMember.circle_id, CircleMember.person_id, unique=True)
for _table in (CircleWish, Circle, CircleMember):
    _due = _table.due_at.is_not(None)
    Index(f"ix_{_table.__tablename__}_due", _table.due_at, sqlite_where=_due, postgresql_where=_due)
