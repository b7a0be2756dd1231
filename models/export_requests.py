"""Requests for exports with names: one person asks and says why, another approves, and the first uses it once."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, ForeignKey, LargeBinary, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Instant, Number
from models.sealing import new_seal_id, vault

LIFETIME = timedelta(hours=24)  # from the asking on
_TABLE, _REASON = "export_request", "reason"


class ExportRequest(Base):
    """What one person wants to take out with names, and what became of it. Kept for good, as the audit log is."""

    __tablename__ = _TABLE
    __table_args__ = ({"sqlite_autoincrement": True},)  # a number stands in the audit log, and is never given again

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    kind: Mapped[str]  # responses, plans
    survey: Mapped[str | None]
    wave: Mapped[str | None]
    reason_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    asked_by: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    approved_at: Mapped[datetime | None] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class What(NamedTuple):
    """What an export is of: a kind, and for responses the survey and perhaps a wave."""

    kind: str
    survey: str | None = None
    wave: str | None = None


class Request(NamedTuple):
    """A request, opened."""

    id: int
    what: What
    reason: str
    asked_by: int
    asked_at: datetime
    expires_at: datetime
    approved_by: int | None
    used_at: datetime | None


def ask(db: Connection, member: int, what: What, reason: str, moment: datetime) -> int:
    """A new request of a staff member; its number."""
    seal_id = new_seal_id()
    values = what._asdict() | {
        "seal_id": seal_id,
        "reason_sealed": vault(db).seal_text(reason, _TABLE, _REASON, seal_id),
        "asked_by": member,
        "asked_at": moment,
        "expires_at": moment + LIFETIME,
    }
    return db.execute(insert(ExportRequest).values(values).returning(ExportRequest.id)).scalar_one()


def find(db: Connection, number: int) -> Request | None:
    """The request with this number."""
    row = db.execute(select(ExportRequest.__table__).where(ExportRequest.id == number)).first()
    return None if row is None else _opened(db, row)


def listed(db: Connection, moment: datetime, *, over: bool = False) -> list[Request]:
    """The requests that are still good, or all with `over`; the newest first."""
    good = () if over else (ExportRequest.used_at.is_(None), ExportRequest.expires_at > moment)
    rows = db.execute(select(ExportRequest.__table__).where(*good).order_by(ExportRequest.id.desc())).all()
    return [_opened(db, row) for row in rows]


def approve(db: Connection, number: int, member: int, moment: datetime) -> bool:
    """A second person agrees; False when nobody has to any more, or when it is the same person."""
    open_ = (ExportRequest.approved_by.is_(None), ExportRequest.asked_by != member)
    return _change(db, number, moment, *open_, approved_by=member, approved_at=moment)


def use(db: Connection, number: int, member: int, moment: datetime) -> bool:
    """Whoever asked uses it up; False when it is not approved, not theirs, over, or used already."""
    ready = (ExportRequest.approved_by.is_not(None), ExportRequest.asked_by == member)
    return _change(db, number, moment, *ready, used_at=moment)


def _change(db: Connection, number: int, moment: datetime, *only: ColumnElement[bool], **values: object) -> bool:
    """One statement both looks and writes: of two at once, one succeeds."""
    good = (ExportRequest.used_at.is_(None), ExportRequest.expires_at > moment)
    changed = update(ExportRequest).where(ExportRequest.id == number, *good, *only).values(values)
    return bool(db.execute(changed).rowcount)


def _opened(db: Connection, row: Any) -> Request:
    reason = vault(db).open_text(row.reason_sealed, _TABLE, _REASON, row.seal_id) or ""
    what = What(row.kind, row.survey, row.wave)
    return Request(row.id, what, reason, row.asked_by, row.asked_at, row.expires_at, row.approved_by, row.used_at)
