"""The tables of resources: items as they are now and as they were, topics, files and links."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Instant, Number

KINDS = ("document", "link", "video", "form", "course")
#: What may get in the way of a plan, as `handlers.progress` asks it.
HURDLES = ("resources", "command", "time", "transfer", "turnover", "rules", "insecurity", "other")


class ResourceCounter(Base):
    """One row: moved on by every change to an item, and locked by whoever changes items until that is durable."""

    __tablename__ = "resource_counter"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(Number)


class ResourceTopic(Base):
    """What a resource may be about; `place` is its order."""

    __tablename__ = "resource_topic"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    place: Mapped[int]


class ResourceTopicName(Base):
    """The name of a topic in one language."""

    __tablename__ = "resource_topic_name"

    topic_id: Mapped[int] = mapped_column(ForeignKey("resource_topic.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class ResourceTopicHurdle(Base):
    """A hurdle against which what is filed under a topic may help."""

    __tablename__ = "resource_topic_hurdle"

    topic_id: Mapped[int] = mapped_column(ForeignKey("resource_topic.id"), primary_key=True)
    hurdle: Mapped[str] = mapped_column(primary_key=True)


class ResourceAudience(Base):
    """For whom some items are; sealed, since it may name an agency."""

    __tablename__ = "resource_audience"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    audience_sealed: Mapped[bytes] = mapped_column(LargeBinary)  # an expression of `models.audience`


class ResourceItem(Base):
    """A resource as it is now. An item is withdrawn, never deleted: people have it, and figures speak of it."""

    __tablename__ = "resource_item"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    version: Mapped[int]
    source: Mapped[str | None]
    licence: Mapped[str | None]
    valid_until: Mapped[date | None]  # the last day
    audience_id: Mapped[int | None] = mapped_column(ForeignKey("resource_audience.id"))  # none: everybody
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)  # of all that was imported, files included
    revision: Mapped[int] = mapped_column(Number, unique=True)  # of the counter, when it last changed
    added_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)


class ResourceItemTopic(Base):
    """An item is filed under a topic."""

    __tablename__ = "resource_item_topic"

    item_id: Mapped[int] = mapped_column(ForeignKey("resource_item.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("resource_topic.id"), primary_key=True, index=True)


class ResourceFile(Base):
    """A sealed file of an item, of whatever version; its id is its name in the file store."""

    __tablename__ = "resource_file"

    id: Mapped[str] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("resource_item.id"), index=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)  # of the file as staff gave it
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    type: Mapped[str]
    name: Mapped[str]
    size: Mapped[int]  # bytes, of what is sent
    stored_at: Mapped[datetime] = mapped_column(Instant)


class ResourceLink(Base):
    """An address that items lead to, and whether it still leads anywhere."""

    __tablename__ = "resource_link"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    url: Mapped[str] = mapped_column(unique=True)
    due_at: Mapped[datetime] = mapped_column(Instant, index=True)  # the next look
    checked_at: Mapped[datetime | None] = mapped_column(Instant)
    outcome: Mapped[str | None]  # ok, or why not: a word or a status of HTTP
    failures: Mapped[int] = mapped_column(default=0)  # looks in a row that failed
    failing_since: Mapped[datetime | None] = mapped_column(Instant)


class ResourceText(Base):
    """An item in one language. Without a title it only has words by which people of that language find it."""

    __tablename__ = "resource_text"

    item_id: Mapped[int] = mapped_column(ForeignKey("resource_item.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    summary: Mapped[str]
    words: Mapped[str]
    link_id: Mapped[int | None] = mapped_column(ForeignKey("resource_link.id"), index=True)
    file_id: Mapped[str | None] = mapped_column(ForeignKey("resource_file.id"))
    light_id: Mapped[str | None] = mapped_column(ForeignKey("resource_file.id"))


class ResourceVersion(Base):
    """What an item was in one version: JSON of a `models.resources.items.Item`, files by their ids."""

    __tablename__ = "resource_version"

    item_id: Mapped[int] = mapped_column(ForeignKey("resource_item.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by: Mapped[str]  # as in the audit log


_LIVE = ResourceItem.withdrawn_at.is_(None)
Index("ix_resource_item_added_at", ResourceItem.added_at, sqlite_where=_LIVE, postgresql_where=_LIVE)
