"""Where WhatsApp draws no buttons, a sentence says what can be written, and what is written so does what they would."""

from collections.abc import Iterator

import pytest
import time_machine

from dialogue.drawing.content import Content, Option
from dialogue.drawing.whatsapp import as_text
from models.store import Store
from tests.announced_people import at_noon
from tests.announcing import alumna, officer, written
from tests.crowd import crowd


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    yield from at_noon()


def test_a_button_of_the_newest_message_may_be_written(store: Store) -> None:
    store.run(crowd, 3)
    phone = officer(store, "whatsapp", "+525550000090")
    written(phone)
    phone.write("[Enviar a 3 personas]")
    phone.write("[Enviar a 3 personas]")
    (text,) = as_text(phone.shown[0])
    assert text.text == "Listo. Va para 3 personas.\n\nSi gusta, escriba *Verlo*."
    assert phone.write("verlo")[0].text.startswith("Anuncio 1: programado.")
    assert not phone.write("menú")[0].text.startswith("Anuncio 1"), "any other word means what it always means"
    assert not phone.write("verlo")[0].text.startswith("Anuncio 1"), "only of what is before one's eyes"


def test_a_question_without_numbers_says_it_too(store: Store) -> None:
    phone = alumna(store, "whatsapp", "+525550000011", language="en")
    phone.write("delete my data")
    assert as_text(phone.shown[0])[0].text.endswith("\n\nWrite *Keep my data* or *Erase everything*.")


def test_three_in_a_sentence_more_as_lines() -> None:
    def drawn(*labels: str) -> str:
        return as_text(Content("Hola.", tuple(Option(each, f"/{each}") for each in labels), language="es"))[0].text

    assert drawn("Sí asistiré", "No asistiré", "Aún no lo sé") == (
        "Hola.\n\nEscriba *Sí asistiré*, *No asistiré* o *Aún no lo sé*."
    )
    assert drawn("Uno", "Dos", "Tres", "Cuatro") == (
        "Hola.\n\nEscriba una de estas opciones:\n• Uno\n• Dos\n• Tres\n• Cuatro"
    )
