"""Numbers the changes to items, in the order in which they become visible.

Whoever changes items holds the counter until that is durable; so an index that has seen a number has seen all before.
"""

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert as insert_into_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_into_sqlite

from models.resources.tables import ResourceCounter


def hold(db: Connection) -> None:
    """Let nobody else change items until this transaction ends."""
    move_on(db, 0)


def move_on(db: Connection, by: int = 1) -> int:
    """The number of the last of so many changes; nobody else gets one until this transaction ends."""
    insert = insert_into_postgresql if db.dialect.name == "postgresql" else insert_into_sqlite
    first = insert(ResourceCounter).values(id=1, revision=by)
    after = {"revision": ResourceCounter.revision + by}
    moved = first.on_conflict_do_update(index_elements=[ResourceCounter.id], set_=after)
    return db.execute(moved.returning(ResourceCounter.revision)).scalar_one()
