"""One import of a roster from the file to the record, with everything that there is to tell about it."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from bot import roster_files
from bot.counting import counting
from bot.roster_files import Roster
from models import audit, enrolling
from models.enrolling import NotWritten, Outcome
from models.rosters import Problem, Row, check
from models.store import Store


@dataclass
class Orders:
    """What to do with a roster; `same` are the rows confirmed to be a namesake (None: all of them)."""

    dry_run: bool = False
    skip_bad: bool = False
    same: Collection[int] | None = ()
    actor: str = "operator"

    def confirmed(self, row: int) -> bool:
        """Whether staff confirmed that the row is the person of the same name and agency."""
        return self.same is None or row in self.same


@dataclass
class Report:
    """What came of it."""

    roster: Roster
    problems: list[Problem]
    outcome: Outcome
    written: bool

    @property
    def rows(self) -> int:
        """How many rows the file has, blank ones left out."""
        return len(self.roster.rows) + len(self.roster.broken)

    @property
    def bad_rows(self) -> int:
        """How many of them cannot be written."""
        return len({problem.row for problem in self.problems})


def run(store: Store, path: Path, orders: Orders) -> Report:
    """Read, check and write a roster. Raises `Unreadable`, `models.store.Unavailable`."""
    with counting("Reading") as done:
        roster = roster_files.read(path, done)
    rows, problems = _checked(roster)
    with counting("Writing" if not orders.dry_run else "Matching", len(rows)) as done:
        written = not orders.dry_run and (orders.skip_bad or not problems)
        try:
            outcome = _write(store, rows, orders, done) if written else _study(store, rows, orders, done)
        except NotWritten as refused:
            outcome, written = refused.outcome, False
    problems = sorted([*problems, *outcome.problems])
    return Report(roster, problems, outcome, written)


def _checked(roster: Roster) -> tuple[list[Row], list[Problem]]:
    rows, problems = [], list(roster.broken)
    with counting("Checking", len(roster.rows)) as done:
        for raw in roster.rows:
            checked = check(raw)
            if isinstance(checked, Row):
                rows.append(checked)
            else:
                problems += checked
            done()
    return rows, problems


def _study(store: Store, rows: list[Row], orders: Orders, done: Callable[[], None]) -> Outcome:
    return asyncio.run(store.read(enrolling.study, rows, orders.confirmed, done))


def _write(store: Store, rows: list[Row], orders: Orders, done: Callable[[], None]) -> Outcome:
    return store.run(_enrol, rows, orders, done)


def _enrol(db: Connection, rows: list[Row], orders: Orders, done: Callable[[], None]) -> Outcome:
    """Write, and tell the audit log if anything is new."""
    outcome = enrolling.enrol(db, rows, orders.confirmed, done, skip_bad=orders.skip_bad)
    counts = outcome.counts
    if any(counts.values()):
        audit.write(db, orders.actor, "roster import", **counts)
    return outcome
