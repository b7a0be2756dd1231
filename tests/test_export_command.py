"""`lazos export` as the evaluation officer uses it: responses, plans and indicators, audited, and mistakes told in a line."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Connection

from models import action_plans
from models.store import Store
from tests import survey_answers
from tests.desk import Lazos
from tests.exported import export_desk, fill, records, sheets
from tests.named_exports import granted
from tests.roster_desk import audited
from tests.survey_answers import kept, people


@pytest.fixture
def lazos(store: Store) -> Lazos:
    return export_desk(store)


def test_every_export_is_in_the_audit_log(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    store.run(fill)
    for what in ("responses", "plans", "indicators"):
        lazos("export", what, "--out", tmp_path / f"{what}.csv")
    assert [entry.action for entry in audited(store)] == ["responses exported", "plans exported", "indicators exported"]
    detail = json.loads(audited(store)[0].detail)
    assert detail == {
        "format": "csv",
        "identified": 0,
        "people": 8,
        "responses": 8,
        "request": None,
        "survey": "day_0",
        "wave": None,
    }


@pytest.mark.parametrize(
    "words",
    [
        ("--survey", "day_99"),
        ("--format", "xlsx"),
        ("--out", "r.pdf"),
        ("--out", "r.csv", "--format", "sav"),
        ("--language", "fr"),
    ],
)
def test_wrong_usage(lazos: Lazos, store: Store, words: tuple[str, ...]) -> None:
    store.run(fill)
    assert lazos("export", "responses", *words).exit_code == 2
    assert audited(store) == []


def test_what_is_not_there_is_told_in_one_line(lazos: Lazos, store: Store) -> None:
    assert lazos("export", "responses").stderr == "There is no survey yet.\n"
    store.run(fill)
    assert lazos("export", "responses", "--wave", "day_99").stderr == "There is no wave 'day_99'.\n"
    store.run(kept, survey_answers.form("day_30"))
    assert "day_0, day_30" in lazos("export", "responses").stderr


def with_plans(db: Connection) -> None:
    for person in people(db, 6):
        plan = action_plans.add(db, person, "Crear la academia de Villa Ejemplo", "para todos")
        action_plans.file_report(
            db, str(person), str(plan), percent=40, status="started", note="dice Ana", people_trained=7
        )


def test_plans_with_their_reports(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    store.run(with_plans)
    assert lazos("export", "plans", "--out", tmp_path / "p.xlsx").exit_code == 0
    found = sheets(tmp_path / "p.xlsx")
    assert list(found) == ["datos", "reportes", "diccionario", "acerca de"]
    plans, reports = records(found["datos"]), records(found["reportes"])
    assert {(row["situación"], row["avance %"], row["_state"], row["reportes"]) for row in plans} == {
        ("iniciado", 40, "Ciudad de México", 1)
    }
    columns = {(row["hoja"], row["columna"]) for row in records(found["diccionario"])}
    assert {("datos", "fecha límite"), ("reportes", "obstáculo")} <= columns
    assert [row["_parent_index"] for row in reports] == [1, 2, 3, 4, 5, 6]
    assert {row["personas capacitadas"] for row in reports} == {7}
    assert "Ejemplo" not in str(found)
    words, code = granted(store, "plans")
    lazos("export", "plans", "--out", tmp_path / "named.xlsx", "--language", "en", *words, stdin=code)
    named = sheets(tmp_path / "named.xlsx")
    assert {row["title"] for row in records(named["data"])} == {"Crear la academia de Villa Ejemplo"}
    assert {row["note"] for row in records(named["reports"])} == {"dice Ana"}


DEFINITIONS = (
    "key,name_es,name_en,definition_es,definition_en,form,rows,kind,condition,base,target,pairs,by\n"
    "often,Aplica,Applies,De quienes…,Of those…,day_0,applies,share,${applies} >= 3,${applies} != '',0.2,no,state\n"
)


def test_indicators_with_targets_and_rates(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    store.run(fill)
    (tmp_path / "own.csv").write_text(DEFINITIONS, encoding="utf-8")
    told = json.loads(lazos("export", "indicators", "--definitions", tmp_path / "own.csv", "--json").stdout)
    whole, *groups = told["indicators"]
    assert (whole["n"], whole["value"], whole["target"], whole["met"]) == (8, 0.25, 0.2, "yes")
    assert (groups, whole["withheld"]) == ([], None)
    assert (told["dispositions"][0]["asked"], told["dispositions"][0]["rr1"]) == (8, 1.0)
    lazos("export", "indicators", "--definitions", tmp_path / "own.csv", "--out", tmp_path / "i.xlsx")
    found = sheets(tmp_path / "i.xlsx")
    assert list(found) == ["datos", "invitaciones", "tasas", "acerca de"]
    (line,) = records(found["datos"])
    assert (line["definición (inglés)"], line["meta cumplida"], line["clase"]) == ("Of those…", "sí", "proporción")


def test_definitions_that_cannot_be_read_are_told(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text(DEFINITIONS.replace("share", "median"), encoding="utf-8")
    result = lazos("export", "indicators", "--definitions", tmp_path / "own.csv")
    assert (result.exit_code, "line 2: kind is none of" in result.stderr) == (1, True)


def test_the_pack_s_indicators_come_out_of_an_empty_store(lazos: Lazos, tmp_path: Path) -> None:
    assert lazos("export", "indicators", "--out", tmp_path / "i.sav").exit_code == 0
