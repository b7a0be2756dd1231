"""Imports resources: the table is read, the files are made ready beside the database, and all is kept at once."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from bot.counting import counting
from bot.files import FileStore
from bot.media.guard import close_guards
from bot.resource_files import Shelf, Unfit
from dialogue.phrases import Phrase
from models import audience, audit
from models.audience import Unclear
from models.base import now
from models.resources import counter, importing, sheet, topics
from models.resources.columns import ITEMS, TOPICS
from models.resources.importing import Wanted
from models.resources.items import Item, Topic
from models.resources.sheet import Found
from models.store import Store
from surveys import sheets
from surveys.importing.problems import Problem


@dataclass(frozen=True, slots=True)
class Orders:
    """What is to be imported: a table, perhaps topics of their own, and the folder of the files.

    `files_url` is where sealed files lie. With `check` nothing is kept; with `without_bad_rows` the good rows are kept
    although others are bad.
    """

    table: Path
    topics: Path | None
    folder: Path | None
    files_url: str
    who: str
    check: bool = False
    without_bad_rows: bool = False


@dataclass(slots=True)
class Report:
    """What came of it; `outcome` is what became of the items by their keys, once they are kept."""

    rows: int
    ignored: Sequence[str]
    problems: list[Problem]
    good: int = 0
    topics: int = 0
    outcome: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def bad_rows(self) -> int:
        return len({(each.sheet, each.row) for each in self.problems if each.fatal})

    @property
    def written(self) -> bool:
        return bool(self.outcome)


def run(store: Store, orders: Orders) -> Report:
    """Import a table of resources. Raises `surveys.sheets.Unreadable`, `OSError`."""
    return asyncio.run(import_(store, orders))


async def import_(store: Store, orders: Orders) -> Report:
    """As `run`, where a loop runs already."""
    known = {topic.key for topic in await store.read(topics.everything)}
    found = await asyncio.to_thread(_read, orders, known)
    report = Report(found.rows, found.ignored, found.problems)
    try:
        wanted = await _ready(store, orders, found)
    finally:
        await close_guards()
    report.good = len(wanted)
    if orders.check or (report.bad_rows and not orders.without_bad_rows):
        return report
    report.topics = len(found.topics)
    report.outcome = await store.write(_keep, found.topics, wanted, orders.who, now())
    return report


def _read(orders: Orders, known: set[str]) -> Found:
    book = sheets.read(orders.table.read_bytes(), sheet.is_wanted, ITEMS)
    about = None if orders.topics is None else sheets.read(orders.topics.read_bytes(), lambda _name: True, TOPICS)
    return sheet.read(book, about, known)


async def _ready(store: Store, orders: Orders, found: Found) -> list[Wanted]:
    """The good rows with their files; what is wrong with the others is added to the problems."""
    standing = await store.read(importing.standing)
    kept = None if orders.check else FileStore(orders.files_url)
    shelf = Shelf(store.vault, orders.folder, kept)
    wanted: list[Wanted] = []
    with counting("Files", len(found.items)) as done:
        for row, given in found.items.items():
            item = await store.read(_resolved, given)
            if isinstance(item, Phrase):
                found.problems.append(Problem(found.sheet, row, "audience", "audience", item, True))
                continue
            each, unfit = await shelf.ready(item, standing.get(item.key))
            found.problems.extend(_problem(found.sheet, row, one) for one in unfit)
            wanted += [] if unfit else [each]
            done()
    return wanted


def _problem(sheet: str, row: int, unfit: Unfit) -> Problem:
    language, variant = unfit.place
    return Problem(sheet, row, f"{variant}_{language}", unfit.code, unfit.phrase, True)


def _resolved(db: Connection, item: Item) -> Item | Phrase:
    """The item with what its audience names as it is on record, or why that is not to be found."""
    if not item.audience:
        return item
    try:
        whom = audience.resolve(db, audience.parse(item.audience))
    except Unclear as problem:
        return problem.phrase
    return msgspec.structs.replace(item, audience=audience.write(whom))


def _keep(
    db: Connection, about: Sequence[Topic], wanted: Sequence[Wanted], who: str, moment: datetime
) -> Mapping[str, Sequence[str]]:
    counter.hold(db)
    importing.touch(db, topics.keep(db, about))
    outcome = importing.keep(db, wanted, who, moment)
    audit.write(db, who, "resources imported", topics=len(about), **{key: len(keys) for key, keys in outcome.items()})
    return outcome
