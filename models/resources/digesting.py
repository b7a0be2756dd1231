"""Since when a digest tells: kept apart, so that one that was put off tells the same again."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from models.resources.used_tables import ResourceDigest


def told_until(db: Connection, person: int) -> datetime | None:
    """Until when she has been told what is new; None if she follows nothing."""
    return db.execute(select(ResourceDigest.told_until).where(ResourceDigest.person_id == person)).scalar()


def tell_again(db: Connection, person: int, since: datetime, until: datetime) -> None:
    """At `until`, tell her again what is new since then."""
    hers = update(ResourceDigest).where(ResourceDigest.person_id == person)
    db.execute(hers.values(told_until=since, due_at=until))
