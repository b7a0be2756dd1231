"""The starter pack: short, in both languages, the same where waves are compared, and harmless to whoever answers."""

import re

import pytest
import textstat
from pyxform.xls2xform import convert

from dialogue.phrases import said
from handlers.progress import HURDLES
from models.action_plans import STATUSES
from models.postings import LEFT, PROMOTED, TRANSFERRED
from tests import test_spanish
from tests.pack_reading import ENGLISH, MOST, PACK, SPANISH, Words, all_words, asked, list_of, options, sheet

BEHAVIOURS = ("applies", "shares", "explains")
PREFILLS = re.compile(
    r"person\.(given_name|state)|cohort\.name|programme\.name|activity\.ended|plan\.(title|percent|status|milestones|milestones_done)"
    r"|previous\.[a-z_]+"
)

#: What would make somebody name a person, a place or a case; words after "without" are a request not to.
TELLING = re.compile(
    r"\b(nombres?|apellidos?|casos?|expedientes?|operativos?|investigaci\w+|víctimas?|deteni\w+|domicilios?|teléfonos?"
    r"|correos?|armas?|names?|cases?|files?|operations?|investigations?|victims?|arrests?|address\w*|phones?|weapons?)\b"
)
SPARED = re.compile(r"\b(sin|no en un|without|leave out|not of one)\b[^.?]*")

WORDS = list(all_words())
each_form = pytest.mark.parametrize("form", MOST)


@each_form
def test_no_form_asks_more_than_was_promised(form: str) -> None:
    questions = asked(form)
    assert 0 < len(questions) <= MOST[form]
    opening = next(row for row in sheet(form, "survey") if row["name"] == "opening")
    for language in (SPANISH, ENGLISH):
        assert f" {len(questions)} " in opening[f"label::{language}"]


@each_form
def test_reminders_count_what_is_left(form: str) -> None:
    questions = list(asked(form).values())
    told = [row for row in questions if row[f"bot::reminder::{SPANISH}"]]
    assert told
    for row in told:
        left = len(questions) - questions.index(row)
        for language in (SPANISH, ENGLISH):
            assert re.findall(r"\d+", row[f"bot::reminder::{language}"]) == [str(left)]


@each_form
def test_the_behaviours_are_asked_alike_every_time(form: str) -> None:
    columns = (
        "type",
        "name",
        f"label::{SPANISH}",
        f"label::{ENGLISH}",
        f"hint::{SPANISH}",
        f"hint::{ENGLISH}",
        "relevant",
    )
    here, first = asked(form), asked("day_0")
    assert [name for name in here if name in BEHAVIOURS] == list(BEHAVIOURS)
    for name in BEHAVIOURS:
        assert [here[name][column] for column in columns] == [first[name][column] for column in columns]
    scale = options(form, list_of(here["applies"]))
    assert [value for value, *_ in scale] == ["0", "1", "2", "3", "4"]
    assert all(label.startswith(f"{value} ") for value, *both in scale for label in both)
    assert scale == options("day_0", "frequency")


@each_form
def test_hurdles_are_those_of_progress_reports(form: str) -> None:
    mine = [(choice.value, said(choice.label, "es"), said(choice.label, "en")) for choice in HURDLES]
    row = asked(form)["hurdle_expected" if form == "day_0" else "hurdle"]
    assert options(form, list_of(row)) == mine


def test_plans_and_posts_go_by_the_values_that_the_program_knows() -> None:
    for form in set(MOST) - {"day_0"}:
        values = [value for value, *_ in options(form, list_of(asked(form)["plan_status"]))]
        assert values == [*STATUSES, "no_plan"]
    assert {TRANSFERRED, PROMOTED, LEFT} < {value for value, *_ in options("day_365", "career")}


def test_what_has_the_same_name_is_the_same_question() -> None:
    seen: dict[str, tuple[str, ...]] = {}
    for form in MOST:
        for name, row in asked(form).items():
            what = (
                row["type"],
                row[f"label::{SPANISH}"],
                row[f"label::{ENGLISH}"],
                *map(str, options(form, list_of(row))),
            )
            assert seen.setdefault(name, what) == what


@each_form
def test_nothing_has_to_be_answered(form: str) -> None:
    for row in asked(form).values():
        assert row["bot::skip"] == "yes"
        assert row.get("required", "") == ""
        assert row[f"hint::{SPANISH}"], "why it is asked"


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.place)
def test_both_languages_say_it(words: Words) -> None:
    assert bool(words.spanish) == bool(words.english)
    assert re.findall(r"\$\{\w+\}", words.spanish) == re.findall(r"\$\{\w+\}", words.english)
    assert max(len(words.spanish), len(words.english)) <= 160
    assert set(re.findall(r"\w+", words.spanish.lower())) & test_spanish.FAMILIAR == set()
    test_spanish.test_punctuation(words.english, words.spanish)


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.place)
def test_nothing_asks_for_a_name_or_a_case(words: Words) -> None:
    for text in (words.spanish, words.english):
        assert TELLING.findall(SPARED.sub("", text.lower())) == []


@each_form
def test_whoever_writes_freely_is_told_what_to_leave_out(form: str) -> None:
    for row in asked(form).values():
        if row["type"] == "text":
            assert "detalles de casos" in row[f"hint::{SPANISH}"]
            assert "details of cases" in row[f"hint::{ENGLISH}"]


@each_form
def test_labels_fit_on_buttons(form: str) -> None:
    for row in filter(list_of, asked(form).values()):
        offered = options(form, list_of(row))
        room = 20 if len(offered) <= 3 else 24
        for labels in ([option[1] for option in offered], [option[2] for option in offered]):
            assert max(map(len, labels)) <= room
            assert len(set(labels)) == len(labels) <= 9, "one more line of a list is for not answering"


def test_the_spanish_is_easy() -> None:
    textstat.set_lang("es")
    for form in MOST:
        text = " ".join(words.spanish for words in WORDS if words.place.startswith(f"{form} survey") and words.spanish)
        assert textstat.fernandez_huerta(re.sub(r"[«»]?\$\{\w+\}[«»]?", "algo", text)) >= 70


@each_form
def test_what_was_said_before_is_shown_only_where_it_is_known(form: str) -> None:
    rows = sheet(form, "survey")
    known = {row["name"]: row["bot::prefill"] for row in rows if row["type"] == "hidden"}
    assert "plan.title" in known.values()
    assert all(PREFILLS.fullmatch(source) for source in known.values())
    for row in rows:
        for name in re.findall(r"\$\{(\w+)\}", row[f"label::{SPANISH}"]):
            assert f"${{{name}}}" in row["relevant"] or name.removesuffix("_words") + "_then}" in row["relevant"]


def test_before_the_behaviours_nobody_is_shown_their_own_answers() -> None:
    sources = [row["bot::prefill"] for form in MOST for row in sheet(form, "survey")]
    assert not [source for source in sources if source.rpartition(".")[2] in (*BEHAVIOURS, "support_superiors")]


@each_form
def test_kobo_would_open_it(form: str) -> None:
    made = convert(PACK / f"{form}.xlsx", validate=False)
    assert made.warnings == []
    assert all(f"/data/{name}" in made.xform for name in asked(form))


def test_the_titles_are_in_both_languages() -> None:
    for form in MOST:
        (row,) = sheet(form, "settings")
        assert row["form_id"] == form
        assert row["default_language"] == SPANISH
        assert row["form_title"] == row[f"bot::form_title::{SPANISH}"]
        assert row["version"].isdecimal()
