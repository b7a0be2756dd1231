"""`lazos roster import` as an operator meets it."""

import json
from pathlib import Path

import pytest

from models.store import Store
from tests.roster_desk import GOOD, Lazos, audited, command, people, written

BAD = GOOD + "Beto,,x,beto@,klingon,Curso,2024,2024-13-45\nCarla,Muestra,,,,Curso,2024,\n"


@pytest.fixture
def lazos(store: Store) -> Lazos:
    return command(store)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return written(tmp_path, GOOD)


def test_a_good_roster_comes_in_once(lazos: Lazos, store: Store, good: Path) -> None:
    first = lazos("import", good)
    assert first.exit_code == 0, first.output
    assert "3 rows, 0 with problems." in first.stdout
    assert "2 new people" in first.stdout
    assert people(store) == 2
    assert "0 new people" in lazos("import", good).stdout
    assert people(store) == 2
    assert [entry.action for entry in audited(store)] == ["roster import"]


def test_bad_rows_are_all_named_and_nothing_is_written(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    result = lazos("import", written(tmp_path, BAD))
    assert result.exit_code == 1
    for told in ("row 5, family_name: is missing", "row 5, email:", "row 5, language:", "row 5, cohort_start:"):
        assert told in result.stdout
    assert result.stderr.startswith("Nothing was written: 1 of 5 rows have problems.")
    assert result.stderr.count("\n") == 1
    assert people(store) == 0
    for secret in ("Beto", "klingon", "beto@"):
        assert secret not in result.output


def test_bad_rows_can_be_skipped(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    result = lazos("import", written(tmp_path, BAD), "--skip-bad")
    assert result.exit_code == 0
    assert "row 5, family_name: is missing" in result.stdout
    assert people(store) == 3


def test_a_dry_run_writes_nothing_and_tells_the_same(lazos: Lazos, store: Store, good: Path) -> None:
    result = lazos("import", good, "--dry-run", "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (told["written"], told["dry_run"], told["rows"], told["new_people"]) == (False, True, 3, 2)
    assert people(store) == 0
    assert audited(store) == []


def test_the_report_is_there_as_json(lazos: Lazos, tmp_path: Path) -> None:
    result = lazos("import", written(tmp_path, BAD), "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert {problem["column"] for problem in told["problems"]} == {"family_name", "email", "language", "cohort_start"}
    assert {problem["row"] for problem in told["problems"]} == {5}
    assert (told["bad_rows"], told["written"]) == (1, False)


def test_perhaps_the_same_person_is_told_and_confirmed_row_by_row(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    lines = [f"Ana,Ejemplo,Policía de Ejemplo,{cohort}" for cohort in ("A", "B", "C")]
    header = "nombre,apellidos,corporación,generación,programa\n"
    file = written(tmp_path, header + "".join(f"{line},Curso\n" for line in lines))
    told = json.loads(lazos("import", file, "--dry-run", "--json").stdout)["same"]
    assert [(same["row"], same["like_row"], same["outcome"]) for same in told] == [(3, 2, "apart"), (4, 2, "apart")]
    assert "row 3" in lazos("import", file, "--same-row", "3").stdout
    assert people(store) == 2
    assert lazos("import", file, "--confirm-same").exit_code == 0
    assert people(store) == 1


@pytest.mark.parametrize("name", ["nada.csv", "vacio.csv", "otro.csv"])
def test_a_file_that_is_no_roster_is_one_line(lazos: Lazos, tmp_path: Path, name: str) -> None:
    (tmp_path / "vacio.csv").touch()
    (tmp_path / "otro.csv").write_text("a,b\n1,2\n")
    result = lazos("import", tmp_path / name)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith(name)
    assert result.stderr.count("\n") == 1
