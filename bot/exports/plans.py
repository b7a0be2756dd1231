"""Exports action plans, and the reports on them in a sheet of their own; what people wrote only when they are named."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, tzinfo

from sqlalchemy import Connection

from bot.exports import words
from bot.exports.books import CODEBOOK, DATA, Book
from bot.exports.describing import PLACES, Descriptions, Marks, description, shown
from bot.exports.naming import NAMES, names_of
from bot.exports.pages import Page
from bot.exports.reading import Reader, chunks
from models import plans_exported
from models.plans_exported import Owner, Plan
from models.sealing import Vault
from surveys import codebook
from surveys.cells import Cell

REPORTS = "reports"
_PLACES = PLACES[:-1]  # a plan is in no channel
_PLAN = ("status", "percent", "due_on", "created_on", "reported_on", "milestones", "milestones_done", "reports")
_REPORT = ("on", "percent", "status", "hurdle", "people_trained", "event")


class Plans:
    """One export: it knows at once whose plans there are, and then fills a book with them."""

    def __init__(self, reading: Reader, vault: Vault, zone: tzinfo, *, identified: bool) -> None:
        self._reading, self._zone, self._identified = reading, zone, identified
        self.people = reading(plans_exported.people)
        self.everybody = len(reading(_everybody))
        self.count = 0
        self._marks, self._descriptions = Marks(vault), Descriptions()

    def write(self, book: Book, done: Callable[[], None]) -> None:
        """Write all sheets but the one that says what this is."""
        plans, reports = self._page(book, DATA, self._plan_columns()), self._page(book, REPORTS, self._report_columns())
        if not self._identified:
            for some in chunks(self.people):
                for owner in self._reading(plans_exported.owners, some).values():
                    self._descriptions.count(description([owner]))
        for some in chunks(self.people):
            self._write(some, plans, reports)
            done()
        sheet = book.sheet(CODEBOOK, codebook.HEADER)
        for line in codebook.lines({each.name: each.columns for each in (plans, reports)}, _tallies(plans, reports)):
            sheet.add(line)

    def _plan_columns(self) -> tuple[str, ...]:
        own = (*NAMES, "title", "goal") if self._identified else ()
        return ("_id", *own, *(f"_{place}" for place in _PLACES), *_PLAN)

    def _report_columns(self) -> tuple[str, ...]:
        return ("_parent_table", "_parent_index", *_REPORT, *(("note",) if self._identified else ()))

    def _page(self, book: Book, name: str, titles: tuple[str, ...]) -> Page:
        columns = [words.column(title) for title in ("_index", *titles)]
        return Page(name, columns, (), book.sheet(name, columns))

    def _write(self, some: list[int], plans: Page, reports: Page) -> None:
        owners = self._reading(plans_exported.owners, some)
        names = self._reading(names_of, some) if self._identified else {}
        for plan in self._reading(plans_exported.read, some):
            if plan.person not in owners:  # she has been blocked or frozen in the meantime
                continue
            own: list[Cell] = [*names[plan.person], plan.title, plan.goal] if self._identified else []
            number = plans.add(
                [self._marks.of(plan.person), *own, *self._places(owners[plan.person]), *self._plan(plan)]
            )
            for report in plan.reports:
                said: list[Cell] = [report.percent, report.status, report.hurdle, report.people_trained, report.event]
                note: list[Cell] = [report.note] if self._identified else []
                reports.add([DATA, number, self._day(report.at), *said, *note])

    def _places(self, owner: Owner) -> list[Cell]:
        told = description([owner])
        if not self._identified:
            told = self._descriptions.told(told)
        return [*shown(told, owner)[: len(_PLACES)]]

    def _plan(self, plan: Plan) -> list[Cell]:
        days = (plan.due_on, self._day(plan.created_at), self._day(plan.reported_at))
        return [plan.status, plan.percent, *days, plan.milestones, plan.milestones_done, len(plan.reports)]

    def _day(self, moment: datetime | None) -> date | None:
        return None if moment is None else moment.astimezone(self._zone).date()


def _everybody(db: Connection) -> Sequence[int]:
    return plans_exported.people(db, frozen=True)


def _tallies(*pages: Page) -> dict[str, codebook.Tally]:
    return {page.name: page.tally for page in pages}
