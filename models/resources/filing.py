"""The files of resources: sealed like all others, in the file store under their ids."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from models.files import Sealed
from models.resources.tables import ResourceFile
from models.sealing import Vault

SHOWN_AS = "resource"  # the kind of what a message shows that brings a file of a resource; its data are the file's id


class Kept(NamedTuple):
    """A file of a resource: `type` is its MIME type, `name` what it is sent as, `size` in bytes."""

    id: str
    seal_id: bytes
    type: str
    name: str
    size: int


def record(db: Connection, file: Sealed, item: int, given: bytes, moment: datetime) -> None:
    """Note a file that lies in the store; `given` is the fingerprint of what staff gave."""
    values = {"id": file.id, "item_id": item, "fingerprint": given, "seal_id": file.seal_id, "type": file.type}
    db.execute(insert(ResourceFile).values(**values, name=file.name, size=file.size, stored_at=moment))


def find(db: Connection, id: str) -> Kept | None:
    """The file of this id."""
    columns = [getattr(ResourceFile, name) for name in Kept._fields]
    row = db.execute(select(*columns).where(ResourceFile.id == id)).one_or_none()
    return None if row is None else Kept._make(row)


def opened(vault: Vault, file: Kept, sealed: bytes) -> bytes:
    """The content of a file as `models.files.seal` was given it. Raises `CannotOpen`."""
    return vault.open(sealed, "stored_file", file.id, file.seal_id)
