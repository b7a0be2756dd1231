"""Asks pyxform whether a form would also open in KoboToolbox and ODK, which take it as the authority."""

import warnings
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from pyxform.xls2xform import convert

from dialogue.phrases import Phrase, _
from surveys import sheets
from surveys.importing.lines import SHEETS, is_wanted
from surveys.importing.settings import own_name
from surveys.sheets import Row, Sheet, Unreadable
from surveys.sheets.reading import OLD_EXCEL

_LONGEST = 300  # letters of what it says
_FURTHEST = 60  # blank rows, after which it takes a sheet for ended


def second_opinion(content: bytes, filename: str) -> tuple[Phrase, ...]:
    """Why KoboToolbox would not open the form, a sentence each; none where it would. No file is written, nothing sent.

    The file is read by our own distrustful reader; pyxform sees rows of text.
    """
    try:
        workbook = sheets.read(content, is_wanted, "survey")
    except Unreadable as refused:
        return (refused.phrase,)
    seen: dict[str, Any] = {"sheet_names": [sheet.name for sheet in workbook.sheets]}
    for sheet in workbook.sheets:
        name = sheet.name.strip().lower() if len(workbook.sheets) > 1 else "survey"
        if name in SHEETS:
            seen |= _rows(name, sheet, sheet.rows[0].number if sheet.rows and _is_text(content) else 1)
    message = _refusal(seen | {"fallback_form_name": own_name(filename)})
    return () if not message else (_("KoboToolbox would not open it: {message}", message=message),)


def _refusal(seen: dict[str, Any]) -> str:
    """What pyxform says against a form; empty where it has nothing against it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            convert(seen, validate=False)
    except RecursionError:
        return "too deep"
    except Exception as refused:  # it stumbles over what it does not expect in more ways than it has errors
        lines = [line.strip() for line in str(refused).splitlines() if line.strip()]
        return " ".join(lines)[:_LONGEST] or type(refused).__name__
    return ""


def _is_text(content: bytes) -> bool:
    """Whether a file is CSV or Markdown, where a sheet begins wherever its name stands."""
    return not content.startswith((b"PK", OLD_EXCEL))


def _rows(name: str, sheet: Sheet, first: int) -> dict[str, Any]:
    """A sheet as pyxform takes it: the header from its `first` row, and blank rows in their places."""
    header = sheet.rows[0].cells if sheet.rows and sheet.rows[0].number == first else ()
    headers = [" ".join(cell.split()) for cell in header]
    found: list[dict[str, str]] = []
    for before, row in pairwise(sheet.rows):
        blank = row.number - before.number - 1
        if blank > _FURTHEST:
            break
        found += [{} for _blank in range(blank)]
        found.append(_cells(headers, row))
    return {name: found, f"{name}_header": [{each: None for each in headers if each}]}


def _cells(headers: Sequence[str], row: Row) -> dict[str, str]:
    return {header: cell for header, cell in zip(headers, row.cells, strict=False) if header and cell}
