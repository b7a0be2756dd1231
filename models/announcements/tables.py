"""The tables of announcements: what is written, in which languages, and what people answered."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Instant, Number

DRAFT, TO_APPROVE, PLANNED, SENDING = "draft", "to_approve", "planned", "sending"
HELD, PAUSED, CANCELLED, DONE = "held", "paused", "cancelled", "done"

#: What people may press under an announcement, and what of it is stored.
CHOICES = {
    "none": (),
    "rsvp": ("yes", "no", "maybe"),
    "rating": ("1", "2", "3", "4", "5"),
    "more": ("more",),
    "person": ("person",),
}


class Announcement(Base):
    """One announcement. Its audience is sealed, since it may name an agency.

    `state`: draft; to_approve until a second person has agreed; planned until it begins; sending; held after its first
    part, until staff let it go on; paused by staff, or by the programme itself (`why` says which); cancelled; done.
    """

    __tablename__ = "announcement"
    __table_args__ = ({"sqlite_autoincrement": True},)  # a number is never given to another one

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    audience_sealed: Mapped[bytes] = mapped_column(LargeBinary)  # an expression of `models.audience`
    state: Mapped[str]
    why: Mapped[str | None]  # it is paused: "staff", "failures", "stops", "content"
    choices: Mapped[str]  # a key of CHOICES
    revision: Mapped[int] = mapped_column(default=1)  # of the words that are sent from now on
    first_percent: Mapped[int] = mapped_column(default=0)  # of the audience who get it first; 0 for all at once
    whole: Mapped[bool] = mapped_column(default=False, server_default=false())  # all may get it, not only the first
    stop_at_percent: Mapped[int] = mapped_column(default=10)  # of failures or opt-outs among those who were written to
    starts_at: Mapped[datetime | None] = mapped_column(Instant)  # none: as soon as it is sent
    local: Mapped[bool] = mapped_column(default=False, server_default=false())  # at that hour of each one's own clock
    spread_minutes: Mapped[int] = mapped_column(default=0)  # over which the beginning is spread
    valid_until: Mapped[datetime] = mapped_column(Instant)  # after which nobody gets it any more
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by: Mapped[str]  # as in the audit log
    sent_by: Mapped[str | None]
    approved_by: Mapped[str | None]
    expected: Mapped[int | None]  # how many people it was to reach when it was sent off
    excluded: Mapped[str | None]  # JSON: how many were left out, by reason
    cursor: Mapped[int] = mapped_column(Number, default=0)  # the last person who was looked at
    seen: Mapped[int] = mapped_column(Number, default=0)  # who could be reached among those; for the first part
    complete: Mapped[bool] = mapped_column(default=False, server_default=false())  # everybody has a row in the outbox
    began_at: Mapped[datetime | None] = mapped_column(Instant)
    moved_at: Mapped[datetime] = mapped_column(Instant)  # into its state


class AnnouncementText(Base):
    """The words of one revision in one language; `more` is what is told to those who ask for more."""

    __tablename__ = "announcement_text"
    __table_args__ = (UniqueConstraint("announcement_id", "revision", "language"),)

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id"))
    revision: Mapped[int]
    language: Mapped[str]
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    body_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    more_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class AnnouncementFile(Base):
    """The picture or the document of an announcement, at most one; sealed, its id is its name in the file store."""

    __tablename__ = "announcement_file"

    id: Mapped[str] = mapped_column(primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id"), unique=True)
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    type: Mapped[str]
    name: Mapped[str]  # neutral, by kind
    size: Mapped[int]  # bytes, of what was sealed
    stored_at: Mapped[datetime] = mapped_column(Instant)


class AnnouncementAnswer(Base):
    """What somebody answered; only the last answer counts."""

    __tablename__ = "announcement_answer"

    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcement.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    answer: Mapped[str]
    revision: Mapped[int | None]  # of the words that she had when she answered
    at: Mapped[datetime] = mapped_column(Instant)
