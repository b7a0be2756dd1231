"""What was sent to a person unasked, so that it does not become too much."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, ForeignKey, Index, bindparam, insert, select, union_all, update
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Instant, Number
from models.contacts import Contact
from models.conversations import ASIDE, ENDED, OPEN, Talk
from models.messages import CANCELLED, DELIVERED, QUEUED, READ, SENT, WAITING, Message
from models.people import Person
from models.statements import Prepared, Query

LASTS = timedelta(days=7)  # an unanswered one, and what counts as recent


class Prompt(Base):
    """One message that nobody asked for, and the conversation it began."""

    __tablename__ = "prompt"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    kind: Mapped[str]
    talk_id: Mapped[int | None] = mapped_column(Number)  # of the conversation; it may have been forgotten since
    message_id: Mapped[int | None] = mapped_column(Number)
    knocks: Mapped[bool]  # the message only asks her to write, and the question follows
    at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)  # answered, put off, or given up


_IS_OPEN = Prompt.ended_at.is_(None)
Index("ix_prompt_open", Prompt.at, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN)

#: A prompt waits for its person as long as its conversation does.
WAITS = _IS_OPEN & select(Talk.id).where(Talk.id == Prompt.talk_id, Talk.status.in_((OPEN, ASIDE))).exists()


class Begun(NamedTuple):
    """A prompt that was sent, and the conversation it began."""

    id: int
    person: int
    talk: int | None


class _At(NamedTuple):
    at: datetime


_PROMPTED = select(Prompt.at).where(Prompt.person_id == bindparam("person"), Prompt.at > bindparam("since"))
_ANNOUNCED = select(Message.moved_at).where(
    Message.contact_id.in_(select(Contact.id).where(Contact.person_id == bindparam("person"))),
    Message.person_id == bindparam("person"),
    Message.revision.is_not(None),
    Message.moved_at > bindparam("since"),
)
_RECENT = Query(union_all(_PROMPTED, _ANNOUNCED), _At)
_NAMES = ("person_id", "contact_id", "kind", "talk_id", "message_id", "knocks", "at")
_INSERT = Prepared(insert(Prompt).values({name: bindparam(name) for name in _NAMES}))
_END = Prepared(
    update(Prompt).where(Prompt.person_id == bindparam("person"), _IS_OPEN).values(ended_at=bindparam("moment"))
)
_END_ONE = Prepared(update(Prompt).where(Prompt.id == bindparam("prompt")).values(ended_at=bindparam("moment")))
_OF_TALK = Prompt.talk_id == bindparam("talk")
_SHOWN = Prepared(
    select(Message.id)
    .join(Prompt, Prompt.message_id == Message.id)
    .where(_OF_TALK, Prompt.knocks.is_(False), Message.state.in_((SENT, DELIVERED, READ)))
)
_TAKE_BACK = Prepared(
    update(Message)
    .where(
        Message.id.in_(select(Prompt.message_id).where(_OF_TALK)),
        Message.state.in_((QUEUED, WAITING)),
    )
    .values(state=CANCELLED, moved_at=bindparam("moment"))
)
_OVER = Query(
    select(Prompt.id, Prompt.person_id, Prompt.talk_id)
    .where(_IS_OPEN, (Prompt.at <= bindparam("since")) | ~WAITS)
    .order_by(Prompt.at)
    .limit(bindparam("most"))
    .with_for_update(of=Prompt.__table__, skip_locked=True),
    Begun,
)
_END_TALK = Prepared(
    update(Talk)
    .where(Talk.id == bindparam("talk"), Talk.status.in_((OPEN, ASIDE)), Talk.updated_at <= bindparam("since"))
    .values(status=ENDED)
)
_HOLD = Prepared(
    select(Person.id).where(Person.id == bindparam("person")).with_for_update(key_share=True, skip_locked=True)
)


def recent(db: Connection, person: int, moment: datetime) -> tuple[datetime, ...]:
    """When something was sent to `person` unasked in the seven days before `moment`, announcements as well."""
    return tuple(row.at for row in _RECENT.all(db, person=person, since=moment - LASTS))


def begin(
    db: Connection, person: int, contact: int, kind: str, talk: int, message: int, moment: datetime, *, knocks: bool
) -> None:
    """Note what is sent to `person`, the conversation it began, and the message that asks its question or knocks."""
    ids = {"person_id": person, "contact_id": contact, "talk_id": talk, "message_id": message}
    _INSERT.run(db, kind=kind, knocks=knocks, at=moment, **ids)


def end(db: Connection, person: int, moment: datetime) -> None:
    """Whatever was sent to `person` has been dealt with."""
    _END.run(db, person=person, moment=moment)


def met(db: Connection, talk: int, moment: datetime) -> bool:
    """Whether the person can have seen the question of a conversation that we began, now that she writes.

    If not, its message is taken back where it still waits: the question is shown in our answer.
    """
    if _SHOWN.number(db, talk=talk) is not None:
        return True
    _TAKE_BACK.run(db, talk=talk, moment=moment)
    return False


def over(db: Connection, moment: datetime, most: int) -> list[Begun]:
    """Up to `most` prompts to end: nobody answered for seven days, or their conversation is over."""
    return _OVER.all(db, since=moment - LASTS, most=most)


def give_up(db: Connection, prompt: Begun, moment: datetime) -> None:
    """End a prompt, and in silence its conversation too unless somebody has been in it lately."""
    _END_ONE.run(db, prompt=prompt.id, moment=moment)
    if prompt.talk is not None:
        _TAKE_BACK.run(db, talk=prompt.talk, moment=moment)
        _END_TALK.run(db, talk=prompt.talk, since=moment - LASTS)


def hold(db: Connection, person: int) -> bool:
    """Let nobody else write to or answer `person` until the transaction ends; False where somebody does just now.

    It never waits, so that a batch may hold many people. SQLite has one writer, which is lock enough.
    """
    return db.dialect.name == "sqlite" or _HOLD.number(db, person=person) is not None
