"""The table of what rests between peers because of a freeze (`models.freezes`)."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Instant, Number


class PeerRest(Base):
    """An introduction or a request that rests; it goes when it has gone on, and both have been told."""

    __tablename__ = "peer_rest"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    introduction_id: Mapped[int | None] = mapped_column(ForeignKey("peer_introduction.id"), index=True, unique=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("peer_request.id"), index=True, unique=True)
    since: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    asker_told: Mapped[bool]
    asked_told: Mapped[bool]
    withdrawn: Mapped[bool]  # something that was on its way was taken back
