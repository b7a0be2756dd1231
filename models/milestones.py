"""The steps of an action plan, each with its date, ticked off one by one."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, false
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Instant, Number


class Milestone(Base):
    """One step of a plan; its title is sealed."""

    __tablename__ = "milestone"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("action_plan.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    title_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    due_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(Instant)
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    remind_at: Mapped[datetime | None] = mapped_column(Instant)  # when to ask after it; none: not to be asked after
    promised: Mapped[bool] = mapped_column(default=False, server_default=false())  # she was told that moment herself


_TO_REMIND = Milestone.remind_at.is_not(None)
Index("ix_milestone_remind_at", Milestone.remind_at, sqlite_where=_TO_REMIND, postgresql_where=_TO_REMIND)
