"""Why a file is not read, in words: one sentence each, with what to do."""

from collections.abc import Mapping

from dialogue.phrases import Phrase, _
from surveys.sheets.workbook import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Unreadable

_WORDS: Mapping[str, Phrase] = {
    "empty": _("The file is empty."),
    "too_large": _("The file is too large for a questionnaire."),
    "too_large_unpacked": _("The file becomes too large once it is opened. Nothing of it was read."),
    "protected": _("The file is protected by a password. Save it without one."),
    "dangerous": _("The file holds parts that do not belong in a spreadsheet. Save it again as XLSX."),
    "damaged": _("The file is damaged. Open it in a spreadsheet program and save it again as XLSX."),
    "not_a_spreadsheet": _("The file is no spreadsheet. Save it as XLSX, XLS or CSV."),
    "encoding": _("The letters of the file cannot be read. Save it as CSV UTF-8."),
    "open_quote": _("A quotation mark is never closed, or a line is too long."),
    "too_many_rows": _("A sheet has more than {most} rows.", most=MOST_ROWS),
    "too_many_columns": _("A sheet has more than {most} columns.", most=MOST_COLUMNS),
    "long_cell": _("A cell has more than {most} letters.", most=LONGEST_CELL),
}


def refused(code: str, sheet: str = "", row: int = 0) -> Unreadable:
    """What to raise for a `code`, with the sheet and row where they are known."""
    return Unreadable(code, _WORDS[code], sheet, row)
