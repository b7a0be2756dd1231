"""What staff did, written once: each entry carries the hash of the one before, so that a change is seen."""

import json
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Instant, Number, now
from models.statements import one_at_a_time

_ONE_AT_A_TIME = 0x4C617A61  # of PostgreSQL's advisory locks


class AuditEntry(Base):
    """One action of one member of staff; `detail` holds ids and counts, never names."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str]
    action: Mapped[str]
    detail: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


def write(db: Connection, actor: str, action: str, **detail: str | int | None) -> None:
    """Add an entry to the end of the chain."""
    one_at_a_time(db, _ONE_AT_A_TIME)
    last = db.execute(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)).scalar()
    values = {
        "at": now().replace(microsecond=0),
        "actor": actor,
        "action": action,
        "detail": json.dumps(detail, sort_keys=True),
        "previous": last or "",
    }
    db.execute(insert(AuditEntry).values(hash=_hash(values), **values))


def altered(db: Connection) -> int | None:
    """The number of the first entry that is not as it was written, or None."""
    previous = ""
    for row in db.execute(select(AuditEntry.__table__).order_by(AuditEntry.id)):
        values = {name: getattr(row, name) for name in ("at", "actor", "action", "detail", "previous")}
        if row.previous != previous or row.hash != _hash(values):
            return int(row.id)
        previous = row.hash
    return None


def _hash(values: dict[str, object]) -> str:
    moment = values["at"]
    parts = [
        moment.isoformat() if isinstance(moment, datetime) else "",
        *(str(values[name]) for name in list(values)[1:]),
    ]
    return sha256("\0".join(parts).encode()).hexdigest()
