"""The tables of what people did with resources: each person's own list, counts without persons, what was not found."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Instant

SHOWN, OPENED, SENT, SAVED, USEFUL, NOT_USEFUL, DEAD = (
    "shown",
    "opened",
    "sent",
    "saved",
    "useful",
    "not_useful",
    "dead",
)


class ResourceUse(Base):
    """What a person did with an item, where she needs it: her saved list, and nothing suggested twice."""

    __tablename__ = "resource_use"

    item_id: Mapped[int] = mapped_column(ForeignKey("resource_item.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    shown_at: Mapped[datetime | None] = mapped_column(Instant)  # unasked: as a suggestion or in a digest
    opened_at: Mapped[datetime | None] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    saved_at: Mapped[datetime | None] = mapped_column(Instant)
    useful: Mapped[bool | None]
    dead_at: Mapped[datetime | None] = mapped_column(Instant)


class ResourceTally(Base):
    """How often something was done with an item in a month; nobody is in it, and so it stays when somebody goes."""

    __tablename__ = "resource_tally"

    item_id: Mapped[int] = mapped_column(ForeignKey("resource_item.id"), primary_key=True)
    month: Mapped[str] = mapped_column(primary_key=True)  # such as 2026-11
    what: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class ResourceMiss(Base):
    """A search that found nothing, without the person: only what was looked for, in which month and language."""

    __tablename__ = "resource_miss"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)  # a hash, so that the order tells nothing
    month: Mapped[str]
    language: Mapped[str]
    count: Mapped[int]
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    query_sealed: Mapped[bytes] = mapped_column(LargeBinary)


class ResourceFollow(Base):
    """A person wants to hear of what is new under a topic."""

    __tablename__ = "resource_follow"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("resource_topic.id"), primary_key=True, index=True)
    since: Mapped[datetime] = mapped_column(Instant)


class ResourceDigest(Base):
    """When a person who follows a topic is told next, and of what she knows already."""

    __tablename__ = "resource_digest"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    told_until: Mapped[datetime] = mapped_column(Instant)  # what was added until then is not news
    due_at: Mapped[datetime] = mapped_column(Instant, index=True)
