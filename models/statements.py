"""Core statements compiled once and run straight on the driver: what the message path is made of.

SQLAlchemy's own execution costs more than SQLite's; a `Prepared` statement keeps its language, its types and
both dialects, and leaves the rest out. Outside the message path use `db.execute` as everywhere.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import BindParameter, Connection, Executable, func, select
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import ClauseElement, visitors
from sqlalchemy.sql.compiler import SQLCompiler

Row = TypeVar("Row")
Convert = Callable[[Any], Any] | None


class _Compiled(NamedTuple):
    sql: str
    names: Sequence[str]  # of the parameters, in order where the driver takes them by place
    positional: bool
    defaults: Mapping[str, Any]
    inward: Mapping[str, Callable[[Any], Any]]
    outward: Sequence[Convert]


class Prepared:
    """One statement with named parameters, compiled when it is first run on a dialect."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def run(self, db: Connection, **values: Any) -> int:
        """How many rows were written."""
        cursor, _ = self._run(db, values)
        count: int = cursor.rowcount
        cursor.close()
        return count

    def run_many(self, db: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run once for each mapping of values."""
        compiled = self._for(db.dialect)
        cursor = _cursor(db)
        cursor.executemany(compiled.sql, [_bound(compiled, row) for row in rows])
        cursor.close()

    def number(self, db: Connection, **values: Any) -> int | None:
        """The whole number in the first column of the first row, such as a new row's id."""
        cursor, _ = self._run(db, values)
        row = cursor.fetchone()
        cursor.close()
        return None if row is None else int(row[0])

    def _run(self, db: Connection, values: Mapping[str, Any]) -> tuple[Any, _Compiled]:
        compiled = self._for(db.dialect)
        cursor = _cursor(db)
        cursor.execute(compiled.sql, _bound(compiled, values))
        return cursor, compiled

    def _for(self, dialect: Dialect) -> _Compiled:
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = _compile(self._statement, dialect)
        return found


class Query(Prepared, Generic[Row]):
    """A prepared statement whose rows come back as `row`, a NamedTuple in the columns' order."""

    def __init__(self, statement: Executable, row: Callable[..., Row]) -> None:
        super().__init__(statement)
        self._make = row

    def all(self, db: Connection, **values: Any) -> list[Row]:
        """Every row."""
        cursor, compiled = self._run(db, values)
        rows = cursor.fetchall()
        cursor.close()
        return [self._made(compiled, row) for row in rows]

    def first(self, db: Connection, **values: Any) -> Row | None:
        """The first row, or None."""
        cursor, compiled = self._run(db, values)
        row = cursor.fetchone()
        cursor.close()
        return None if row is None else self._made(compiled, row)

    def _made(self, compiled: _Compiled, row: Sequence[Any]) -> Row:
        if not compiled.outward:
            return self._make(*row)
        pairs = zip(row, compiled.outward, strict=True)
        return self._make(*[convert(value) if convert and value is not None else value for value, convert in pairs])


@contextmanager
def savepoint(db: Connection) -> Iterator[None]:
    """A part of a transaction: when it fails, what it wrote is undone, and the error goes on."""
    cursor = _cursor(db)
    cursor.execute("SAVEPOINT part")
    try:
        yield
    except Exception:
        cursor.execute("ROLLBACK TO SAVEPOINT part")
        raise
    finally:
        cursor.execute("RELEASE SAVEPOINT part")
        cursor.close()


def one_at_a_time(db: Connection, number: int) -> None:
    """Wait for every other transaction that asked for this number, until this one ends; on SQLite there is only one."""
    if db.dialect.name == "postgresql":
        db.execute(select(func.pg_advisory_xact_lock(number)))


def _cursor(db: Connection) -> Any:
    return db.connection.cursor()


def _bound(compiled: _Compiled, values: Mapping[str, Any]) -> Any:
    if compiled.defaults:
        values = {**compiled.defaults, **values}
    inward = compiled.inward
    if compiled.positional:
        return [inward[name](values[name]) if name in inward else values[name] for name in compiled.names]
    return {name: inward[name](values[name]) if name in inward else values[name] for name in compiled.names}


def _compile(statement: Executable, dialect: Dialect) -> _Compiled:
    if not isinstance(statement, ClauseElement):
        raise TypeError("only a Core statement can be prepared")
    compiled = _with_constants(statement).compile(dialect=dialect)
    if not isinstance(compiled, SQLCompiler):
        raise TypeError("only a Core statement can be prepared")
    given = {bind.key: None for bind in compiled.binds.values() if bind.required}
    spelled = compiled.construct_expanded_state(given)  # lists after IN are written out, one parameter for each
    inward: dict[str, Any] = {name: _inward(bind.type, dialect) for name, bind in compiled.binds.items()}
    inward |= spelled.processors
    columns: Sequence[Any] = getattr(statement, "exported_columns", ())
    outward = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    return _Compiled(
        sql=spelled.statement,
        names=list(spelled.positiontup or spelled.parameters),
        positional=bool(compiled.positional),
        defaults={name: value for name, value in spelled.parameters.items() if name not in given},
        inward={name: convert for name, convert in inward.items() if convert is not None},
        outward=outward if any(outward) else (),
    )


def _with_constants(statement: ClauseElement) -> ClauseElement:
    """The statement with every value that is always the same in its text.

    Else SQLite parses it anew each time, to learn whether the value is the one of a partial index.
    """

    def write_out(bind: BindParameter[Any]) -> None:
        bind.literal_execute = not bind.required and not isinstance(bind.value, bytes)

    return visitors.cloned_traverse(statement, {}, {"bindparam": write_out})


def _inward(type_: Any, dialect: Dialect) -> Convert:
    convert: Convert = type_.dialect_impl(dialect).bind_processor(dialect)
    return convert
