"""The starter pack as our own importer reads it: whole, and with all that our columns say."""

import pytest

from surveys.form import Form
from surveys.importing import read
from tests.pack_reading import ENGLISH, MOST, PACK, SPANISH, asked, options, sheet

each_form = pytest.mark.parametrize("form", MOST)


def imported(form: str) -> Form:
    """What the importer makes of a form, which has no fault to tell of."""
    found = read((PACK / f"{form}.xlsx").read_bytes(), f"{form}.xlsx")
    assert found.problems == ()
    assert found.form is not None
    return found.form


@each_form
def test_every_row_is_there_in_both_languages(form: str) -> None:
    made = imported(form)
    rows = sheet(form, "survey")
    assert [field.name for field in made.fields()] == [row["name"] for row in rows]
    assert made.languages == ("es", "en")
    for field, row in zip(made.fields(), rows, strict=True):
        for column, text in (("label", field.label), ("hint", field.hint), ("bot::reminder", field.reminder)):
            said = {"es": row[f"{column}::{SPANISH}"], "en": row[f"{column}::{ENGLISH}"]}
            assert dict(text) == {language: words for language, words in said.items() if words}
        assert (field.relevant, field.calculation) == (row["relevant"], row["calculation"])


@each_form
def test_our_own_columns_are_kept(form: str) -> None:
    made = imported(form)
    fields = {field.name: field for field in made.fields()}
    for row in sheet(form, "survey"):
        assert fields[row["name"]].prefill == row["bot::prefill"]
    for name, row in asked(form).items():
        assert fields[name].skip
        assert not fields[name].required
        assert fields[name].anonymous == (row["bot::anonymous"] == "yes")
    (settings,) = sheet(form, "settings")
    assert dict(made.title) == {
        "es": settings[f"bot::form_title::{SPANISH}"],
        "en": settings[f"bot::form_title::{ENGLISH}"],
    }
    assert (made.name, made.version) == (settings["form_id"], settings["version"])


@each_form
def test_options_keep_their_values_and_words(form: str) -> None:
    for name, offered in imported(form).lists.items():
        assert [(each.value, each.label["es"], each.label["en"]) for each in offered] == options(form, name)
