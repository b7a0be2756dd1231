"""The demo's catalogue as a store of a test has it: every item, with files that are noted and lie nowhere."""

import csv
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from models import files
from models.resources import importing, items, sheet, topics
from models.resources.importing import Wanted
from models.resources.items import Item, Text
from models.sealing import vault
from models.store import Store
from surveys import sheets

ROOT = Path(__file__).parents[1]
TABLE, TOPICS = ROOT / "bot/demo_resources.csv", ROOT / "bot/demo_resource_topics.csv"
MOMENT = datetime(2026, 11, 24, 16, tzinfo=UTC)
WHO = "test"


class Query(NamedTuple):
    """What somebody writes, in which language she reads, and the items of which one has to come."""

    language: str
    query: str
    wanted: list[str]


def queries() -> list[Query]:
    with (ROOT / "tests/resource_queries.csv").open(encoding="utf-8") as file:
        return [Query(row["language"], row["query"], row["wanted"].split()) for row in csv.DictReader(file)]


def catalogue() -> sheet.Found:
    book = sheets.read(TABLE.read_bytes(), only="resources")
    found = sheet.read(book, sheets.read(TOPICS.read_bytes(), only="topics"), ())
    assert found.problems == []
    return found


def stock(store: Store, moment: datetime = MOMENT) -> None:
    """Put the whole catalogue into the store."""
    found = catalogue()
    store.run(topics.keep, found.topics)
    store.run(put, *found.items.values(), moment=moment)


def put(db: Connection, *some: Item, moment: datetime = MOMENT) -> Mapping[str, list[str]]:
    """Keep items as an import does; what their files hold is their names."""
    return importing.keep(db, [_wanted(db, item) for item in some], WHO, moment)


def _wanted(db: Connection, item: Item) -> Wanted:
    standing = importing.standing(db).get(item.key)
    known = dict(standing.files) if standing is not None else {}
    given = {place: items.of_file(name.encode()) for place, name in items.files_of(item).items()}
    sealed = []
    for place, name in items.files_of(item).items():
        if given[place] not in known:
            file = files.seal(vault(db), name.encode() * 50, "application/pdf", f"{item.key}.pdf")
            known[given[place]] = file.id
            sealed.append((file, given[place]))
    stored = {place: known[given[place]] for place in given}
    return Wanted(item, items.fingerprint(item, given), stored, sealed)


def one(key: str = "guia", **changes: object) -> Item:
    """An invented item, in Spanish unless told otherwise."""
    facts: dict[str, object] = {"kind": "link", "topics": ("custody",)}
    facts["texts"] = {"es": Text("Guía de ejemplo", "Un resumen.", link="https://example.org/guia")}
    return Item(key, **{**facts, **changes})  # type: ignore[arg-type]
