"""Spreadsheets read with distrust: sheets of rows of text, or one clear reason why not."""

from surveys.sheets.reading import read
from surveys.sheets.workbook import Row, Sheet, Unreadable, Workbook

__all__ = ["Row", "Sheet", "Unreadable", "Workbook", "read"]
