"""What each task may cost a person, and how easy the Spanish has to be."""

from pathlib import Path

import pytest

from tests.effort.measuring import LONG, hard
from tests.effort.report import PATH, Row, excused, page, rows

HEAVIEST = 2000  # bytes of a text


@pytest.fixture(scope="module")
def measured(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    return list(rows(sqlite_template, tmp_path_factory.mktemp("effort")))


def test_no_task_takes_more_turns_than_it_may(measured: list[Row]) -> None:
    assert {row.task.name: row.effort.turns for row in measured if row.effort.turns > row.task.most} == {}


def test_joining_reporting_and_changing_the_language_are_short(measured: list[Row]) -> None:
    turns = {row.task.name: row.effort.turns for row in measured}
    taps = {row.task.name: row.effort.taps for row in measured}
    assert turns["join"] <= 6
    assert taps["report progress, question by question"] <= 5
    assert turns["report progress in one line"] == 1
    assert turns["change the language"] == 1


def test_no_message_is_heavy(measured: list[Row]) -> None:
    assert {row.task.name: row.effort.heaviest for row in measured if row.effort.heaviest > HEAVIEST} == {}


def test_spanish_is_easy(measured: list[Row]) -> None:
    heard = [text for row in measured if row.language == "es" for text in row.effort.texts]
    assert [text for text in heard if len(text.split()) >= LONG], "long enough to be measured"
    assert {text: value for text, value in hard(heard).items() if not excused(text)} == {}


def test_the_page_is_up_to_date(measured: list[Row]) -> None:
    assert PATH.read_text("utf-8") == page(measured), "run `.venv/bin/python -m tests.effort`"
