"""`lazos export` as the evaluation officer uses it: the files are opened again, and tell nobody's name."""

import csv
import json
import stat
from collections import Counter
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pyreadstat
import pytest
from sqlalchemy import Connection

from bot.commands import export
from bot.exports import spss_book
from bot.exports.spss_book import variable_names
from models import action_plans
from models.store import Store
from tests import survey_answers
from tests.desk import Lazos, desk
from tests.lives import CANARIES, lived
from tests.roster_desk import audited
from tests.survey_answers import answered, answered_by_nobody, invited, kept, people

WHY = ("--identified", "--reason", "the donor audits who took part")
DANGEROUS = "=HYPERLINK(1)"


@pytest.fixture
def lazos(store: Store) -> Lazos:
    return desk(store, SimpleNamespace(timezone="America/Mexico_City", languages=("es", "en")))


def fill(db: Connection) -> None:
    """Eight people of one cohort, one of them elsewhere; two children in the household of the first."""
    form, wave, cohort = kept(db), survey_answers.wave(db), survey_answers.cohort(db, "2024", "Curso")
    for number, person in enumerate(people(db, 8, rank_band="command")):
        answers = {
            "applies": str(number % 5),
            "colours": "red",
            "colour": "blue",
            "trained": str(-number),
            "hello": "Hola Ana",
        }
        if number == 0:
            survey_answers.change(db, person, state="SON")
            answers |= {"story": DANGEROUS, "greeting": "Ana", "since": "2026-01-08", "colour": ""}
            answers |= {"household[1]/who": "+52", "household[1]/child[1]/age": "4", "household[1]/child[2]/age": "6"}
        answered(db, form, person, answers, invited(db, wave, person, cohort=cohort))
        answered_by_nobody(db, form, wave, "support", "3", "2026-11" if number else "2026-12")


