"""Tables of people in a file of its owner: every row is a row, and no cell is a formula, whatever people write."""

import csv
import stat
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.private_files import NotOverwritten, private_file, write_csv

LINES = st.lists(
    st.lists(st.text(st.sampled_from("a\r\n\t=+-@＝,;\"' "), max_size=6), min_size=2, max_size=2), max_size=5
)


def written(rows: list[list[str]]) -> str:
    file = StringIO(newline="")
    write_csv(file, ["one", "two"], rows)
    return file.getvalue()


@pytest.mark.parametrize(
    ("cell", "read"),
    [("uno\rdos", "uno\ndos"), ("uno\r\ndos", "uno\ndos"), ("\r=1+1", "'\n=1+1"), ("uno\r=1+1", "uno\n=1+1")],
)
def test_a_carriage_return_begins_no_row(cell: str, read: str) -> None:
    text = written([[cell, "tres"]])
    assert "\r" not in text
    assert list(csv.reader(StringIO(text, newline=""))) == [["one", "two"], [read, "tres"]]


@given(LINES)
def test_whatever_is_written_there_are_as_many_rows_and_no_cell_begins_a_formula(rows: list[list[str]]) -> None:
    _header, *read = csv.reader(StringIO(written(rows), newline=""))
    assert len(read) == len(rows)
    assert all(len(row) == 2 for row in read)
    assert not [cell for row in read for cell in row if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "＝"))]


def half_of_it(out: Path) -> None:
    with private_file(out) as file:
        file.write("half of it")
        raise KeyboardInterrupt


def test_it_is_its_owners_and_is_gone_if_anything_goes_wrong(tmp_path: Path) -> None:
    out = tmp_path / "people.csv"
    with pytest.raises(KeyboardInterrupt):
        half_of_it(out)
    assert list(tmp_path.iterdir()) == []
    with private_file(out) as file:
        file.write("all of it")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    with pytest.raises(NotOverwritten), private_file(out):
        pass
    assert out.read_text() == "all of it"
