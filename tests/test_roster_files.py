"""Rosters as people send them: every common CSV, XLSX told by content, and what is refused before it does harm."""

import zipfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from bot import roster_files
from bot.roster_files import Roster, Unreadable, read
from models.rosters import Row, check

HEADER = "given_name,family_name,programme,cohort"


def csv_of(path: Path, text: str, encoding: str = "utf-8") -> Roster:
    file = path / "lista.csv"
    file.write_bytes(text.encode(encoding))
    return read(file)


def sheet_of(book: openpyxl.Workbook) -> Worksheet:
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return sheet


def saved(path: Path, book: openpyxl.Workbook, name: str = "lista.xlsx") -> Path:
    file = path / name
    book.save(file)
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_list_from_a_mexican_office_is_read(tmp_path: Path, encoding: str, delimiter: str, ending: str) -> None:
    lines = [
        ["LISTA DE PARTICIPANTES", "", "", "", "", "", ""],
        ["", "", "", "", "", "", ""],
        ["No.", " NOMBRE(S) ", "Apellido Paterno", "apellido materno", "Corporación", "PROGRAMA", "Generación"],
        ["1", "Iñigo", "Peña", "Núñez", "Policía de Ejemplo", "Curso", "2024"],
        ["", "", "", "", "", "", ""],
        ["2", "Zoé", "Ejemplo", "", "", "Curso", "2024"],
    ]
    text = ending.join(delimiter.join(line) for line in lines)
    roster = csv_of(tmp_path, text, encoding)
    assert [raw.number for raw in roster.rows] == [4, 6]
    first, second = (check(raw) for raw in roster.rows)
    assert isinstance(first, Row)
    assert (first.given_name, first.family_name, first.agency) == ("Iñigo", "Peña Núñez", "Policía de Ejemplo")
    assert isinstance(second, Row)
    assert second.family_name == "Ejemplo"
    assert roster.ignored == ["No."]
    assert any("Windows-1252" in note for note in roster.notes) == (encoding == "cp1252")


def test_the_hint_for_excel_is_no_row(tmp_path: Path) -> None:
    text = "sep=;\r\ngiven_name;family_name;programme;cohort\r\nAna;Ejemplo, Rivera;Curso;A\r\n"
    assert csv_of(tmp_path, text).rows[0].number == 2


def test_columns_may_come_in_any_order_and_language(tmp_path: Path) -> None:
    roster = csv_of(tmp_path, "Cohorte,CORREO ELECTRÓNICO,Program,Last Name,nombre,color\n24,,Curso,Ejemplo,Ana,azul\n")
    assert roster.rows[0].cells == {
        "cohort": "24",
        "email": "",
        "programme": "Curso",
        "family_name": "Ejemplo",
        "given_name": "Ana",
    }
    assert roster.ignored == ["color"]


def test_a_missing_column_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as problem:
        csv_of(tmp_path, "nombre,correo\nAna,\n")
    assert str(problem.value) == (
        "has no column family_name, programme, cohort; the columns found are given_name, email"
    )


def test_a_row_that_came_apart_is_named(tmp_path: Path) -> None:
    roster = csv_of(tmp_path, f"{HEADER}\nAna,Ejemplo,Curso,A\nBeto,Muestra,Luna,Curso,A\nCarla,Muestra,Curso,A,,\n")
    assert [(problem.row, problem.column) for problem in roster.broken] == [(3, "row")]
    assert [raw.number for raw in roster.rows] == [2, 4]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"%PDF-1.7\n\0\0", "neither CSV nor XLSX"),
        (b"\x81\x8d\x8f,\xff", "unknown encoding"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", ".xls"),
        (b"PK\x03\x04 not really", "damaged"),
        (f'{HEADER}\nAna,"Ejemplo,Curso,A\n{"x" * 200_000}'.encode(), "quotation mark"),
        (b"hola", "has no column"),
    ],
)
def test_what_is_no_roster_is_said_in_one_line(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "lista.csv"
    file.write_bytes(content)
    with pytest.raises(Unreadable, match=said.replace(".", r"\.")):
        read(file)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="cannot be opened"):
        read(tmp_path / "nada.csv")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", f"{HEADER}\n".encode(), b"PK\x03\x04", b"\xff\xfe"]))
def test_any_bytes_are_a_roster_or_unreadable(tmp_path: Path, content: bytes, start: bytes) -> None:
    file = tmp_path / "any"
    file.write_bytes(start + content)
    with suppress(Unreadable):
        assert all(check(raw) for raw in read(file).rows)


def test_a_workbook_from_real_life_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet_of(book).append(["Notas", "nada que ver"])
    hidden = book.create_sheet("viejo")
    hidden.append(HEADER.split(","))
    hidden.append(["Vieja", "Lista", "Curso", "A"])
    hidden.sheet_state = "hidden"
    sheet = book.create_sheet("Participantes")
    rows: list[list[Any]] = [
        ["Participantes 2024"],
        ["Nombre", "Apellidos", "Teléfono", "Programa", "Cohorte", "Inicio", None, "Estado", "Plan"],
        ["Ana", "Ejemplo", 5550000001, "Curso", 2024, datetime(2024, 5, 6), None, "=A1", None],  # noqa: DTZ001
        [None] * 9,
        ["Beto", "Muestra", "55 5000 0002", "Curso", 2024, date(2024, 5, 6), None, "CDMX", "Patrullas"],
    ]
    for cells in rows:
        sheet.append(cells)
    roster = read(saved(tmp_path, book, "lista.csv"))  # the name lies
    assert [raw.number for raw in roster.rows] == [3, 5]
    first, second = (check(raw) for raw in roster.rows)
    assert isinstance(first, Row)
    assert (first.phone, first.cohort, first.cohort_start) == ("+525550000001", "2024", date(2024, 5, 6))
    assert first.state is None  # a formula that no program has calculated
    assert isinstance(second, Row)
    assert (second.state, second.plan_title) == ("CMX", "Patrullas")
    assert any("Participantes" in note for note in roster.notes)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = saved(tmp_path, openpyxl.Workbook())
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/a", "w") as entry:
        for _ in range(300):
            entry.write(b" " * 1024 * 1024)
    unpacked: list[str] = []
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda self, name, *_: unpacked.append(name))
    with pytest.raises(Unreadable, match="200 MB"):
        read(file)
    assert unpacked == []


def test_macros_are_refused(tmp_path: Path) -> None:
    file = saved(tmp_path, openpyxl.Workbook())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub")
    with pytest.raises(Unreadable, match="macros"):
        read(file)


def test_another_package_is_not_a_workbook(tmp_path: Path) -> None:
    file = tmp_path / "carta.xlsx"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<a/>")
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(Unreadable, match="not a spreadsheet"):
        read(file)


def test_a_workbook_with_a_hole_in_it_is_damaged(tmp_path: Path) -> None:
    good = saved(tmp_path, openpyxl.Workbook())
    file = tmp_path / "roto.xlsx"
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(file, "w") as target:
        for entry in source.infolist():
            broken = b"<worksheet><sheetData><row" if "sheet1" in entry.filename else source.read(entry)
            target.writestr(entry.filename, broken)
    with pytest.raises(Unreadable, match="damaged"):
        read(file)


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster_files, "MOST_ROWS", 2)
    with pytest.raises(Unreadable, match="more than 2 rows"):
        csv_of(tmp_path, f"{HEADER}\n" + "Ana,Ejemplo,Curso,A\n" * 3)
