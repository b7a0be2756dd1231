"""Which process sends on a channel, where there may be several."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.postgresql import insert as insert_into_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_into_sqlite
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Instant, Number
from models.statements import Prepared

NOBODY_ELSE = 0  # the fence of the only process there can be: nothing has to be looked at


class Holder(Base):
    """Who sends on a channel: the number grows with every process that takes over, and fences off those before it."""

    __tablename__ = "holder"

    channel: Mapped[str] = mapped_column(primary_key=True)
    fence: Mapped[int] = mapped_column(Number, default=0)
    since: Mapped[datetime] = mapped_column(Instant)


class Deposed(Exception):
    """Another process has taken over; this one may claim nothing more."""


_FENCE = Prepared(select(Holder.fence).where(Holder.channel == bindparam("of")).with_for_update(read=True))


def take(db: Connection, channel: str, moment: datetime) -> int:
    """Take over `channel`: its new fence number, higher than that of everybody who had it before.

    It waits for claims that are being made under an older number; later ones are refused.
    """
    insert = insert_into_postgresql if db.dialect.name == "postgresql" else insert_into_sqlite
    anew = insert(Holder).values(channel=channel, fence=1, since=moment)
    after = {"fence": Holder.fence + 1, "since": moment}
    raised = anew.on_conflict_do_update(index_elements=[Holder.channel], set_=after).returning(Holder.fence)
    return db.execute(raised).scalar_one()


def check(db: Connection, channel: str, fence: int) -> None:
    """Make sure that nobody takes over `channel` before this transaction ends. Raises `Deposed` if somebody has."""
    if fence != NOBODY_ELSE and _FENCE.number(db, of=channel) != fence:
        raise Deposed


def fences(db: Connection) -> dict[str, int]:
    """The fence number of every channel that was ever taken over."""
    return {row.channel: row.fence for row in db.execute(select(Holder.channel, Holder.fence))}
