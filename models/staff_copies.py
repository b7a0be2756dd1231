"""What staff read on their own phones of what people ask: it has to go there, too."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, or_, select, update

from models.contacts import Contact
from models.conversations import Talk
from models.messages import Message
from models.received import DONE, Received
from models.sealing import vault

READ_BY_STAFF = "tickets"  # the flow in which staff read on their phones what people ask

_Quotes = type[Message] | type[Received] | type[Talk]


def forget(db: Connection, texts: Sequence[str], since: datetime) -> None:
    """Delete what went to the phones of the staff since then, or came from there, and quotes one of these texts."""
    said = [msgspec.json.encode(text)[1:-1] for text in texts]
    messages = _quoting(db, Message, "body", Message.created_at >= since, said)
    db.execute(delete(Message).where(Message.id.in_(messages)))
    received = _quoting(db, Received, "body", Received.at >= since, said)
    db.execute(update(Received).where(Received.id.in_(received)).values(body_sealed=None, state=DONE))
    talks = _quoting(db, Talk, "state", Talk.updated_at >= since, said)
    db.execute(delete(Talk).where(Talk.id.in_(talks)))


def _quoting(db: Connection, table: _Quotes, column: str, since: ColumnElement[bool], said: list[bytes]) -> list[int]:
    """The rows of the phones of the staff that hold any of these texts, as they stand in JSON."""
    sealed = getattr(table, f"{column}_sealed")
    phones = select(Contact.id).where(Contact.staff_id.is_not(None))
    phones_once = select(Talk.contact_id).where(Talk.flow == READ_BY_STAFF)
    theirs = or_(table.contact_id.in_(phones), table.contact_id.in_(phones_once))
    query = select(table.id, table.seal_id, sealed.label("sealed")).where(since, theirs, sealed.is_not(None))
    opened = (
        (row.id, vault(db).open(row.sealed, table.__tablename__, column, row.seal_id)) for row in db.execute(query)
    )
    return [id for id, text in opened if any(each in text for each in said)]
