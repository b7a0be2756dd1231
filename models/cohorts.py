"""Programmes and cohorts as a roster names them: found whatever their case and accents, made where they are new."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, insert, select, update

from models.names import folded
from models.namesakes import cohort_of
from models.programmes import Cohort, Programme
from models.roster_people import CohortName
from models.rosters import Problem, Row


@dataclass
class _Known:
    id: int | None
    programme: str
    name: str
    starts_on: date | None
    ends_on: date | None
    changed: bool = False


class Cohorts:
    """All cohorts on record, and those that the rows taken so far add."""

    def __init__(self, db: Connection) -> None:
        self._programmes = {folded(row.name): row.id for row in db.execute(select(Programme.id, Programme.name))}
        query = select(Cohort.id, Cohort.name, Cohort.starts_on, Cohort.ends_on, Programme.name.label("programme"))
        self._known = {
            (folded(row.programme), folded(row.name)): _Known(
                row.id, row.programme, row.name, row.starts_on, row.ends_on
            )
            for row in db.execute(query.join(Programme, Programme.id == Cohort.programme_id))
        }
        self._told: set[tuple[CohortName, str, date]] = set()

    @property
    def new(self) -> int:
        """How many are to be made."""
        return sum(cohort.id is None for cohort in self._known.values())

    def take(self, row: Row) -> list[Problem]:
        """Fill the dates of the cohort of `row` where they are blank; those that do not fit are told, once each."""
        name = cohort_of(row)
        cohort = self._known.setdefault(name, _Known(None, row.programme, row.cohort, None, None))
        told = []
        for column, field, value in (
            ("cohort_start", "starts_on", row.cohort_start),
            ("cohort_end", "ends_on", row.cohort_end),
        ):
            reason = None if value is None else _fill(cohort, field, value)
            if value is not None and reason is not None and (name, column, value) not in self._told:
                self._told.add((name, column, value))
                told.append(Problem(row.number, column, reason))
        return told

    def write(self, db: Connection) -> dict[CohortName, int]:
        """Write what is new or filled; the id of every cohort."""
        return {name: self._written(db, name[0], cohort) for name, cohort in self._known.items()}

    def _written(self, db: Connection, programme: str, cohort: _Known) -> int:
        dates = {"starts_on": cohort.starts_on, "ends_on": cohort.ends_on}
        if cohort.id is not None:
            if cohort.changed:
                db.execute(update(Cohort).where(Cohort.id == cohort.id).values(dates))
            return cohort.id
        if programme not in self._programmes:
            made = db.execute(insert(Programme).values(name=cohort.programme).returning(Programme.id))
            self._programmes[programme] = made.scalar_one()
        values = {"programme_id": self._programmes[programme], "name": cohort.name, **dates}
        return db.execute(insert(Cohort).values(values).returning(Cohort.id)).scalar_one()


def _fill(cohort: _Known, field: str, value: date) -> str | None:
    """Why a date was not taken, or None."""
    present = getattr(cohort, field)
    if present is not None:
        return None if present == value else "differs from the date of this cohort on record or above, which is kept"
    start, end = (value, cohort.ends_on) if field == "starts_on" else (cohort.starts_on, value)
    if start and end and end < start:
        return "does not fit the other date of this cohort, and was left out"
    setattr(cohort, field, value)
    cohort.changed = True
    return None
