"""Exports the responses to a survey: those of each person together, people in no order, some of them at a time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import NamedTuple

from sqlalchemy import Connection

from bot.exports.anonymous import write_anonymous
from bot.exports.books import CODEBOOK, Book
from bot.exports.describing import PLACES, Descriptions, Marks, by_person, description, shown
from bot.exports.naming import names_of
from bot.exports.pages import Page, own_columns, pages
from bot.exports.reading import Reader, chunks
from models.sealing import Vault
from models.surveys import exported, forms
from models.surveys.exported import Response, Selection
from surveys import codebook
from surveys.cells import DECLINED, Cell, cell
from surveys.columns import MAIN, Layout, Line, Path
from surveys.telling import telling


@dataclass(frozen=True)
class Wanted:
    """What to export: `versions` of a survey by the number of their forms; labels in a language, or else values."""

    selection: Selection
    versions: Mapping[int, int]
    zone: tzinfo
    split: bool = False
    labels: str | None = None
    identified: bool = False


class _Entry(NamedTuple):
    """A response with what may be told of its person."""

    response: Response
    places: list[str | None]
    names: list[Cell]


class Responses:
    """One export: it knows at once whose responses there are, and then fills a book with them."""

    def __init__(self, reading: Reader, vault: Vault, wanted: Wanted) -> None:
        self._reading, self._wanted = reading, wanted
        self.people = reading(exported.people, wanted.selection)
        self.everybody = len(reading(exported.people, wanted.selection._replace(frozen=True)))
        self.count = reading(exported.count, wanted.selection)
        self._marks, self._descriptions = Marks(vault), Descriptions()
        self._layout = reading(_layout, wanted)
        self._pages: dict[str, Page] = {}

    @property
    def cells(self) -> int:
        """How many cells the main sheet will have."""
        return self.count * (len(own_columns(MAIN, identified=False)) + len(self._layout.sheets[MAIN]))

    def write(self, book: Book, done: Callable[[], None]) -> int:
        """Write all sheets but the one that says what this is; how many anonymous answers are withheld."""
        self._pages = pages(book, self._layout.sheets, identified=self._wanted.identified)
        if not self._wanted.identified:
            self._describe()
        for some in chunks(self.people):
            for entry in self._entries(some):
                self._write(entry)
                done()
        withheld = 0
        if self._layout.anonymous:
            withheld = write_anonymous(self._reading, book, self._layout, self._wanted.selection, self._wanted.labels)
        self._write_codebook(book)
        return withheld

    def _describe(self) -> None:
        for some in chunks(self.people):
            for theirs in by_person(self._reading(exported.about, self._wanted.selection, some)):
                self._descriptions.count(description(theirs))

    def _entries(self, some: list[int]) -> Iterator[_Entry]:
        found = self._reading(exported.read, self._wanted.selection, some)
        if self._wanted.identified:
            names = self._reading(names_of, some)
            for response in found:
                places = [getattr(response.about, place) for place in PLACES]
                yield _Entry(response, places, names[response.about.person])
            return
        told = {
            theirs[0].person: self._descriptions.told(description(theirs))
            for theirs in by_person([response.about for response in found])
        }
        for response in found:
            yield _Entry(response, shown(told[response.about.person], response.about), [])

    def _write(self, entry: _Entry) -> None:
        """A line in the main sheet, and one for each instance of a repeat."""
        numbers: dict[Path, int] = {}
        for line in self._layout.lines(entry.response.about.form, entry.response.answers):
            page = self._pages[line.sheet]
            answers = zip(page.asked, line.answers, strict=True)
            cells = [cell(column, answer, self._wanted.labels) for column, answer in answers]
            own = self._parent(line, numbers) if line.path else self._about(entry, _declined(page, cells))
            numbers[line.path] = page.add([*own, *cells])

    def _parent(self, line: Line, numbers: Mapping[Path, int]) -> list[Cell]:
        around = line.path[:-1]
        return [self._pages["/".join(name for name, _number in around)].name, numbers[around]]

    def _about(self, entry: _Entry, declined: str | None) -> list[Cell]:
        about = entry.response.about
        mark = self._marks.of(about.person)
        day = about.moved_at.astimezone(self._wanted.zone).date()
        version = self._wanted.versions[about.form]
        return [mark, *entry.names, version, about.wave, about.status, day, *entry.places, declined]

    def _write_codebook(self, book: Book) -> None:
        sheet = book.sheet(CODEBOOK, codebook.HEADER)
        columns = {page.name: page.columns for page in self._pages.values()}
        for line in codebook.lines(columns, {page.name: page.tally for page in self._pages.values()}):
            sheet.add(line)


def _declined(page: Page, cells: list[Cell]) -> str | None:
    answers = zip(page.asked, cells, strict=True)
    return " ".join(column.row for column, said in answers if said is DECLINED and not column.option) or None


def _layout(db: Connection, wanted: Wanted) -> Layout:
    """The columns; rows that would tell who answered are left out unless that is what is wanted."""
    ours = {number: forms.load(db, number) for number in wanted.selection.forms}
    if wanted.identified:
        return Layout(ours, split=wanted.split)
    return Layout(ours, split=wanted.split, without=telling(exported.every_form(db)))
