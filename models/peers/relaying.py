"""What passes between two peers: how much an hour, what is kept of it for a report, and where its words lie."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, or_, select, update

from models.files import StoredFile
from models.peers.introductions import SILENCE, Side
from models.peers.tables import OPEN, RECEIVED, PeerIntroduction, PeerMessage, PeerTrace
from models.received import WAITING, Received
from models.sealing import new_seal_id, vault

AN_HOUR, MOST_AN_HOUR = timedelta(hours=1), 30


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


def may_write(db: Connection, person: int, moment: datetime) -> bool:
    """Whether `person` has written less to peers in the last hour than is let through."""
    hers = (PeerMessage.author_id == person, PeerMessage.at > moment - AN_HOUR)
    return db.execute(select(func.count()).where(*hers)).scalar_one() < MOST_AN_HOUR


def keep(db: Connection, side: Side, text: str | None, files: Sequence[str], moment: datetime) -> None:
    """Keep what one writes to the other, each file as a message of its own; the silence begins anew."""
    for body, file in [(text, None)] if text is not None else [(None, each) for each in files]:
        seal_id = new_seal_id()
        values = {
            "introduction_id": side.id,
            "author_id": side.person,
            "seal_id": seal_id,
            "body_sealed": vault(db).seal_text(body, "peer_message", "body", seal_id),
            "file_id": file,
            "at": moment,
        }
        db.execute(insert(PeerMessage).values(values))
    _trace_what_came(db, side, moment)
    going_on = update(PeerIntroduction).where(PeerIntroduction.id == side.id, PeerIntroduction.state == OPEN)
    db.execute(going_on.values(due_at=moment + SILENCE))


def trace(db: Connection, introduction: int, kind: str, row: int, moment: datetime) -> None:
    """Remember where words of an introduction lie, so that they are found when it is forgotten."""
    db.execute(insert(PeerTrace).values(introduction_id=introduction, kind=kind, row=row, at=moment))


def from_other(db: Connection, side: Side, most: int) -> list[Said]:
    """The last messages of the other, up to `most`, the oldest first."""
    theirs = (PeerMessage.introduction_id == side.id, PeerMessage.author_id == side.other)
    query = select(PeerMessage.__table__).where(*theirs).order_by(PeerMessage.id.desc()).limit(most)
    rows = reversed(db.execute(query).all())
    opened = ((row, vault(db).open_text(row.body_sealed, "peer_message", "body", row.seal_id)) for row in rows)
    return [Said(text or "", row.file_id is not None, row.at) for row, text in opened]


def passed(db: Connection, person: int, file: str) -> Passed | None:
    """A file that a peer sent to `person`; None when there is no such."""
    hers = or_(PeerIntroduction.asker_id == person, PeerIntroduction.asked_id == person)
    query = (
        select(StoredFile.seal_id, StoredFile.type, StoredFile.name)
        .join(PeerMessage, PeerMessage.file_id == StoredFile.id)
        .join(PeerIntroduction, PeerIntroduction.id == PeerMessage.introduction_id)
        .where(StoredFile.id == file, PeerMessage.author_id != person, hers)
    )
    row = db.execute(query).first()
    return None if row is None else Passed._make(row)


def _trace_what_came(db: Connection, side: Side, moment: datetime) -> None:
    """The message that is being answered: the first that waits, or else the last that came."""
    hers = Received.owner == f"p{side.person}"
    waiting = select(func.min(Received.id)).where(hers, Received.state == WAITING)
    row = db.execute(waiting).scalar() or db.execute(select(func.max(Received.id)).where(hers)).scalar()
    if row is not None:
        trace(db, side.id, RECEIVED, row, moment)
