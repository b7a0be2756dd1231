"""What somebody reported of another: evidence while the report is open, and no longer than the report needs it.

Once the report is closed, the words are emptied as soon as whoever wrote them is erased, or after the time for which
peers' words are kept. An open report keeps them: else an erasure would be a way to get out of it.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select, update

from models import staff_copies
from models.peers import sweeping
from models.people import Person
from models.sealing import vault
from models.tickets import CLOSED, Ticket, TicketMessage

EMPTIED = "[…]"


def sweep(db: Connection, moment: datetime) -> int:
    """Empty what closed reports quote of people who are gone, or what is older than the term; how much."""
    gone = ~select(Person.id).where(Person.id == TicketMessage.quotes_id).exists()
    return _empty(db, gone | (Ticket.closed_at < moment - sweeping.term(db)))


def forget_person(db: Connection, person: int) -> None:
    """Somebody is deleted: empty what closed reports quote of her. What an open one quotes goes when it is closed."""
    _empty(db, TicketMessage.quotes_id == person)


def _empty(db: Connection, where: ColumnElement[bool]) -> int:
    query = select(TicketMessage.id, TicketMessage.at, TicketMessage.seal_id, TicketMessage.body_sealed)
    query = query.join(Ticket, Ticket.id == TicketMessage.ticket_id)
    rows = db.execute(query.where(TicketMessage.quotes_id.is_not(None), Ticket.state == CLOSED, where)).all()
    said = [vault(db).open_text(row.body_sealed, "ticket_message", "body", row.seal_id) or "" for row in rows]
    if rows:
        staff_copies.forget(db, [text for text in said if text], min(row.at for row in rows))
    for row in rows:
        sealed = vault(db).seal_text(EMPTIED, "ticket_message", "body", row.seal_id)
        emptied = update(TicketMessage).where(TicketMessage.id == row.id)
        db.execute(emptied.values(quotes_id=None, body_sealed=sealed))
    return len(rows)
