"""`lazos survey import`: looked over, told, and kept by version."""

import json
from pathlib import Path

import pytest

from models.store import Store
from models.surveys import forms
from tests.desk import Lazos, desk
from tests.pack_reading import PACK

FORM = """| survey | | | |
| | type | name | label |
| | text | a | How are you? |
| | geopoint | place | Where? |
| | select_one_from_file towns.csv | t | Which town? |
"""


@pytest.fixture
def lazos(store: Store) -> Lazos:
    return desk(store)


def file(folder: Path, text: str, name: str = "seguimiento.md") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_check_tells_everything_and_imports_nothing(store: Store, lazos: Lazos, tmp_path: Path) -> None:
    done = lazos("survey", "import", file(tmp_path, FORM), "--check", "--json")
    found = json.loads(done.stdout)
    assert done.exit_code == 0
    assert (found["whole"], found["rows"], found["asked"], found["refused"]) == (True, 3, 3, 1)
    assert [(each["sheet"], each["row"], each["column"], each["code"]) for each in found["problems"]] == [
        ("survey", 4, "type", "unsafe"),
        ("survey", 5, "type", "missing_file"),
    ]
    assert (
        found["problems"][1]["message"]
        == "The file “towns.csv” did not come along. The answer is written instead of chosen."
    )
    assert found["problems"][1]["messages"]["es"] == "Falta el archivo «towns.csv». La respuesta se da por escrito."
    assert store.run(forms.newest) == []


def test_people_read_it_line_by_line(lazos: Lazos, tmp_path: Path) -> None:
    assert lazos("survey", "import", file(tmp_path, FORM), "--check").stdout == (
        "Has to be put right, or left out with --without:\n"
        "  survey 4  type  Where somebody is must not be known: it could put that person in danger.\n"
        "Worth a look:\n"
        "  survey 5  type  The file “towns.csv” did not come along. The answer is written instead of chosen.\n"
        "3 rows: 2 asked or computed, 1 refused for safety.\n"
        "It would open in KoboToolbox too.\n"
    )


def test_nothing_is_imported_while_something_is_fatal(store: Store, lazos: Lazos, tmp_path: Path) -> None:
    done = lazos("survey", "import", file(tmp_path, f"{FORM}| | texto | x | X |\n"))
    assert done.exit_code == 1
    assert "Nothing was imported: put 2 rows right, or leave them out with --without all." in done.stderr
    assert store.run(forms.newest) == []


@pytest.mark.parametrize("where", ["beside", "media", "given"])
def test_tables_are_found_beside_the_form_or_given(lazos: Lazos, tmp_path: Path, where: str) -> None:
    form = file(tmp_path, FORM)
    folder = tmp_path / {"beside": "", "media": "seguimiento-media", "given": "elsewhere"}[where]
    folder.mkdir(exist_ok=True)
    table = file(folder, "name,label\nnav,Navojoa\n", "towns.csv")
    given = ("--tables", table) if where == "given" else ()
    done = lazos("survey", "import", form, "--without", "place", *given)
    assert done.exit_code == 0
    assert "Imported as “seguimiento”, version 1." in done.stdout


def test_the_same_form_is_kept_once_and_a_changed_one_as_a_version(store: Store, lazos: Lazos, tmp_path: Path) -> None:
    pack = PACK / "day_30.xlsx"
    assert "version 1" in lazos("survey", "import", pack).stdout
    assert "version 1" in lazos("survey", "import", pack).stdout
    name = store.run(forms.newest)[0].name
    settings = f"| settings | |\n| | form_id |\n| | {name} |\n"
    other = file(tmp_path, "| survey | | | |\n| | type | name | label |\n| | text | a | A |\n" + settings)
    assert "version 2" in lazos("survey", "import", other).stdout


def test_a_file_that_is_not_there_and_one_that_is_no_form(lazos: Lazos, tmp_path: Path) -> None:
    assert "cannot be read" in lazos("survey", "import", tmp_path / "none.xlsx").stderr
    done = lazos("survey", "import", file(tmp_path, "", "empty.csv"))
    assert done.exit_code == 1
    assert "The file is empty." in done.stdout
    assert "Nothing was imported." in done.stderr


def test_a_row_to_leave_out_that_is_not_there_is_named_with_what_could_be_meant(
    store: Store, lazos: Lazos, tmp_path: Path
) -> None:
    done = lazos("survey", "import", file(tmp_path, FORM), "--without", "geopoint, plce, 99, nobody")
    assert done.exit_code == 1
    assert done.stderr == (
        "No row is called “geopoint”. Perhaps you mean row 4 “place”. "
        "No row is called “plce”. Perhaps you mean row 4 “place”. "
        "There is no row 99. No row is called “nobody”. Nothing was imported.\n"
    )
    assert store.run(forms.newest) == []


def test_what_was_left_out_is_told_with_all_that_is_within(lazos: Lazos, tmp_path: Path) -> None:
    form = """| survey | | | |
| | type | name | label |
| | text | a | A |
| | begin group | g | G |
| | geopoint | lugar | Where? |
| | end group | | |
"""
    done = lazos("survey", "import", file(tmp_path, form), "--without", "g")
    assert (done.exit_code, "Left out: row 4 “g”, row 5 “lugar”.\n" in done.stdout) == (0, True)
    told = json.loads(lazos("survey", "import", file(tmp_path, form), "--without", "lugar", "--check", "--json").stdout)
    assert told["gone"] == [{"row": 5, "name": "lugar"}]


def test_one_row_is_one(lazos: Lazos, tmp_path: Path) -> None:
    form = "| survey | | | |\n| | type | name | label |\n| | geopoint | lugar | Where? |\n"
    done = lazos("survey", "import", file(tmp_path, form))
    assert done.stderr == "Nothing was imported: put 1 row right, or leave it out with --without all.\n"
    assert "1 row: 0 asked or computed, 1 refused for safety.\n" in done.stdout


def test_the_problems_are_told_in_spanish_where_asked(lazos: Lazos, tmp_path: Path) -> None:
    done = lazos("survey", "import", file(tmp_path, FORM), "--check", "--language", "es", "--without", "place")
    assert done.stdout == (
        "Conviene revisarlo:\n"
        "  survey 4  type  No se debe saber dónde está alguien: podría ponerle en peligro.\n"
        "  survey 5  type  Falta el archivo «towns.csv». La respuesta se da por escrito.\n"
        "Se dejó fuera: fila 4 «place».\n"
        "3 filas: 2 se preguntan o se calculan, 1 se rechaza por seguridad.\n"
        "También se abriría en KoboToolbox.\n"
    )
    assert lazos("survey", "import", file(tmp_path, FORM), "--language", "fr").exit_code == 2
