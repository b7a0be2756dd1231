"""Which rows are a person's: found from the tables themselves, so that a new table is not forgotten when she goes."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Table, or_, select

from models.all import metadata
from models.conversations import Talk
from models.people import Person


def of(person: int) -> dict[str, ColumnElement[bool]]:
    """The condition for her rows in each table (by its name), what is pointed at before what points at it.

    A row is hers if it points at her, or at another row of hers. Agencies, places and cohorts are everybody's, and what
    she asked for by law stays without her: neither points at a person.
    """
    hers: dict[str, ColumnElement[bool]] = {Person.__tablename__: Person.id == person}
    for table in metadata.sorted_tables:
        links = list(_links(table, hers))
        if table.name == Talk.__tablename__:
            links.append(Talk.owner == f"p{person}")
        if links:
            hers[table.name] = or_(*links)
    return hers


def pointing_at(target: str) -> Iterator[ColumnElement[int | None]]:
    """Every column, of whatever table, that points at rows of the table `target`."""
    for table in metadata.sorted_tables:
        yield from (key.parent for key in table.foreign_keys if key.column.table.name == target)


def _links(table: Table, hers: dict[str, ColumnElement[bool]]) -> Iterator[ColumnElement[bool]]:
    for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
        target = key.column.table.name
        if target in hers and target != table.name:
            yield key.parent.in_(select(key.column).where(hers[target]))