def table(path: Path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(path)
    assert not [cell for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    return {page.title: [[cell.value for cell in row] for row in page.iter_rows()] for page in book}


def records(rows: list[list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


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


def test_what_describes_fewer_than_five_is_left_empty(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    store.run(fill)
    lazos("export", "responses", "--out", tmp_path / "r.csv")
    rows = table(tmp_path / "r.csv")
    assert {row["_cohort"] for row in rows} <= {"2024", ""}
    combinations = Counter(
        tuple(row[f"_{name}"] for name in ("cohort", "state", "rank_band", "channel")) for row in rows
    )
    assert min(combinations.values()) >= 5
    assert "SON" not in {row["_state"] for row in rows}


def test_anonymous_answers_stand_apart_from_people(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    store.run(fill)
    lazos("export", "responses", "--out", tmp_path / "r.csv")
    rows = table(tmp_path / "r.anonymous.csv")
    assert {tuple(row) for row in rows} == {("question", "answer", "wave", "month")}
    assert {(row["question"], row["answer"], row["wave"], row["month"]) for row in rows} == {("support", "3", "", "")}
    assert len(rows) == 8


def test_few_anonymous_answers_are_withheld(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    def four(db: Connection) -> None:
        form = kept(db)
        for _ in range(4):
            answered_by_nobody(db, form, None, "support", "1")

    store.run(four)
    lazos("export", "responses", "--out", tmp_path / "r.csv")
    assert table(tmp_path / "r.anonymous.csv") == []
    assert table(tmp_path / "r.about.csv")[-1]["en"].endswith("fewer than 5 to a question: 4.")


def test_a_workbook_has_data_repeats_codebook_and_about(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    store.run(fill)
    assert lazos("export", "responses", "--out", tmp_path / "r.xlsx", "--split", "--wave", "day_0").exit_code == 0
    found = sheets(tmp_path / "r.xlsx")
    assert list(found) == ["data", "household", "child", "anonymous", "codebook", "about"]
    rows = records(found["data"])
    told = next(row for row in rows if row["story"])
    assert told["story"] == DANGEROUS, "a text, as openpyxl reads it, and no formula"
    assert (told["work/colours/red"], told["work/colours/blue"], told["work/applies"]) == (1, 0, 0)
    assert told["since"].date() == date(2026, 1, 8)
    meant = {row["column"]: row for row in records(found["codebook"])}
    assert (meant["trained"]["n"], meant["colour"]["declined"]) == (8, 1)
    assert meant["_id"]["label_es"].startswith("Clave de la persona.")
    assert "Survey day_0, wave day_0. Responses: 8. People: 8." in [row["en"] for row in records(found["about"])]


def test_labels_in_the_language_that_is_wanted(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    store.run(fill)
    for language, word in (("es", "=Azul"), ("en", "=Blue")):
        out = tmp_path / f"{language}.xlsx"
        lazos("export", "responses", "--out", out, "--labels", "--language", language)
        assert {row["colour"] for row in records(sheets(out)["data"])} == {word, None}


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


def test_no_word_of_hers_is_in_a_pseudonymous_export(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    with lived(store) as life:

        def answer(db: Connection) -> None:
            known = {"greeting": "Zulmarina", "hello": "Hola Zulmarina", "applies": "3"}
            answered(db, kept(db), life.person, known)

        store.run(answer)
        for kind in ("csv", "xlsx", "sav"):
            lazos("export", "responses", "--out", tmp_path / f"r.{kind}")
            lazos("export", "plans", "--out", tmp_path / f"p.{kind}")
    text = "".join(path.read_text("utf-8") for path in tmp_path.glob("*.csv"))
    text += "".join(str(sheets(path)) for path in tmp_path.glob("*.xlsx"))
    text += "".join(str(pyreadstat.read_sav(path, output_format="dict")[0]) for path in tmp_path.glob("*.sav"))
    assert "applies" in text
    assert [canary for canary in CANARIES if canary.lower() in text.lower()] == []


def test_an_identified_export_needs_a_reason_and_a_file(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    store.run(fill)
    out = tmp_path / "r.xlsx"
    assert lazos("export", "responses", "--out", out, "--identified").exit_code == 2
    assert lazos("export", "responses", "--out", out, "--reason", "why").exit_code == 2
    assert lazos("export", "responses", *WHY).exit_code == 2
    assert (audited(store), out.exists()) == ([], False)
    result = lazos("export", "responses", "--out", out, *WHY)
    assert "names people: delete it after use" in result.stderr
    rows = records(sheets(out)["data"])
    assert {row["_given_name"] for row in rows} == {"Ana"}
    assert {row["_state"] for row in rows} == {"CMX", "SON"}
    assert {row["hello"] for row in rows} == {"Hola Ana"}
    detail = json.loads(audited(store)[-1].detail)
    assert (detail["reason"], detail["responses"], detail["identified"]) == (WHY[2], 8, 1)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


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
        "reason": None,
        "survey": "day_0",
        "wave": None,
    }


def test_two_exports_cannot_be_joined_by_their_marks(lazos: Lazos, store: Store) -> None:
    store.run(fill)
    once, again = (lazos("export", "responses") for _ in range(2))
    marks = [{row["_id"] for row in csv.DictReader(result.stdout.splitlines())} for result in (once, again)]
    assert len(marks[0]) == len(marks[1]) == 8
    assert not marks[0] & marks[1]
    assert once.stderr == "8 responses of 8 people. Only the first sheet is printed; --out writes the others too.\n"


def test_somebody_who_is_being_erased_is_not_exported(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    store.run(fill)
    store.run(lambda db: survey_answers.change(db, 1, blocked_at=survey_answers.MOMENT))
    lazos("export", "responses", "--out", tmp_path / "r.csv")
    assert len(table(tmp_path / "r.csv")) == 7
    assert not [row for row in table(tmp_path / "r.csv") if row["story"]]


def test_a_file_that_is_there_stays_unless_forced(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    store.run(fill)
    (tmp_path / "r.household.csv").write_text("mine")
    result = lazos("export", "responses", "--out", tmp_path / "r.csv")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert [path.name for path in tmp_path.glob("r.*")] == ["r.household.csv"]
    assert lazos("export", "responses", "--out", tmp_path / "r.csv", "--force").exit_code == 0
    assert len(table(tmp_path / "r.household.csv")) == 1


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
    assert list(found) == ["data", "reports", "codebook", "about"]
    plans, reports = records(found["data"]), records(found["reports"])
    assert {(row["status"], row["percent"], row["_state"], row["reports"]) for row in plans} == {
        ("started", 40, "CMX", 1)
    }
    assert [row["_parent_index"] for row in reports] == [1, 2, 3, 4, 5, 6]
    assert {row["people_trained"] for row in reports} == {7}
    assert "Ejemplo" not in str(found)
    lazos("export", "plans", "--out", tmp_path / "named.xlsx", *WHY)
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
    assert {(each["group"], each["n"], each["met"]) for each in groups} == {("CMX", None, None), ("SON", None, None)}
    assert (told["dispositions"][0]["asked"], told["dispositions"][0]["rr1"]) == (8, 1.0)
    lazos("export", "indicators", "--definitions", tmp_path / "own.csv", "--out", tmp_path / "i.xlsx")
    found = sheets(tmp_path / "i.xlsx")
    assert list(found) == ["data", "dispositions", "rates", "about"]
    assert records(found["data"])[0]["definition_en"] == "Of those…"


def test_definitions_that_cannot_be_read_are_told(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text(DEFINITIONS.replace("share", "median"), encoding="utf-8")
    result = lazos("export", "indicators", "--definitions", tmp_path / "own.csv")
    assert (result.exit_code, "line 2: kind is none of" in result.stderr) == (1, True)


def test_the_pack_s_indicators_come_out_of_an_empty_store(lazos: Lazos, tmp_path: Path) -> None:
    assert lazos("export", "indicators", "--out", tmp_path / "i.sav").exit_code == 0
