"""`lazos survey preview`: a questionnaire as it will look in the chat, with what decides about each row."""

import json

import pytest

from models.store import Store
from models.surveys import forms
from surveys.form import Repeat
from tests.desk import Lazos, desk
from tests.surveyed import YES_NO, form, row, words

FORM = form(
    row("aplico", "select_one", "¿Aplicó?", "Did you use it?", options="yes_no", required="true()"),
    row(
        "personas",
        "integer",
        "¿Cuántas?",
        "How many?",
        relevant="${aplico} = 'yes'",
        required="${aplico} = 'yes'",
        constraint=". < 100",
        constraint_message=words("Menos de 100, y ${aplico}.", "Fewer than 100."),
    ),
    row(
        "what",
        "select_multiple",
        "¿Qué aprendieron las ${personas}?",
        "What did the ${personas} learn?",
        options="yes_no",
    ),
    row("thanks", "note", "Gracias, cuesta $5.", "Thank you, it costs $5."),
    Repeat(name="more", row=1, items=(row("name", "text", "¿Cómo se llama?", "What is it called?", skip=False),)),
    Repeat(
        name="known",
        row=1,
        count="${personas}",
        items=(row("age", "integer", "¿Qué edad?", "What age?", constraint=". > 0"),),
    ),
    lists={"yes_no": YES_NO},
)


@pytest.fixture
def lazos(store: Store) -> Lazos:
    store.run(lambda db: forms.keep(db, FORM, "test"))
    return desk(store)


def test_it_is_told_what_decides_about_each_row(lazos: Lazos) -> None:
    assert (
        lazos("survey", "preview", "seguimiento").stdout
        == """¿Aplicó?
  [Sí] [No]
  (required)

  (only if (${aplico} = 'yes'))
¿Cuántas?
  [Mejor no contesto]
  (required if ${aplico} = 'yes')
  (has to fit . < 100; otherwise: Menos de 100, y ….)

¿Qué aprendieron las …?
  [Sí] [No] [Mejor no contesto]
  (several may be chosen)

Gracias, cuesta $5.

  (asked again while there are more)
¿Cómo se llama?

  (asked again: ${personas} times)
¿Qué edad?
  [Mejor no contesto]
  (has to fit . > 0)

"""
    )


def test_the_same_as_json_in_english(lazos: Lazos) -> None:
    told = json.loads(lazos("survey", "preview", "seguimiento", "--language", "en", "--json").stdout)
    by_name = {each["name"]: each for each in told}
    assert by_name["what"]["text"] == "What did the … learn?"
    assert (by_name["what"]["several"], by_name["aplico"]["several"]) == (True, False)
    assert by_name["personas"]["constraint_message"] == "Fewer than 100."
    assert (by_name["name"]["repeats"], by_name["name"]["times"], by_name["age"]["times"]) == (True, "", "${personas}")
