"""What was written between peers is forgotten once it is needed no more: everywhere where it lies."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, or_, select, update

from models import installation
from models.contacts import Contact
from models.conversations import ENDED, Talk
from models.messages import Message
from models.peers.tables import MESSAGE, RECEIVED, TALK, PeerIntroduction, PeerMessage, PeerTrace
from models.received import DONE, Received

KEPT_AS, DAYS = "peer content days", 30
BATCH = 500
FLOWS = ("peer_talk", "peer_asked", "peer_share", "peers_find", "circle_talk", "circle_member")


def term(db: Connection) -> timedelta:
    """How long what was written between peers is kept, for delivery and for reports."""
    return timedelta(days=int(installation.kept(db, KEPT_AS) or DAYS))


def sweep(db: Connection, moment: datetime) -> int:
    """Forget up to a batch of what is older than the term; how much."""
    before = moment - term(db)
    db.execute(delete(Talk).where(Talk.flow.in_(FLOWS), Talk.status == ENDED, Talk.updated_at < before))
    old = select(PeerMessage.id).where(PeerMessage.at < before).limit(BATCH)
    gone = db.execute(delete(PeerMessage).where(PeerMessage.id.in_(old))).rowcount
    return gone + _forget(db, PeerTrace.at < before)


def forget_person(db: Connection, person: int) -> None:
    """Forget the words of all introductions of a person, on both sides, and hers in circles, wherever they went."""
    hers = or_(PeerIntroduction.asker_id == person, PeerIntroduction.asked_id == person)
    phones = select(Contact.id).where(Contact.person_id == person)
    to_her = select(Message.id).where(Message.contact_id.in_(phones))
    of_hers = or_(
        PeerTrace.introduction_id.in_(select(PeerIntroduction.id).where(hers)),
        PeerTrace.author_id == person,
        and_(PeerTrace.kind == MESSAGE, PeerTrace.row.in_(to_her)),  # its number may be given again
    )
    while _forget(db, of_hers):
        pass


def _forget(db: Connection, where: ColumnElement[bool]) -> int:
    rows = db.execute(select(PeerTrace.id, PeerTrace.kind, PeerTrace.row).where(where).limit(BATCH)).all()
    db.execute(delete(Message).where(Message.id.in_(_of(rows, MESSAGE))))
    emptied = update(Received).where(Received.id.in_(_of(rows, RECEIVED)))
    db.execute(emptied.values(body_sealed=None, state=DONE))
    db.execute(delete(Talk).where(Talk.id.in_(_of(rows, TALK))))
    db.execute(delete(PeerTrace).where(PeerTrace.id.in_([row.id for row in rows])))
    return len(rows)


def _of(rows: Sequence[Row[int, str, int]], kind: str) -> list[int]:
    return [row.row for row in rows if row.kind == kind]
