"""The files of an export, opened again: CSV beside each other, a workbook, SPSS; private, and not overwritten."""

import stat
from collections import Counter
from datetime import date
from pathlib import Path

import pyreadstat
import pytest

from bot.commands import export
from bot.exports import spss_book
from bot.exports.spss_book import variable_names
from models.store import Store
from tests.desk import Lazos
from tests.exported import DANGEROUS, export_desk, fill, records, sheets, table


@pytest.fixture
def lazos(store: Store) -> Lazos:
    return export_desk(store)


def test_csv_files_stand_beside_each_other(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    store.run(fill)
    result = lazos("export", "responses", "--out", tmp_path / "r.csv")
    assert (result.exit_code, result.stderr) == (0, f"8 responses of 8 people in {tmp_path / 'r.csv'}.\n")
    names = {"r.csv", "r.household.csv", "r.child.csv", "r.anonymous.csv", "r.codebook.csv", "r.about.csv"}
    assert {path.name for path in tmp_path.glob("r.*")} == names
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("r.*")} == {0o600}
    rows = table(tmp_path / "r.csv")
    assert len(rows) == len({row["_id"] for row in rows}) == 8
    assert {row["_date"] for row in rows} == {"2026-11-23"}, "the day it was in Mexico City"
    told = next(row for row in rows if row["story"])
    assert (told["story"], told["trained"], told["_declined"]) == (f"'{DANGEROUS}", "0", "colour")
    assert Counter(row["trained"] for row in rows) == Counter(str(-number) for number in range(8))
    household, children = table(tmp_path / "r.household.csv"), table(tmp_path / "r.child.csv")
    assert household == [
        {"_index": "1", "_parent_table": "data", "_parent_index": told["_index"], "household/who": "'+52"}
    ]
    assert [(row["_parent_table"], row["_parent_index"], row["household/child/age"]) for row in children] == [
        ("household", "1", "4"),
        ("household", "1", "6"),
    ]


def test_a_workbook_has_data_repeats_codebook_and_about(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    store.run(fill)
    assert lazos("export", "responses", "--out", tmp_path / "r.xlsx", "--split", "--wave", "day_0").exit_code == 0
    found = sheets(tmp_path / "r.xlsx")
    assert list(found) == ["datos", "household", "child", "anónimas", "diccionario", "acerca de"]
    rows = records(found["datos"])
    told = next(row for row in rows if row["story"])
    assert told["story"] == DANGEROUS, "a text, as openpyxl reads it, and no formula"
    assert (told["work/colours/red"], told["work/colours/blue"], told["work/applies"]) == (1, 0, 0)
    assert told["since"].date() == date(2026, 1, 8)
    assert {row["_parent_table"] for row in records(found["household"])} == {"datos"}
    meant = {row["columna"]: row for row in records(found["diccionario"])}
    assert (meant["trained"]["respuestas"], meant["colour"]["sin responder"]) == (8, 1)
    assert {(row["hoja"], row["tipo"]) for row in meant.values()} >= {("datos", "número entero"), ("datos", "fecha")}
    assert meant["_id"]["significado (español)"].startswith("Clave de la persona.")
    assert all(row["significado (español)"] for row in meant.values()), "hidden rows, too"
    assert "Survey day_0, wave day_0. Responses: 8. People: 8." in [
        row["inglés"] for row in records(found["acerca de"])
    ]


def test_labels_in_the_language_that_is_wanted(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    store.run(fill)
    for language, word, data, how in (("es", "=Azul", "datos", "completa"), ("en", "=Blue", "data", "complete")):
        out = tmp_path / f"{language}.xlsx"
        lazos("export", "responses", "--out", out, "--labels", "--language", language)
        rows = records(sheets(out)[data])
        assert ({row["colour"] for row in rows}, {row["_status"] for row in rows}) == ({word, None}, {how})


def test_spss_gets_codes_words_and_missing_values(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    store.run(fill)
    result = lazos("export", "responses", "--out", tmp_path / "r.sav", "--language", "en")
    assert result.exit_code == 0
    names = {"r.sav", "r.household.sav", "r.child.sav", "r.anonymous.sav", "r.codebook.csv", "r.about.csv"}
    assert {path.name for path in tmp_path.iterdir()} >= names
    assert stat.S_IMODE((tmp_path / "r.sav").stat().st_mode) == 0o600
    frame, meta = pyreadstat.read_sav(tmp_path / "r.sav", output_format="polars", user_missing=True)
    assert meta.column_names_to_labels["colour"] == "Colour"
    assert meta.variable_value_labels["colour"] == {1.0: "Red", 2.0: "=Blue", -99.0: "Preferred not to answer"}
    assert meta.missing_ranges["colour"] == [{"lo": -99.0, "hi": -99.0}]
    assert sorted(frame["colour"].to_list()) == [-99.0, *[2.0] * 7]
    assert meta.variable_value_labels["applies"][4.0] == "4 times"
    assert sorted(frame["trained"].to_list()) == [-7.0, -6.0, -5.0, -4.0, -3.0, -2.0, -1.0, 0.0]
    assert frame["since"].drop_nulls().to_list() == [date(2026, 1, 8)]
    assert {value for value in frame["story"].to_list() if value} == {DANGEROUS}


def test_names_that_spss_allows() -> None:
    titles = ["_id", "a/applies", "b/applies", "with", "ñandú", "9lives", "applies", "x" * 80]
    names = variable_names(titles)
    assert names[:4] == ["id", "a_applies", "b_applies", "v_with"]
    assert len({name.lower() for name in names}) == len(titles)
    assert all(name[0].isalpha() and len(name) <= 64 for name in names)


def test_too_much_for_spss_is_said_before_anything_is_written(
    lazos: Lazos, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.run(fill)
    monkeypatch.setattr(export, "MOST_CELLS", 100)
    result = lazos("export", "responses", "--out", tmp_path / "r.sav")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "8 responses" in result.stderr
    monkeypatch.undo()
    monkeypatch.setattr(spss_book, "MOST_CELLS", 100)
    assert lazos("export", "responses", "--out", tmp_path / "r.sav").exit_code == 1
    assert list(tmp_path.glob("r.*")) == []


def test_a_file_that_is_there_stays_unless_forced(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    store.run(fill)
    (tmp_path / "r.household.csv").write_text("mine")
    result = lazos("export", "responses", "--out", tmp_path / "r.csv")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert [path.name for path in tmp_path.glob("r.*")] == ["r.household.csv"]
    assert lazos("export", "responses", "--out", tmp_path / "r.csv", "--force").exit_code == 0
    assert len(table(tmp_path / "r.household.csv")) == 1
