"""Looks for what must not be there: in every spelling, in raw bytes, and behind every seal of every table."""

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from sqlalchemy import Connection, Table, select

from models.all import metadata
from models.sealing import CannotOpen, vault
from models.store import Store


class Seen(NamedTuple):
    """What lies in one place of the database, as bytes."""

    table: str
    column: str
    content: bytes


class Opened(NamedTuple):
    """Everything that is sealed, opened, and the places that could not be."""

    seen: list[Seen]
    closed: list[str]


def spellings(canary: str) -> set[bytes]:
    """The forms in which a text may lie somewhere."""
    plain = {canary, canary.lower(), canary.upper(), canary.casefold(), json.dumps(canary)[1:-1], quote(canary)}
    encoded = {text.encode(code) for text in plain for code in ("utf-8", "utf-16-le", "utf-16-be", "latin-1")}
    return encoded | {canary.encode().hex().encode()} | set(_in_base64(canary.encode()))


def found(canaries: Iterable[str], content: bytes) -> set[str]:
    """Which canaries stand in `content`, in whatever spelling."""
    return {canary for canary in canaries if any(spelling in content for spelling in spellings(canary))}


def behind_seals(store: Store, canaries: Iterable[str]) -> set[str]:
    """The canaries that whoever has the keys can read; everything that is sealed can be opened."""
    everything = store.run(opened)
    assert everything.closed == []
    return found(canaries, b"\0".join(seen.content for seen in everything.seen))


def lying_open(store: Store, canaries: Iterable[str]) -> set[str]:
    """The canaries that anybody with the database can read."""
    return found(canaries, b"\0".join(seen.content for seen in store.run(lambda db: list(as_they_lie(db)))))


def opened(db: Connection) -> Opened:
    """Open every sealed column of every table."""
    seen, closed = [], []
    for table, column in sealed_columns():
        name = column.removesuffix("_sealed")
        seal = (table.c.seal_id if "seal_id" in table.c else table.c.id).label(
            "seal_id"
        )  # what is nobody's has a random number
        for row in db.execute(select(seal, table.c[column]).where(table.c[column].is_not(None))):
            try:
                seen.append(Seen(table.name, name, vault(db).open(row[1], table.name, name, row.seal_id)))
            except CannotOpen:
                closed.append(f"{table.name}.{column}")
    return Opened(seen, closed)


def as_they_lie(db: Connection) -> Iterator[Seen]:
    """Every column of every row, as the database has it."""
    for table in metadata.sorted_tables:
        for row in db.execute(select(table)):
            for name, value in row._mapping.items():
                yield Seen(table.name, name, bytes(value) if isinstance(value, bytes) else str(value).encode())


def sealed_columns() -> Iterator[tuple[Table, str]]:
    """Every column in which something is sealed."""
    for table in metadata.sorted_tables:
        yield from ((table, column.name) for column in table.columns if column.name.endswith("_sealed"))


def everything_in(*places: Path) -> bytes:
    """All bytes of these files, and of those in these folders."""
    files = [each for place in places for each in (place, *place.rglob("*")) if each.is_file()]
    return b"\0".join(file.read_bytes() for file in files)


def _in_base64(content: bytes) -> Iterator[bytes]:
    """What stands in base64 of a longer text wherever `content` begins in it: whole groups of it only."""
    for shift in range(3):
        whole = b64encode(b"\0" * shift + content)
        start, end = (4 if shift else 0), len(whole) - (4 if (shift + len(content)) % 3 else 0)
        yield whole[start:end]
