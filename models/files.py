"""Files that people sent: rewritten before they come here, sealed, and kept outside the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import Connection, ForeignKey, LargeBinary, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from models.announcements.tables import AnnouncementFile
from models.base import Base, Instant, now
from models.peers.tables import PeerMessage
from models.resources.tables import ResourceFile
from models.sealing import Vault, new_seal_id


class StoredFile(Base):
    """A sealed file; its id is its name in the store. Without a report it is swept after a day."""

    __tablename__ = "stored_file"

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("progress_report.id"), index=True)
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    type: Mapped[str]
    name: Mapped[str]  # neutral, by kind: never what the sender called it
    size: Mapped[int]
    stored_at: Mapped[datetime] = mapped_column(Instant)


class Sealed(NamedTuple):
    """A file ready to be stored: `content` is already sealed; `size` is that of what was sealed, in bytes."""

    id: str
    seal_id: bytes
    type: str
    name: str
    size: int
    content: bytes


def seal(vault: Vault, data: bytes, type: str, name: str) -> Sealed:
    """`data` sealed under a new id."""
    id, seal_id = uuid4().hex, new_seal_id()
    return Sealed(id, seal_id, type, name, len(data), vault.seal(data, "stored_file", id, seal_id))


def record(db: Connection, file: Sealed, person: int) -> None:
    """Note a file that lies in the store, in the same transaction as the turn it answers."""
    db.execute(
        insert(StoredFile).values(
            id=file.id,
            person_id=person,
            seal_id=file.seal_id,
            type=file.type,
            name=file.name,
            size=file.size,
            stored_at=now(),
        )
    )


def keep_with(db: Connection, ids: Sequence[str], person: int, report: int) -> None:
    """Let files belong to a report, so that they are not swept."""
    db.execute(
        update(StoredFile).where(StoredFile.id.in_(ids), StoredFile.person_id == person).values(report_id=report)
    )


def known(db: Connection, ids: Sequence[str]) -> set[str]:
    """Which of `ids` the database knows."""
    found = (
        db.scalars(select(table.id).where(table.id.in_(ids))) for table in (StoredFile, AnnouncementFile, ResourceFile)
    )
    return {id for each in found for id in each}


def forget_unused(db: Connection, before: datetime) -> list[str]:
    """Forget files that came before `before` and belong to nothing; their ids, to be deleted from the store."""
    relayed = select(PeerMessage.id).where(PeerMessage.file_id == StoredFile.id).exists()
    unused = delete(StoredFile).where(StoredFile.report_id.is_(None), StoredFile.stored_at < before, ~relayed)
    return list(db.scalars(unused.returning(StoredFile.id)))
