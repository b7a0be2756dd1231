"""The chain of what staff did: it holds however many write at once, and a change is seen."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Connection, func, select, update

from models import audit
from models.audit import AuditEntry
from models.store import Store

AT_ONCE, EACH = 8, 10


def looked(db: Connection, number: int) -> None:
    audit.write(db, f"staff:{number}", "looked")


def test_entries_written_at_once_are_one_chain(store: Store) -> None:
    def some(number: int) -> None:
        for _turn in range(EACH):
            store.run(looked, number)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(some, range(AT_ONCE)))

    def written(db: Connection) -> int:
        return db.execute(select(func.count()).select_from(AuditEntry)).scalar_one()

    assert store.run(written) == AT_ONCE * EACH
    assert store.run(audit.altered) is None


def test_a_changed_entry_is_named(store: Store) -> None:
    for number in range(3):
        store.run(looked, number)
    store.run(lambda db: db.execute(update(AuditEntry).where(AuditEntry.id == 2).values(actor="staff:2")))
    assert store.run(audit.altered) == 2
