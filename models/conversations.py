"""Conversations as they lie in the store: sealed, one open for each owner, the interrupted ones set aside."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, ForeignKey, Index, LargeBinary, bindparam, delete, false, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from dialogue.conversation import Conversation, dump, load
from models.base import Base, Instant, Number
from models.sealing import new_seal_id, vault
from models.statements import Prepared, Query

OPEN, ASIDE, ENDED = "open", "aside", "ended"


class Talk(Base):
    """A conversation: whose (`owner` is p and a person's id, or c and a stranger's contact), and where it was shown."""

    __tablename__ = "conversation"
    __table_args__ = ({"sqlite_autoincrement": True},)  # a number is never given to somebody else

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    owner: Mapped[str]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    flow: Mapped[str]
    status: Mapped[str]
    upload: Mapped[bool] = mapped_column(default=False)  # the open question is answered by a file
    unseen: Mapped[bool] = mapped_column(default=False, server_default=false())  # begun by us: see `prompts.met`
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    state_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    updated_at: Mapped[datetime] = mapped_column(Instant)


Index(
    "ix_conversation_open",
    Talk.owner,
    unique=True,
    sqlite_where=Talk.status == OPEN,
    postgresql_where=Talk.status == OPEN,
)
Index("ix_conversation_aside", Talk.owner, sqlite_where=Talk.status == ASIDE, postgresql_where=Talk.status == ASIDE)


class Held(NamedTuple):
    """A stored conversation as the message path needs it."""

    id: int
    contact_id: int
    flow: str
    upload: bool
    unseen: bool
    seal_id: bytes
    state_sealed: bytes
    updated_at: datetime


_COLUMNS = (
    Talk.id,
    Talk.contact_id,
    Talk.flow,
    Talk.upload,
    Talk.unseen,
    Talk.seal_id,
    Talk.state_sealed,
    Talk.updated_at,
)
_OPEN = Query(select(*_COLUMNS).where(Talk.owner == bindparam("whose"), Talk.status == OPEN), Held)
_LAST_LEFT = Query(
    select(*_COLUMNS)
    .where(Talk.owner == bindparam("whose"), Talk.status == ASIDE)
    .order_by(Talk.updated_at.desc())
    .limit(1),
    Held,
)
_LEFT = Query(
    select(*_COLUMNS).where(Talk.id == bindparam("talk"), Talk.owner == bindparam("whose"), Talk.status == ASIDE), Held
)
_STATUS = Prepared(update(Talk).where(Talk.id == bindparam("talk")).values(status=bindparam("to")))
_HIDE = Prepared(
    update(Talk)
    .where(Talk.owner == bindparam("whose"), Talk.flow == bindparam("begun"), Talk.status == OPEN)
    .values(unseen=True)
    .returning(Talk.id)
)
_INSERT = Prepared(
    insert(Talk)
    .values(
        owner=bindparam("owner"),
        contact_id=bindparam("contact_id"),
        flow=bindparam("flow"),
        status=OPEN,
        upload=bindparam("upload"),
        unseen=False,
        seal_id=bindparam("seal_id"),
        state_sealed=bindparam("state_sealed"),
        updated_at=bindparam("updated_at"),
    )
    .returning(Talk.id)
)
_UPDATE = Prepared(
    update(Talk)
    .where(Talk.id == bindparam("talk"))
    .values(
        owner=bindparam("whose"),
        contact_id=bindparam("contact"),
        status=bindparam("to"),
        upload=bindparam("file"),
        unseen=False,
        state_sealed=bindparam("sealed"),
        updated_at=bindparam("moment"),
    )
)


def opened(db: Connection, owner: str) -> Held | None:
    """The conversation that `owner` is in."""
    return _OPEN.first(db, whose=owner)


def set_aside(db: Connection, owner: str) -> Held | None:
    """The conversation that `owner` left last and may take up again."""
    return _LAST_LEFT.first(db, whose=owner)


def left(db: Connection, owner: str, talk: int) -> Held | None:
    """One conversation that `owner` left, if it can still be taken up."""
    return _LEFT.first(db, whose=owner, talk=talk)


def move(db: Connection, talk: int, status: str) -> None:
    """Open, set aside or end a conversation."""
    _STATUS.run(db, talk=talk, to=status)


def state(db: Connection, held: Held) -> Conversation:
    """What the conversation has settled."""
    return load(vault(db).open(held.state_sealed, "conversation", "state", held.seal_id))


def begin(db: Connection, owner: str, contact: int, flow: str, moment: datetime) -> Held:
    """A new open conversation, empty so far; whatever was open has to be moved first."""
    seal_id = new_seal_id()
    empty = vault(db).seal(b"{}", "conversation", "state", seal_id)
    values = {
        "owner": owner,
        "contact_id": contact,
        "flow": flow,
        "upload": False,
        "seal_id": seal_id,
        "state_sealed": empty,
        "updated_at": moment,
    }
    number = _INSERT.number(db, **values)
    if number is None:
        raise LookupError("the new conversation has no id")
    return Held(number, contact, flow, False, False, seal_id, empty, moment)


def keep(
    db: Connection,
    held: Held,
    conversation: Conversation,
    *,
    owner: str,
    contact: int,
    status: str,
    upload: bool,
    moment: datetime,
) -> None:
    """Store what a turn has settled, and where its question was shown."""
    sealed = vault(db).seal(dump(conversation), "conversation", "state", held.seal_id)
    _UPDATE.run(
        db,
        talk=held.id,
        whose=owner,
        contact=contact,
        to=status,
        file=upload,
        sealed=sealed,
        moment=moment,
    )


def hide(db: Connection, owner: str, flow: str) -> int | None:
    """Remember that `owner` has not seen the question yet of a flow that we began; the conversation, if it is open."""
    return _HIDE.number(db, whose=owner, begun=flow)


def sweep(db: Connection, before: datetime) -> int:
    """Forget conversations that ended before `before`; how many."""
    return db.execute(delete(Talk).where(Talk.status == ENDED, Talk.updated_at < before)).rowcount
