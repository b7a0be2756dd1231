"""A person is erased and leaves nothing behind: not in the database, its log, the files or the logs, nor behind a seal."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, make_url, select

from bot.erased import delete_now
from bot.files import FileStore
from handlers import inbound
from models import belongings, files, my_data
from models.all import metadata
from models.files import StoredFile
from models.received import Arrival
from models.store import Store
from tests.canaries import behind_seals, everything_in, lying_open, sealed_columns
from tests.lives import CANARIES, MOMENT, Life, lived
from tests.writing import on_sqlite

PIECE = 32  # bytes of a sealed value that are looked for: a longer one may lie on several pages


def erase(life: Life) -> None:
    """She has everything erased; nobody writes from her phone after that, and so nobody is a stranger there."""
    for line in ("eliminar mis datos", "eliminar todo"):
        life.telegram.store.run(inbound.receive, life.telegram.from_here(), Arrival(line, line), MOMENT)


async def test_nothing_of_her_is_left_behind_any_seal(store: Store, tmp_path: Path) -> None:
    kept = FileStore(f"file://{tmp_path}/files")
    with lived(store) as life:
        assert behind_seals(store, CANARIES) == CANARIES
        assert lying_open(store, CANARIES) == set()
        others = store.run(my_data.as_file, life.other)
        erase(life)
        assert behind_seals(store, CANARIES) == CANARIES
        await delete_now(store, kept, life.person, "test")
        assert behind_seals(store, CANARIES) == set()
        assert lying_open(store, CANARIES) == set()
        assert store.run(my_data.as_file, life.other) == others
        assert store.run(pointing_at, life.person) == []


async def test_her_files_go_from_the_store(store: Store, tmp_path: Path) -> None:
    kept = FileStore(f"file://{tmp_path}/files")
    with lived(store) as life:
        (hers,) = store.run(lambda db: list(db.scalars(select(StoredFile.id))))
        theirs = files.seal(store.vault, b"another picture", "image/jpeg", "foto.jpg")
        store.run(files.record, theirs, life.other)
        for id in (hers, theirs.id):
            await kept.put(id, theirs.content)
        erase(life)
        assert await kept.get(hers)
        assert await delete_now(store, kept, life.person, "test") == 1
        assert [each.name for each in tmp_path.joinpath("files").rglob("*") if each.is_file()] == [theirs.id]


@on_sqlite
async def test_no_byte_of_what_was_sealed_is_left_in_the_files_of_the_database(store: Store, tmp_path: Path) -> None:
    database = Path(make_url(str(store.engine.url)).database or "")
    log = database.with_name(f"{database.name}-wal")
    with lived(store) as life:
        pieces = set(store.run(lambda db: list(sealed_pieces(db, life.person))))
        assert len(pieces) > 50
        lie = everything_in(database, log)
        assert [piece for piece in pieces if piece not in lie] == []
        erase(life)
        await delete_now(store, FileStore(f"file://{tmp_path}/files"), life.person, "test")
        lie = everything_in(database, log)
        assert [piece for piece in pieces if piece in lie] == []


def sealed_pieces(db: Connection, person: int) -> Iterator[bytes]:
    """The beginnings of all that is sealed of a person, as it lies in the database."""
    hers = belongings.of(person)
    hers |= {name: metadata.tables[name].c.id.in_(_places(db, name, hers)) for name in ("agency", "municipality")}
    for table, column in sealed_columns():
        if table.name in hers:
            rows = db.scalars(select(table.c[column]).where(hers[table.name], table.c[column].is_not(None)))
            yield from (bytes(sealed)[:PIECE] for sealed in rows)


def _places(db: Connection, name: str, hers: dict[str, ColumnElement[bool]]) -> set[int]:
    columns = [column for column in belongings.pointing_at(name) if column.table.name in hers]
    return {id for column in columns for id in db.scalars(select(column).where(hers[column.table.name])) if id}


def pointing_at(db: Connection, person: int) -> list[str]:
    """The tables that still hold a row of a person, or a stamp of hers."""
    owners = {name: metadata.tables[name].c.owner == f"p{person}" for name in ("conversation", "received")}
    conditions = [*belongings.of(person).items(), *owners.items()]
    return [name for name, where in conditions if db.execute(select(metadata.tables[name]).where(where)).first()]
