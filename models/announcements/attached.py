"""The picture or the document of an announcement: at most one, sealed, in the file store under its id."""

from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from models.announcements.tables import AnnouncementFile
from models.base import now
from models.files import Sealed
from models.sealing import Vault


class Attached(NamedTuple):
    """The file of an announcement; `type` is its MIME type, `name` a neutral one."""

    id: str
    seal_id: bytes
    type: str
    name: str


def attach(db: Connection, announcement: int, file: Sealed) -> None:
    """Let a file that lies in the store go out with an announcement, in place of any other."""
    db.execute(delete(AnnouncementFile).where(AnnouncementFile.announcement_id == announcement))
    values = {
        "id": file.id,
        "announcement_id": announcement,
        "seal_id": file.seal_id,
        "type": file.type,
        "name": file.name,
        "size": file.size,
        "stored_at": now(),
    }
    db.execute(insert(AnnouncementFile).values(values))


def attached(db: Connection, announcement: int) -> Attached | None:
    """The file of an announcement, if it has one."""
    columns = (AnnouncementFile.id, AnnouncementFile.seal_id, AnnouncementFile.type, AnnouncementFile.name)
    row = db.execute(select(*columns).where(AnnouncementFile.announcement_id == announcement)).one_or_none()
    return None if row is None else Attached._make(row)


def opened(vault: Vault, file: Attached, sealed: bytes) -> bytes:
    """The content of a file as `models.files.seal` was given it. Raises `CannotOpen`."""
    return vault.open(sealed, "stored_file", file.id, file.seal_id)
