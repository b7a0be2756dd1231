"""What this installation keeps for itself: secrets it made, ids the providers gave it. Sealed like the rest."""

from sqlalchemy import Connection, LargeBinary, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.sealing import new_seal_id, vault


class Kept(Base):
    """A named value."""

    __tablename__ = "kept"

    name: Mapped[str] = mapped_column(primary_key=True)
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    value_sealed: Mapped[bytes] = mapped_column(LargeBinary)


def keep(db: Connection, name: str, value: str) -> None:
    """Keep `value` under `name`, in place of what was there."""
    forget(db, name)
    seal_id = new_seal_id()
    db.execute(insert(Kept).values(name=name, seal_id=seal_id, value_sealed=_seal(db, value, seal_id)))


def kept(db: Connection, name: str) -> str | None:
    """What is kept under `name`."""
    row = db.execute(select(Kept.seal_id, Kept.value_sealed).where(Kept.name == name)).one_or_none()
    return None if row is None else vault(db).open_text(row.value_sealed, "kept", "value", row.seal_id)


def forget(db: Connection, name: str) -> None:
    """Keep nothing under `name`."""
    db.execute(delete(Kept).where(Kept.name == name))


def _seal(db: Connection, value: str, seal_id: bytes) -> bytes | None:
    return vault(db).seal_text(value, "kept", "value", seal_id)
