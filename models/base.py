"""What all tables share: the base class, the way time is stored, the naming of constraints."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, MetaData
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(milliseconds=1)


class Instant(TypeDecorator[datetime]):
    """A moment, aware of its zone outside, whole milliseconds UTC since 1970 inside: the same on every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (value - _EPOCH) // _TICK

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + value * _TICK


#: A row's number: 64 bits on PostgreSQL, the rowid on SQLite.
Number = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    """Every table. The classes describe; statements are written against their columns and run on a Connection."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)
