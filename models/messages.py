"""The messages we send, one row each: their states, and what a receipt may change."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Instant, Number

QUEUED, SENDING, SENT, DELIVERED, READ = "queued", "sending", "sent", "delivered", "read"
FAILED, UNCERTAIN, SKIPPED, CANCELLED, EXPIRED = "failed", "uncertain", "skipped", "cancelled", "expired"
UNDONE = "undone"  # it was sent, and is being deleted where it can be
WAITING = "waiting"  # for the person to write, which opens WhatsApp's window
REPLY, BULK, ANNOUNCED, KNOCK = "reply", "bulk", "announced", "knock"

#: A receipt moves a message up in this order and never down; a failure counts until somebody saw the message.
RANK = {QUEUED: 0, SENDING: 1, UNCERTAIN: 2, SENT: 3, FAILED: 4, DELIVERED: 5, READ: 6}


class Message(Base):
    """One message to one contact.

    `lane` is reply; bulk for a prompt that nobody asked for; announced for a recipient's copy of an announcement, which
    is reply once she asked to see it; knock for a template that announces one, or that a peer has written. What belongs
    to an announcement has no body of its own: its words are those of the announcement, in the `revision` that was sent.
    """

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    channel: Mapped[str]
    lane: Mapped[str]
    state: Mapped[str]
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    body_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    tries: Mapped[int] = mapped_column(default=0)
    provider_id: Mapped[str | None]
    error: Mapped[str | None]  # the provider's code, never its text
    moved_at: Mapped[datetime | None] = mapped_column(Instant)  # into the state it is in
    announcement_id: Mapped[int | None] = mapped_column(Number)
    person_id: Mapped[int | None] = mapped_column(Number)  # whose copy of the announcement it is; a knock is nobody's
    revision: Mapped[int | None]
    corrects: Mapped[int | None]  # it goes out again, as a correction of this revision, which she has


_QUEUED = Message.state == QUEUED
_UNDER_WAY = Message.state.in_((QUEUED, SENDING))
Index(
    "ix_message_queued",
    Message.channel,
    Message.lane,
    Message.due_at,
    Message.id,
    sqlite_where=_QUEUED,
    postgresql_where=_QUEUED,
)
_WAITS = Message.state == WAITING
Index("ix_message_waiting", Message.contact_id, sqlite_where=_WAITS, postgresql_where=_WAITS)
Index("ix_message_under_way", Message.contact_id, Message.id, sqlite_where=_UNDER_WAY, postgresql_where=_UNDER_WAY)
_IS_COPY = Message.person_id.is_not(None)
Index(
    "ix_message_recipient",
    Message.announcement_id,
    Message.person_id,
    unique=True,
    sqlite_where=_IS_COPY,
    postgresql_where=_IS_COPY,
)
_IS_ANNOUNCED = Message.announcement_id.is_not(None)
Index(
    "ix_message_announced",
    Message.announcement_id,
    Message.state,
    Message.channel,
    Message.lane,
    Message.due_at,
    Message.id,
    sqlite_where=_IS_ANNOUNCED,
    postgresql_where=_IS_ANNOUNCED,
)
_IS_UNCERTAIN = Message.state == UNCERTAIN
Index(
    "ix_message_uncertain",
    Message.channel,
    Message.moved_at,
    sqlite_where=_IS_UNCERTAIN,
    postgresql_where=_IS_UNCERTAIN,
)
_TO_DELETE = (Message.state == UNDONE) & Message.provider_id.is_not(None)
Index("ix_message_undone", Message.id, sqlite_where=_TO_DELETE, postgresql_where=_TO_DELETE)
