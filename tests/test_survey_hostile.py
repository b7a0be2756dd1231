"""Spreadsheets that mean harm: one clear reason each time, within seconds, and little memory."""

import time
import tracemalloc
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys import sheets
from surveys.importing import read
from surveys.second_opinion import second_opinion
from surveys.sheets import Unreadable
from surveys.sheets.packages import MEGABYTE
from tests.sheet_samples import OLD_EXCEL, altered, book, sheet_xml, with_rows

SMALL = book({"survey": [["type", "name", "label"], ["text", "a", "A"]]})


def refusal(content: bytes, seconds: float = 2.0, megabytes: int = 40) -> str:
    """The code with which a file is refused, in little time and memory."""
    with measured(seconds, megabytes)():
        found = read(content, "hostile.xlsx")
    assert found.form is None
    return found.problems[0].code


def measured(seconds: float, megabytes: int) -> Callable[[], "_Measured"]:
    return lambda: _Measured(seconds, megabytes)


class _Measured:
    def __init__(self, seconds: float, megabytes: int) -> None:
        self._seconds, self._megabytes = seconds, megabytes

    def __enter__(self) -> None:
        tracemalloc.start()
        self._began = time.process_time()

    def __exit__(self, *_raised: object) -> None:
        taken, peak = time.process_time() - self._began, tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < self._megabytes * MEGABYTE
        assert taken < self._seconds * 5  # tracing makes everything slower


def swollen(megabytes: int, parts: int = 1) -> bytes:
    """A workbook that unpacks to this much."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for number in range(parts):
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w") as entry:
                for _ in range(megabytes // parts):
                    entry.write(bytes(MEGABYTE))
    return out.getvalue()


@pytest.mark.parametrize("parts", [1, 30])
def test_a_zip_bomb_of_three_hundred_megabytes_is_not_unpacked(parts: int) -> None:
    assert refusal(swollen(300, parts), 0.5, 3) == "too_large_unpacked"


def test_a_bomb_within_a_bomb_is_one_part_like_others() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/inner.zip", swollen(300))
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert refusal(out.getvalue(), 0.5, 3) == "damaged"


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_an_entity_bomb_is_refused_wherever_it_lies(part: str) -> None:
    assert refusal(altered(SMALL, part, BOMB + b"<x>&b;</x>")) == "dangerous"


def test_a_million_rows_without_content_cost_nothing() -> None:
    empty = b"".join(b'<row r="%d" spans="1:3"/>' % number for number in range(3, 1_000_000))
    first = b'<row r="1"><c r="A1" t="inlineStr"><is><t>type</t></is></c></row>'
    data = with_rows(first + empty, b"A1:XFD1048576")
    with measured(3, 120)():
        (sheet,) = sheets.read(data).sheets
    assert len(sheet.rows) == 1


def test_a_million_rows_with_content_are_too_many() -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 1_000_001))
    assert refusal(with_rows(rows), 4, 200) in ("too_many_rows", "too_large_unpacked")


@pytest.mark.parametrize("cell", [b"XFD1048576", b"A1048576", b"XFD1"])
def test_a_cell_in_the_furthest_corner_takes_no_memory(cell: bytes) -> None:
    row = cell.lstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row>' * (row != b"1") + b'<row r="%s"><c r="%s"><v>1</v></c></row>' % (
        row,
        cell,
    )
    try:
        found = sheets.read(with_rows(rows))
    except Unreadable as refused:
        assert refused.code in ("too_many_rows", "too_many_columns")  # noqa: PT017
    else:
        assert len(found.sheets[0].rows) <= 2


@pytest.mark.parametrize("place", [b"A99999999", b"AAAA1", b"a1", b"1A", b"&#65;99999999", b"A-1"])
def test_places_that_are_none_are_damage(place: bytes) -> None:
    rows = b'<row r="1"><c r="%s"><v>1</v></c></row>' % place
    assert refusal(with_rows(rows)) == "damaged"


def test_what_a_sheet_says_of_its_size_is_not_believed() -> None:
    rows = b'<row r="1"><c r="A1" t="inlineStr"><is><t>type</t></is></c></row>'
    with measured(1, 20)():
        for size in (b"A1:XFD1048576", b"A1:ZZZZZZ99999999999", b"1:1048576", b""):
            assert len(sheets.read(with_rows(rows, size)).sheets[0].rows) == 1


def test_an_old_excel_file_that_lies_about_its_size_is_read_all_the_same() -> None:
    lying = OLD_EXCEL.replace(b"\x00\x02\x0e\x00" + bytes(4), b"\x00\x02\x0e\x00" + bytes(4))
    place = lying.find(b"\x00\x02\x0e\x00")
    assert place > 0
    data = lying[: place + 8] + b"\xf0\xff\xff\xff" + b"\x00\x00\xff\xff" + lying[place + 16 :]
    with measured(1, 20)():
        assert len(sheets.read(data).sheets[0].rows) == 4


def test_a_workbook_with_a_password_is_told_as_such() -> None:
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 3) == "protected"


def test_macros_are_passed_over() -> None:
    data = altered(SMALL, "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    assert read(data, "a.xlsm").form is not None


def test_links_to_elsewhere_are_passed_over() -> None:
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    assert read(altered(SMALL, "xl/externalLinks/externalLink1.xml", link), "a.xlsx").form is not None


@pytest.mark.parametrize("at", range(0, len(SMALL), 97))
def test_a_file_cut_short_is_damaged(at: int) -> None:
    found = read(SMALL[:at], "a.xlsx")
    assert found.form is None
    assert found.problems[0].code in ("empty", "damaged", "not_a_spreadsheet", "no_type_column", "no_survey")


@pytest.mark.parametrize("at", range(8, len(OLD_EXCEL), 211))
def test_an_old_excel_file_cut_short_is_damaged(at: int) -> None:
    found = read(OLD_EXCEL[:at], "a.xls")
    assert found.problems
    assert found.form is None or found.rows <= 3


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"type,name\n", b"| survey |"]),
)
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_random_bytes_never_break_anything(noise: bytes, head: bytes) -> None:
    found = read(head + noise, "noise")
    assert found.form is not None or any(problem.fatal for problem in found.problems)


@given(st.integers(0, len(OLD_EXCEL) - 1), st.binary(min_size=1, max_size=8))
@settings(max_examples=300, deadline=None)
def test_an_old_excel_file_with_wrong_bytes_never_breaks_anything(at: int, noise: bytes) -> None:
    found = read(OLD_EXCEL[:at] + noise + OLD_EXCEL[at + len(noise) :], "a.xls")
    assert found.form is not None or found.problems


@given(st.integers(0, len(SMALL) - 1), st.binary(min_size=1, max_size=8))
@settings(max_examples=200, deadline=None)
def test_an_xlsx_with_wrong_bytes_never_breaks_anything(at: int, noise: bytes) -> None:
    found = read(SMALL[:at] + noise + SMALL[at + len(noise) :], "a.xlsx")
    assert found.form is not None or found.problems


def test_the_second_opinion_does_not_open_the_file_itself() -> None:
    assert len(second_opinion(swollen(300), "a.xlsx")) == 1
    assert second_opinion(SMALL, "a.xlsx") == ()


def test_another_name_for_a_sheet_part_is_no_way_round() -> None:
    far = sheet_xml(b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    assert refusal(altered(SMALL, "xl/theme/theme1.xml", far)) == "too_many_columns"
