"""The tables of peers. Whatever somebody wrote is sealed; who they are stands nowhere but in `person`."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Instant, Number

HELPS, SEEKS = "helps", "seeks"
#: How a request stands.
OPEN, MET, OVER = "open", "met", "over"
#: How an introduction stands: somebody was chosen, was asked, and said no, or nothing, or yes, until it ended. In a
#: round nobody is asked: two are paired until one of them is told.
CHOSEN, ASKED, NO, SILENT, ENDED, PAIRED = "chosen", "asked", "no", "silent", "ended", "paired"
LIVE = (CHOSEN, ASKED, PAIRED, OPEN)
ASKER, BOTH = "asker", "both"
MESSAGE, RECEIVED, TALK = "message", "received", "conversation"


class PeerProfile(Base):
    """A person may be asked by peers; region and rank are those of her profile, and told only if she chose so."""

    __tablename__ = "peer_profile"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    name_key: Mapped[bytes] = mapped_column(LargeBinary)  # the look-up hash of her full name
    languages: Mapped[str]  # in which she can help, with spaces between
    shows_region: Mapped[bool]
    shows_rank: Mapped[bool]
    same_agency: Mapped[bool]  # she wants to meet people of her own agency, too
    paused_at: Mapped[datetime | None] = mapped_column(Instant)
    asked_at: Mapped[datetime | None] = mapped_column(Instant)  # the last time somebody was to meet her
    rounds_at: Mapped[datetime | None] = mapped_column(Instant)  # since when she is in the monthly round, if she is
    updated_at: Mapped[datetime] = mapped_column(Instant)


class PeerTopic(Base):
    """A topic that she can help with, or seeks help with."""

    __tablename__ = "peer_topic"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("resource_topic.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(Instant, server_default=text("0"))  # as her profile has it; never: 1970


Index("ix_peer_topic_found", PeerTopic.topic_id, PeerTopic.kind, PeerTopic.asked_at, PeerTopic.person_id)


class PeerAvoided(Base):
    """An agency or a person whom she never wants to meet here; found by its hash, and read by herself only."""

    __tablename__ = "peer_avoided"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    key: Mapped[bytes] = mapped_column(LargeBinary, index=True)
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    name_sealed: Mapped[bytes] = mapped_column(LargeBinary)


class PeerBlock(Base):
    """Somebody does not want to meet somebody any more; neither is ever asked for the other."""

    __tablename__ = "peer_block"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    blocked_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(Instant)


class PeerRequest(Base):
    """Somebody looks for a peer, with the reason in her own words."""

    __tablename__ = "peer_request"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("resource_topic.id"))
    region: Mapped[str | None]  # of `models.peers.regions`
    rank_band: Mapped[str | None]  # of `models.ranks`
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    reason_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(Instant)
    answer_at: Mapped[datetime] = mapped_column(Instant)  # when she is told that nobody can, whatever came of it
    due_at: Mapped[datetime | None] = mapped_column(Instant)  # the next look at it


class PeerIntroduction(Base):
    """One person is asked for another. Until both agreed to more, each is to the other an alias and nothing else."""

    __tablename__ = "peer_introduction"
    __table_args__ = ({"sqlite_autoincrement": True},)  # a number stands on buttons, and is never given again

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("peer_request.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(Number, index=True)  # instead: the round in which the two were paired
    asker_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asked_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[str]
    asker_alias: Mapped[int]
    asked_alias: Mapped[int]
    begun_at: Mapped[datetime] = mapped_column(Instant)
    until: Mapped[datetime] = mapped_column(Instant)  # for an answer
    opened_at: Mapped[datetime | None] = mapped_column(Instant)
    written_at: Mapped[datetime | None] = mapped_column(Instant)  # the last time that one wrote to the other
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    due_at: Mapped[datetime | None] = mapped_column(Instant)  # the next look at it
    tell: Mapped[str | None]  # who is still to hear that it has ended: asker, asked, both
    asker_step: Mapped[int]  # what each of them agreed to tell: 0 nothing, 1 name and state, 2 how to be reached
    asked_step: Mapped[int]
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    asker_contact_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    asked_contact_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class PeerMessage(Base):
    """What one wrote to the other, or to a circle: kept for a report, as long as the setting says."""

    __tablename__ = "peer_message"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    introduction_id: Mapped[int | None] = mapped_column(ForeignKey("peer_introduction.id"), index=True)
    circle_id: Mapped[int | None] = mapped_column(ForeignKey("circle.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    body_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    file_id: Mapped[str | None] = mapped_column(ForeignKey("stored_file.id"))
    at: Mapped[datetime] = mapped_column(Instant, index=True)


class PeerTrace(Base):
    """Where else the words of an introduction or a circle lie: a message that went out or came in, or a conversation.

    Of a circle it says who wrote them, since they go when she is erased; the service itself is nobody.
    """

    __tablename__ = "peer_trace"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    introduction_id: Mapped[int | None] = mapped_column(ForeignKey("peer_introduction.id"), index=True)
    circle_id: Mapped[int | None] = mapped_column(ForeignKey("circle.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    row: Mapped[int] = mapped_column(Number)
    at: Mapped[datetime] = mapped_column(Instant, index=True)


_REQUEST_DUE, _INTRODUCTION_DUE = PeerRequest.due_at.is_not(None), PeerIntroduction.due_at.is_not(None)
Index("ix_peer_request_due", PeerRequest.due_at, sqlite_where=_REQUEST_DUE, postgresql_where=_REQUEST_DUE)
Index(
    "ix_peer_introduction_due",
    PeerIntroduction.due_at,
    sqlite_where=_INTRODUCTION_DUE,
    postgresql_where=_INTRODUCTION_DUE,
)
_WAITS = PeerIntroduction.state.in_((CHOSEN, ASKED))
Index("ix_peer_introduction_waiting", PeerIntroduction.asked_id, sqlite_where=_WAITS, postgresql_where=_WAITS)
for _column in (PeerMessage.circle_id, PeerMessage.file_id, PeerTrace.circle_id, PeerTrace.author_id):
    _there = _column.is_not(None)  # which is rare, and each message writes to every index
    Index(f"ix_{_column.class_.__tablename__}_{_column.key}", _column, sqlite_where=_there, postgresql_where=_there)
