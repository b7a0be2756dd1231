"""The screens of the demo phones, in a small database of their own: they survive whatever happens to the server.

It is sealed like everything else, since whoever tries the demo may well type a real name.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, ForeignKey, LargeBinary, delete, func, insert, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.demo.shown import Phone, Seen, Shown
from models.base import Instant, Number, now
from models.sealing import new_seal_id, vault

Kind = TypeVar("Kind")

GONE = b""  # in place of the body of a message that was taken off


class ScreenBase(DeclarativeBase):
    """The tables of the demo's own database; no migration knows them."""


class PhoneRow(ScreenBase):
    """A phone of the demo."""

    __tablename__ = "phone"

    number: Mapped[int] = mapped_column(Number, primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    body_sealed: Mapped[bytes] = mapped_column(LargeBinary)


class ScreenRow(ScreenBase):
    """One message on the screen of one phone."""

    __tablename__ = "screen"

    phone: Mapped[int] = mapped_column(ForeignKey("phone.number"), primary_key=True)
    id: Mapped[int] = mapped_column(Number, primary_key=True)
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    body_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(Instant)
    outgoing: Mapped[int | None]  # the message of the outbox that it shows
    handed_on: Mapped[bool]  # what the phone's owner wrote is with the bot


class UploadRow(ScreenBase):
    """A file that was sent from a phone."""

    __tablename__ = "upload"

    id: Mapped[str] = mapped_column(primary_key=True)
    phone: Mapped[int] = mapped_column(ForeignKey("phone.number"))
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    content_sealed: Mapped[bytes] = mapped_column(LargeBinary)


class BelongsTo(ScreenBase):
    """The installation whose phones these are."""

    __tablename__ = "belongs_to"

    installation: Mapped[str] = mapped_column(primary_key=True)


def belong(db: Connection, installation: str) -> None:
    """Keep the phones of this installation only: with a new store, older screens would tell of another world."""
    ScreenBase.metadata.create_all(db)
    if db.scalar(select(BelongsTo.installation)) == installation:
        return
    for table in (ScreenRow, UploadRow, PhoneRow, BelongsTo):
        db.execute(delete(table))
    db.execute(insert(BelongsTo).values(installation=installation))


def phones(db: Connection) -> list[Phone]:
    """All phones, the oldest first."""
    rows = db.execute(select(PhoneRow.__table__).order_by(PhoneRow.number))
    return [msgspec.structs.replace(_opened(db, row, "phone", Phone), number=row.number) for row in rows]


def add_phone(db: Connection, phone: Phone) -> Phone:
    """Keep a new phone; the same with its number."""
    values = {"id": phone.id, **_sealed(db, phone, "phone")}
    number = db.execute(insert(PhoneRow).values(values).returning(PhoneRow.number)).scalar_one()
    return msgspec.structs.replace(phone, number=number)


def put(db: Connection, phone: int, shown: Shown, outgoing: int | None = None) -> int:
    """Put a message on a screen; its number there."""
    newest = select(func.coalesce(func.max(ScreenRow.id), 0)).where(ScreenRow.phone == phone)
    id = db.execute(newest).scalar_one() + 1
    values = _sealed(db, shown, "screen") | {"at": now(), "outgoing": outgoing, "handed_on": not shown.mine}
    db.execute(insert(ScreenRow).values(phone=phone, id=id, **values))
    return id


def put_all(
    db: Connection, phone: int, pieces: Sequence[Shown], outgoing: int, content: bytes | None, *, again: bool
) -> int:
    """Put what one message of the outbox says on a screen with its file, if sent `again` only what is not there yet.

    The last number it has there.
    """
    there = select(func.max(ScreenRow.id)).where(ScreenRow.phone == phone, ScreenRow.outgoing == outgoing)
    known = db.execute(there).scalar() if again else None
    if known:
        return known
    for file in (file for shown in pieces for file in shown.files):
        keep_upload(db, phone, file.id, content or b"")
    return [put(db, phone, shown, outgoing) for shown in pieces][-1]


def clear(db: Connection, phone: int, ids: Collection[int], keys: Collection[str]) -> None:
    """Take messages off a screen with their files: the bot's by the number of a last piece, the owner's by the key.

    Their numbers stay, so that none is given again.
    """
    here = (ScreenRow.phone == phone, ScreenRow.body_sealed != GONE)
    there = db.execute(select(ScreenRow.__table__).where(*here).order_by(ScreenRow.id)).all()
    pieces = _pieces(there, ids)
    for row in there:
        shown = _seen(db, row).shown
        if row.id in pieces if row.outgoing is not None else shown.key in keys:
            db.execute(delete(UploadRow).where(UploadRow.id.in_([file.id for file in shown.files])))
            here = (ScreenRow.phone == phone, ScreenRow.id == row.id)
            db.execute(update(ScreenRow).where(*here).values(body_sealed=GONE))


def _pieces(rows: Sequence[Any], last: Collection[int]) -> set[int]:
    """All pieces of the messages whose `last` ones these are: what was sent again later is a message of its own."""
    found: set[int] = set()
    following = None
    for row in reversed(rows):
        if row.id in last or (following is not None and row.outgoing == following.outgoing):
            found.add(row.id)
            following = row
        else:
            following = None
    return found


def gone(db: Connection, phone: int) -> list[int]:
    """The numbers of the messages that were taken off a screen."""
    query = select(ScreenRow.id).where(ScreenRow.phone == phone, ScreenRow.body_sealed == GONE)
    return list(db.scalars(query.order_by(ScreenRow.id)))


def take_back(db: Connection, phone: int, id: int) -> None:
    """Take a message off a screen."""
    db.execute(delete(ScreenRow).where(ScreenRow.phone == phone, ScreenRow.id == id))


def hand_on(db: Connection, phone: int, id: int) -> None:
    """Note that the bot has a message for good."""
    db.execute(update(ScreenRow).where(ScreenRow.phone == phone, ScreenRow.id == id).values(handed_on=True))


def not_handed_on(db: Connection) -> list[tuple[int, Seen]]:
    """What was written when the server went away before the bot had it, with the number of its phone."""
    here = (ScreenRow.handed_on.is_(False), ScreenRow.body_sealed != GONE)
    rows = db.execute(select(ScreenRow.__table__).where(*here).order_by(ScreenRow.id))
    return [(row.phone, _seen(db, row)) for row in rows]


def after(db: Connection, phone: int, id: int) -> list[Seen]:
    """The messages on a screen that came after the one with number `id`."""
    here = (ScreenRow.phone == phone, ScreenRow.id > id, ScreenRow.body_sealed != GONE)
    newer = select(ScreenRow.__table__).where(*here).order_by(ScreenRow.id)
    return [_seen(db, row) for row in db.execute(newer)]


def keep_upload(db: Connection, phone: int, id: str, content: bytes) -> None:
    """Keep a file that was sent."""
    seal_id = new_seal_id()
    sealed = vault(db).seal(content, "upload", "content", seal_id)
    db.execute(insert(UploadRow).values(id=id, phone=phone, seal_id=seal_id, content_sealed=sealed))


def upload(db: Connection, id: str) -> bytes | None:
    """A file that was sent."""
    row = db.execute(select(UploadRow.__table__).where(UploadRow.id == id)).one_or_none()
    return None if row is None else vault(db).open(row.content_sealed, "upload", "content", row.seal_id)


def _sealed(db: Connection, value: Phone | Shown, table: str) -> dict[str, Any]:
    seal_id = new_seal_id()
    return {"seal_id": seal_id, "body_sealed": vault(db).seal(msgspec.json.encode(value), table, "body", seal_id)}


def _opened(db: Connection, row: Any, table: str, kind: type[Kind]) -> Kind:
    return msgspec.json.decode(vault(db).open(row.body_sealed, table, "body", row.seal_id), type=kind)


def _seen(db: Connection, row: Any) -> Seen:
    return Seen(row.id, row.at, _opened(db, row, "screen", Shown))
