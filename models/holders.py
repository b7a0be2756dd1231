"""Which process sends on a channel, where there may be several."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Instant, Number


class Holder(Base):
    """Who sends on a channel: the number grows with every process that takes over, and fences off those before it."""

    __tablename__ = "holder"

    channel: Mapped[str] = mapped_column(primary_key=True)
    fence: Mapped[int] = mapped_column(Number, default=0)
    since: Mapped[datetime] = mapped_column(Instant)


class Deposed(Exception):
    """Another process sends on this channel now. (Part E completes this file.)"""


def check(db: object, channel: str, fence: int) -> None:
    """Part E writes this."""
