"""Reads .xlsx and .xls: formulas as the value they had when saved, nothing that runs, nothing from elsewhere."""

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO, StringIO

import xlrd  # type: ignore[import-untyped]
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from surveys.sheets import packages
from surveys.sheets.cells import Cell, text
from surveys.sheets.gathering import gathered
from surveys.sheets.measuring import check_part
from surveys.sheets.refusals import refused
from surveys.sheets.workbook import Workbook

Wanted = Callable[[str], bool]
_NEEDED = (".xml", ".rels")
#: What a sheet says of its own size: some programs write what readers take for damage, and none needs it.
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^<>]*(?:/>|></(?:\w+:)?dimension\s*>)")
_TYPES = "[content_types].xml"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def xlsx(data: bytes, wanted: Wanted) -> Workbook:
    """The wanted sheets of an .xlsx, or its only one. Raises `Unreadable`."""
    parts = {name: _DIMENSION.sub(b"", content) for name, content in _parts(data).items()}
    for content in parts.values():
        check_part(content)
    canonical = BytesIO(packages.write_parts(parts, zipfile.ZIP_STORED))
    try:
        with CalamineWorkbook.from_filelike(canonical) as book:
            tables = [sheet.name for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
            return Workbook(
                [gathered(name, _rows(book.get_sheet_by_name(name))) for name in _chosen(tables, wanted)],
            )
    except CalamineError:
        raise refused("damaged") from None


def _parts(data: bytes) -> dict[str, bytes]:
    """The parts that a reader needs, and none that it could take for something else."""
    try:
        parts = packages.read_parts(data, lambda name: name.lower().endswith(_NEEDED))
    except packages.Unfit as unfit:
        raise refused(unfit.code) from None
    names = {name.lower() for name in parts}
    if _TYPES not in names or not any(name.startswith("xl/") for name in names):
        raise refused("not_a_spreadsheet")
    return parts


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, Sequence[str]]]:
    top, left = sheet.start or (0, 0)
    before = [""] * left
    for number, cells in enumerate(sheet.to_python(skip_empty_area=True), top + 1):
        yield number, before + [text(cell) for cell in cells]


def xls(data: bytes, wanted: Wanted) -> Workbook:
    """The wanted sheets of an old Excel file, or its only one. Raises `Unreadable`.

    Read by a reader that keeps what is there and no rectangle: the file's own word on its size is not believed.
    """
    if _ENCRYPTED in data:
        raise refused("protected")
    try:
        with xlrd.open_workbook(
            file_contents=data, ragged_rows=True, on_demand=True, logfile=StringIO(), ignore_workbook_corruption=False
        ) as book:
            names = _chosen(book.sheet_names(), wanted)
            return Workbook([gathered(name, _old_rows(book, book.sheet_by_name(name))) for name in names])
    except xlrd.XLRDError as problem:
        raise refused("protected" if "encrypt" in str(problem).lower() else "damaged") from None
    except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError, OSError, MemoryError):
        raise refused("damaged") from None  # what it stumbles over in a damaged or hostile file
    except Exception as problem:
        if type(problem).__module__.startswith(("xlrd", "struct")):
            raise refused("damaged") from None
        raise


def _old_rows(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Iterator[tuple[int, Sequence[str]]]:
    for place in range(sheet.nrows):
        yield place + 1, [text(_old_cell(book, cell)) for cell in sheet.row(place)]


def _old_cell(book: xlrd.Book, cell: xlrd.sheet.Cell) -> Cell:
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return None
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _old_moment(cell.value, book.datemode)
    value: Cell = cell.value
    return value


def _old_moment(value: float, mode: int) -> Cell:
    try:
        moment = xlrd.xldate_as_datetime(value, mode)
    except (ValueError, OverflowError):
        return value
    return moment.time() if value < 1 else moment  # type: ignore[no-any-return]


def _chosen(names: Sequence[str], wanted: Wanted) -> list[str]:
    chosen = [name for name in names if wanted(name)]
    return chosen or list(names[:1])
