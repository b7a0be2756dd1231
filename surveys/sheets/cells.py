"""Writes what a cell of a spreadsheet holds as the text that XLSForm means by it."""

from datetime import date, datetime, time, timedelta

_MIDNIGHT = datetime(2000, 1, 1)  # noqa: DTZ001 - the hours of a cell have no zone

Cell = str | int | float | bool | date | datetime | time | timedelta | None


def text(cell: Cell) -> str:
    """The text of a cell: whole numbers without a point, dates as ISO writes them, TRUE or FALSE."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return _number(cell)
    return _moment(cell)


def _number(cell: float) -> str:
    return str(int(cell)) if isinstance(cell, int) or cell.is_integer() else repr(cell)


def _moment(cell: date | time | timedelta) -> str:
    if isinstance(cell, datetime):
        whole = cell.time() == time()
        return cell.date().isoformat() if whole else cell.isoformat(timespec="seconds")
    if isinstance(cell, time):
        return cell.isoformat(timespec="minutes" if not cell.second else "seconds")
    if isinstance(cell, timedelta):
        return _moment((_MIDNIGHT + cell).time()) if timedelta() <= cell < timedelta(days=1) else str(cell)
    return cell.isoformat()
