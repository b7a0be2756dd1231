"""Messages whose turn failed: kept sealed with the error, until they are run again."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, select, update

from models.received import PARKED, WAITING_COLUMNS, Received, Waiting
from models.sealing import vault


class Parked(NamedTuple):
    """A message whose turn failed: `question` is what waited for it then."""

    message: Waiting
    error: str
    question: str | None

    @property
    def contact_id(self) -> int:
        """Whose message it is."""
        return self.message.contact_id


def park(db: Connection, ids: Sequence[int], error: str, question: str | None) -> None:
    """Keep messages whose turn failed, with the error."""
    for row in db.execute(select(Received.id, Received.seal_id).where(Received.id.in_(ids))).all():
        sealed = vault(db).seal(msgspec.json.encode([error, question]), "received", "error", row.seal_id)
        db.execute(update(Received).where(Received.id == row.id).values(state=PARKED, error_sealed=sealed))


def parked(db: Connection) -> list[Parked]:
    """Every parked message, the oldest first."""
    query = select(*WAITING_COLUMNS, Received.error_sealed).where(Received.state == PARKED).order_by(Received.id)
    found = []
    for row in db.execute(query):
        error, question = msgspec.json.decode(vault(db).open(row.error_sealed, "received", "error", row.seal_id))
        found.append(Parked(Waiting._make(row[:-1]), error, question))
    return found
