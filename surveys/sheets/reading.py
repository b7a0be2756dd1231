"""Tells by its content what kind of spreadsheet a file is, and reads it."""

from surveys.sheets.commas import commas
from surveys.sheets.excel import Wanted, xls, xlsx
from surveys.sheets.markdown import is_markdown, markdown
from surveys.sheets.packages import MEGABYTE
from surveys.sheets.refusals import refused
from surveys.sheets.texts import decoded
from surveys.sheets.workbook import Workbook

MOST_BYTES = 20 * MEGABYTE
MOST_TEXT = 8 * MEGABYTE
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(content: bytes, wanted: Wanted = lambda name: True, only: str = "") -> Workbook:
    """The wanted sheets of an .xlsx, .xls, CSV or Markdown file, whatever its name says.

    A file without sheets becomes one named `only`. Raises `Unreadable` within a second or so, before much is unpacked.
    """
    if len(content) > MOST_BYTES:
        raise refused("too_large")
    if not content.strip():
        raise refused("empty")
    if content.startswith(OLD_EXCEL):
        return xls(content, wanted)
    if content.startswith(b"PK"):
        return xlsx(content, wanted)
    return _text(content, only)


def _text(content: bytes, only: str) -> Workbook:
    if len(content) > MOST_TEXT:
        raise refused("too_large")
    found = decoded(content)
    if found is None:
        raise refused("not_a_spreadsheet" if b"\0" in content else "encoding")
    if content.lstrip().startswith((b"<", b"{", b"%PDF")):
        raise refused("not_a_spreadsheet")
    return markdown(found.text) if is_markdown(found.text) else commas(found.text, only)
