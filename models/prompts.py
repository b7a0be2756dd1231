"""What was sent to a person unasked, so that it does not become too much."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Instant, Number


class Prompt(Base):
    """One message that nobody asked for, and the conversation it began."""

    __tablename__ = "prompt"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    kind: Mapped[str]
    talk_id: Mapped[int | None] = mapped_column(Number)  # of the conversation; it may have been forgotten since
    message_id: Mapped[int | None] = mapped_column(Number)  # that shows its question; none behind a knock
    at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)  # answered, put off, or given up


_IS_OPEN = Prompt.ended_at.is_(None)
Index("ix_prompt_open", Prompt.at, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN)
