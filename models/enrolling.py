"""A checked roster becomes people, enrolments and plans: first all of it is studied, then all of it is written.

Only blank fields are filled, and what differs from the record is told and left alone, so that importing a roster
again changes nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from models import roster_people, roster_writing
from models.cohorts import Cohorts
from models.names import bare, folded
from models.namesakes import Clash, Erased, Matching, Same, cohort_of
from models.roster_people import FIELDS, Someone
from models.rosters import Problem, Row
from models.statements import one_at_a_time

_ONE_AT_A_TIME = 0x4C617A72  # of PostgreSQL's advisory locks


class NotWritten(Exception):
    """Nothing was written, since some rows cannot be; `outcome` tells which."""

    def __init__(self, outcome: "Outcome") -> None:
        super().__init__("nothing was written")
        self.outcome = outcome


@dataclass
class Outcome:
    """What an import did, or would do."""

    new_people: int = 0
    filled_people: int = 0
    enrolments: int = 0
    plans: int = 0
    tags: int = 0
    cohorts: int = 0
    problems: list[Problem] = field(default_factory=list)  # rows that cannot be written
    notices: list[Problem] = field(default_factory=list)  # what was written all the same, or left as it is on record
    same: list[Same] = field(default_factory=list)  # perhaps the same person: for staff to confirm
    merged_people: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """How much of each kind, by name."""
        names = ("new_people", "filled_people", "merged_people", "enrolments", "plans", "tags", "cohorts")
        return {name: getattr(self, name) for name in names}


def study(
    db: Connection,
    rows: Sequence[Row],
    confirmed: Callable[[int], bool] = lambda row: False,
    done: Callable[[], None] = lambda: None,
) -> Outcome:
    """What `enrol` would do; only reads."""
    return _Study(db, rows, confirmed, done).outcome


def enrol(
    db: Connection,
    rows: Sequence[Row],
    confirmed: Callable[[int], bool] = lambda row: False,
    done: Callable[[], None] = lambda: None,
    *,
    skip_bad: bool = False,
) -> Outcome:
    """Write `rows`; `confirmed` says for which of them staff confirmed that a namesake is the same person.

    `done` is called for each row. Raises `NotWritten` when rows clash with others, unless these are to be skipped.
    """
    one_at_a_time(db, _ONE_AT_A_TIME)
    studied = _Study(db, rows, confirmed, done)
    if studied.outcome.problems and not skip_bad:
        raise NotWritten(studied.outcome)
    studied.write(db)
    return studied.outcome


class _Study:
    """Everything a roster changes, in memory."""

    def __init__(
        self, db: Connection, rows: Sequence[Row], confirmed: Callable[[int], bool], done: Callable[[], None]
    ) -> None:
        self.outcome = Outcome()
        self._cohorts = Cohorts(db)
        self._matching = Matching(roster_people.find(db, rows), confirmed)
        self._people: dict[Someone, None] = {}
        for row in rows:
            self._take(row)
            done()
        self._count()

    def write(self, db: Connection) -> None:
        """Write what was found."""
        people = [someone for someone in self._people if not someone.gone]
        ids = self._cohorts.write(db)
        roster_writing.fold(db, self._matching.folds)
        roster_writing.add_people(db, people)
        roster_writing.fill_people(db, people)
        roster_writing.add_keys(db, self._matching.new_keys)
        roster_writing.add_enrolments(db, people, ids)
        roster_writing.add_plans(db, people)
        roster_writing.add_tags(db, people)

    def _take(self, row: Row) -> None:
        try:
            someone = self._matching.person_of(row)
        except Clash as clash:
            self.outcome.problems.append(clash.problem)
            return
        except Erased as erased:
            self.outcome.notices.append(erased.problem)
            return
        self._people[someone] = None
        self.outcome.notices += [*row.oddities, *_fill(row, someone), *self._cohorts.take(row)]
        cohort = cohort_of(row)
        if cohort not in someone.cohorts:
            someone.cohorts.add(cohort)
            someone.new_cohorts.append(cohort)
        for tag in row.tags or ():
            if folded(tag) not in someone.tags:
                someone.tags.add(folded(tag))
                someone.new_tags.append(tag)
        if row.plan_title and folded(row.plan_title) not in someone.plans:
            someone.plans[folded(row.plan_title)] = None
            someone.new_plans.append(row)

    def _count(self) -> None:
        people = [someone for someone in self._people if not someone.gone]
        self.outcome.same = self._matching.same
        self.outcome.new_people = sum(someone.id is None for someone in people)
        self.outcome.filled_people = sum(someone.id is not None and bool(someone.filled) for someone in people)
        self.outcome.enrolments = sum(len(someone.new_cohorts) for someone in people)
        self.outcome.plans = sum(len(someone.new_plans) for someone in people)
        self.outcome.tags = sum(len(someone.new_tags) for someone in people)
        self.outcome.cohorts = self._cohorts.new
        self.outcome.merged_people = len(self._matching.folds)


def _fill(row: Row, someone: Someone) -> list[Problem]:
    """Fill the blank fields of a person; tell the others that differ."""
    differing = []
    for name in FIELDS:
        value = getattr(row, name)
        if value is None:
            continue
        if name not in someone.known:
            someone.known[name] = someone.filled[name] = value
        elif _compared(name, someone.known[name]) != _compared(name, value):
            column = "rank" if name == "rank_band" else name
            differing.append(Problem(row.number, column, "differs from what is known of this person, which is kept"))
    return differing


def _compared(name: str, value: str) -> object:
    if name in ("given_name", "family_name"):
        return bare(value)
    return folded(value) if name in ("agency", "municipality") else value
