"""Whatever people write, no cell of an export begins a formula."""

import csv
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from bot.exports.books import Format, open_book
from surveys.columns import Column

STARTS = st.sampled_from(
    ["", "a\r=", "a\r\n=", "=", "+", "-", "@", "\t", "\r", "\n", "＝", " =", "#N/A", "=1+1", "'", "\x00=", "{="]
)
TEXTS = st.lists(st.builds(str.__add__, STARTS, st.text(st.characters(codec="utf-8"), max_size=20)), max_size=20)
COLUMN = [Column("story")]


def written(kind: Format, texts: list[str], folder: str) -> Path:
    out = Path(folder) / f"x.{kind}"
    with ExitStack() as stack:
        sheet = stack.enter_context(open_book(kind, out, "es", force=True)).sheet("data", COLUMN)
        for text in texts:
            sheet.add([text])
    return out


@given(TEXTS)
def test_no_cell_of_a_csv_begins_a_formula(texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        with written(Format.csv, texts, folder).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert len(rows) == len(texts) + 1
        assert not [
            row for row in rows if row and row[0].lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))
        ]


@given(TEXTS)
def test_every_cell_of_a_workbook_is_a_text(texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        book = openpyxl.load_workbook(written(Format.xlsx, texts, folder))
        cells = [row[0] for row in book["datos"].iter_rows(min_row=2)]
        assert not [cell for cell in cells if cell.value is not None and cell.data_type not in ("s", "inlineStr")]
        book.close()
