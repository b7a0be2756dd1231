"""What is forgotten because time has passed."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from models.base import Base
from models.contacts import Contact
from models.received import DONE


def forget_strangers(db: Connection, before: datetime) -> int:
    """Forget every contact that belongs to nobody and was not heard from since `before`, with all it wrote and got.

    The hashes by which its messages are known stay, so that a replay still is one.
    """
    nobodys = (Contact.person_id.is_(None), Contact.staff_id.is_(None))
    gone = list(db.scalars(select(Contact.id).where(*nobodys, Contact.heard_at < before).limit(500)))
    for table in Base.metadata.sorted_tables:
        if table.name == "received":
            emptied = {"contact_id": None, "body_sealed": None, "error_sealed": None, "state": DONE}
            db.execute(table.update().where(table.c.contact_id.in_(gone)).values(emptied))
        elif "contact_id" in table.c:
            db.execute(table.delete().where(table.c.contact_id.in_(gone)))
    db.execute(delete(Contact).where(Contact.id.in_(gone)))
    return len(gone)
