"""What passes between peers, two or a circle: how much an hour, what is kept for a report, and where words lie."""

from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, insert, or_, select, update

from models.circles.tables import IN, CircleMember
from models.files import StoredFile
from models.peers.introductions import SILENCE, Side
from models.peers.tables import OPEN, RECEIVED, PeerIntroduction, PeerMessage, PeerTrace
from models.sealing import new_seal_id, vault
from models.statements import Prepared


class Place(NamedTuple):
    """Where words belong: to an introduction, or to a circle, and there to whoever wrote them (None: we did)."""

    introduction: int | None = None
    circle: int | None = None
    author: int | None = None


class Said(NamedTuple):
    """One message of the other, as it is reported; `file` says that it was a photo or a document."""

    text: str
    file: bool
    at: datetime


class Passed(NamedTuple):
    """A file on its way from one peer to the other."""

    seal_id: bytes
    type: str
    name: str


_KEEP = Prepared(
    insert(PeerMessage).values(
        {name: bindparam(name) for name in ("introduction_id", "circle_id", "author_id", "seal_id", "body_sealed")}
        | {name: bindparam(name) for name in ("file_id", "at")}
    )
)
_TRACE = Prepared(
    insert(PeerTrace).values(
        {name: bindparam(name) for name in ("introduction_id", "circle_id", "author_id", "kind", "row", "at")}
    )
)
_LATER = bindparam("later", type_=PeerIntroduction.due_at.type)
_GOES_ON = Prepared(
    update(PeerIntroduction)
    .where(PeerIntroduction.id == bindparam("introduction"), PeerIntroduction.state == OPEN)
    .values(
        due_at=case((PeerIntroduction.due_at > _LATER, PeerIntroduction.due_at), else_=_LATER),
        written_at=bindparam("moment"),
    )
)


def keep(db: Connection, side: Side, text: str | None, files: Sequence[str], moment: datetime) -> None:
    """Keep what one writes to the other; the silence begins anew, unless there is more time for a pair of a round."""
    keep_at(db, Place(introduction=side.id, author=side.person), text, files, moment)
    _GOES_ON.run(db, introduction=side.id, moment=moment, later=moment + SILENCE)


def keep_at(db: Connection, place: Place, text: str | None, files: Sequence[str], moment: datetime) -> None:
    """Keep what the author of `place` writes, each file as a message of its own, the text with the first of them."""
    for body, file in zip_longest([] if text is None else [text], files):
        seal_id = new_seal_id()
        values = {
            "introduction_id": place.introduction,
            "circle_id": place.circle,
            "author_id": place.author,
            "seal_id": seal_id,
            "body_sealed": vault(db).seal_text(body, "peer_message", "body", seal_id),
            "file_id": file,
            "at": moment,
        }
        _KEEP.run(db, **values)


def trace(db: Connection, introduction: int, kind: str, row: int, moment: datetime) -> None:
    """Remember where words of an introduction lie, so that they are found when it is forgotten."""
    trace_at(db, Place(introduction=introduction), kind, row, moment)


def trace_at(db: Connection, place: Place, kind: str, row: int, moment: datetime) -> None:
    """Remember where words lie that belong to `place`."""
    whose = {"introduction_id": place.introduction, "circle_id": place.circle}
    author = place.author if place.circle is not None else None
    _TRACE.run(db, **whose, author_id=author, kind=kind, row=row, at=moment)


def trace_what_came(db: Connection, side: Side, came: Sequence[int], moment: datetime) -> None:
    """Remember in which messages somebody wrote to the other, or wanted to."""
    for row in came:
        trace(db, side.id, RECEIVED, row, moment)


def from_other(db: Connection, side: Side, most: int) -> list[Said]:
    """The last messages of the other, up to `most`, the oldest first."""
    return last_of(db, Place(introduction=side.id, author=side.other), most)


def last_of(db: Connection, place: Place, most: int) -> list[Said]:
    """The last messages of the author of `place` there, up to `most`, the oldest first."""
    where = {PeerMessage.introduction_id: place.introduction, PeerMessage.circle_id: place.circle}
    there = [column == number for column, number in where.items() if number is not None]
    query = select(PeerMessage.__table__).where(*there, PeerMessage.author_id == place.author)
    query = query.order_by(PeerMessage.id.desc()).limit(most)
    rows = reversed(db.execute(query).all())
    opened = ((row, vault(db).open_text(row.body_sealed, "peer_message", "body", row.seal_id)) for row in rows)
    return [Said(text or "", row.file_id is not None, row.at) for row, text in opened]


def passed(db: Connection, person: int, file: str) -> Passed | None:
    """A file that a peer sent to `person`, or to a circle in which she is; None when there is no such."""
    query = (
        select(StoredFile.seal_id, StoredFile.type, StoredFile.name)
        .join(PeerMessage, PeerMessage.file_id == StoredFile.id)
        .where(StoredFile.id == file, PeerMessage.author_id != person, _reaches(person))
    )
    row = db.execute(query).first()
    return None if row is None else Passed._make(row)


def _reaches(person: int) -> ColumnElement[bool]:
    """Whether a message is in an introduction of `person`, or in a circle in which she is."""
    hers = or_(PeerIntroduction.asker_id == person, PeerIntroduction.asked_id == person)
    seated = and_(CircleMember.person_id == person, CircleMember.state == IN)
    return or_(
        PeerMessage.introduction_id.in_(select(PeerIntroduction.id).where(hers)),
        PeerMessage.circle_id.in_(select(CircleMember.circle_id).where(seated)),
    )
