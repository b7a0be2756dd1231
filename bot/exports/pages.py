"""The sheets of an export of responses while they are written: numbered lines, and how much was answered."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from bot.exports import words
from bot.exports.books import ABOUT, ANONYMOUS, CODEBOOK, DATA, Book, Sheet
from bot.exports.describing import PLACES
from bot.exports.naming import NAMES
from surveys.cells import Cell
from surveys.codebook import Tally
from surveys.columns import MAIN, Column

_RESPONSE = ("_version", "_wave", "_status", "_date", *(f"_{place}" for place in PLACES), "_declined")
_INSTANCE = ("_index", "_parent_table", "_parent_index")


@dataclass
class Page:
    """A sheet; `asked` are the columns of the form, which come after our own."""

    name: str
    columns: Sequence[Column]
    asked: Sequence[Column]
    sheet: Sheet
    tally: Tally = field(default_factory=Tally)
    lines: int = 0

    def add(self, cells: Sequence[Cell]) -> int:
        """Write a line under its number, which is told."""
        self.lines += 1
        line = [self.lines, *cells]
        self.sheet.add(line)
        self.tally.take(self.columns, line)
        return self.lines


def pages(book: Book, sheets: Mapping[str, Sequence[Column]], *, identified: bool) -> dict[str, Page]:
    """A page for each sheet of a layout."""
    found = {}
    for name, asked in sheets.items():
        columns = [*own_columns(name, identified=identified), *asked]
        called = _called(name, sheets)
        found[name] = Page(called, columns, asked, book.sheet(called, columns))
    return found


def own_columns(sheet: str, *, identified: bool) -> list[Column]:
    """The columns that are not the form's."""
    names = ("_index", "_id", *(NAMES if identified else ()), *_RESPONSE) if sheet == MAIN else _INSTANCE
    return [words.column(name) for name in names]


def _called(name: str, sheets: Collection[str]) -> str:
    """A repeat goes by its own name, unless another sheet does so too."""
    if name == MAIN:
        return DATA
    short = name.rpartition("/")[2]
    ours = (DATA, CODEBOOK, ABOUT, ANONYMOUS)
    same = [each for each in sheets if each.rpartition("/")[2].lower() == short.lower()]
    return short if len(same) == 1 and short.lower() not in ours else f"repeat-{name.replace('/', '-')}"
