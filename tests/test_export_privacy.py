"""An export tells nobody's name unless that is wanted for a reason, and nothing by which few people are known."""

import csv
import json
import stat
from collections import Counter
from pathlib import Path

import pyreadstat
import pytest
from sqlalchemy import Connection

from models.store import Store
from tests import survey_answers
from tests.desk import Lazos
from tests.exported import export_desk, fill, records, sheets, table
from tests.lives import CANARIES, lived
from tests.named_exports import granted
from tests.roster_desk import audited
from tests.survey_answers import answered, answered_by_nobody, kept


@pytest.fixture
def lazos(store: Store) -> Lazos:
    return export_desk(store)


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


def test_an_identified_export_names_people_into_a_private_file(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    store.run(fill)
    out = tmp_path / "r.xlsx"
    words, code = granted(store, "responses", "day_0")
    result = lazos("export", "responses", "--out", out, *words, stdin=code)
    assert "names people: delete it after use" in result.stderr
    rows = records(sheets(out)["datos"])
    assert {row["_given_name"] for row in rows} == {"Ana"}
    assert {row["_state"] for row in rows} == {"CMX", "SON"}
    assert {row["hello"] for row in rows} == {"Hola Ana"}
    detail = json.loads(audited(store)[-1].detail)
    assert (detail["request"], detail["responses"], detail["identified"]) == (1, 8, 1)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


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
