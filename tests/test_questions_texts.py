"""Free text is kept as it was written, or refused whole."""

import pytest

from dialogue.messages import Incoming, Media
from dialogue.phrases import _, said
from dialogue.questions import Misunderstood, Skippable, Text
from tests.heard import OLD, Missed, Took, heard, pressed

NOTE = Text("¿Qué cambió?", 20)
EMPTY = Missed("Escriba un texto breve, por favor.")


@pytest.mark.parametrize("text", ["Capacitamos a veinte", "x", "{plan}", "¿Sí?\nNo", "👍 listo", "60", "'; drop table"])
def test_a_text_is_kept_as_written(text: str) -> None:
    assert heard(NOTE, f"  {text} \n") == Took(text)


@pytest.mark.parametrize("text", ["👍", "👍👍🏽", "...", "¿?", "!!", "—", "❤️", "(-_-)"])
def test_what_holds_no_word_is_asked_for_in_words(text: str) -> None:
    for question in (NOTE, Skippable(NOTE)):
        assert heard(question, text) == Missed("Escríbalo con palabras, por favor.")


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\0", " \0 "])
def test_nothing_is_no_text(text: str) -> None:
    assert heard(NOTE, text) == EMPTY


def test_null_bytes_are_left_out_for_the_database() -> None:
    assert heard(NOTE, "a\0b") == Took("ab")


def test_half_a_character_is_replaced_so_that_it_can_be_kept() -> None:
    assert heard(NOTE, "a\ud83db") == Took("a?b")


def test_a_text_is_never_cut() -> None:
    assert heard(NOTE, "x" * 20) == Took("x" * 20)
    assert heard(NOTE, "x" * 1021) == Missed("Es demasiado largo: 1,021 caracteres. El máximo es 20.")


@pytest.mark.parametrize(
    ("media", "hint"),
    [
        (Media.FILE, "Aquí no hace falta un archivo."),
        (Media.VOICE, "No puedo escuchar notas de voz. Escríbalo, por favor."),
        (Media.VIDEO, "No puedo ver videos. Escríbalo, por favor."),
        (Media.OTHER, "Aquí solo puedo leer texto."),
    ],
)
def test_what_is_no_text_is_told_apart(media: Media, hint: str) -> None:
    assert heard(NOTE, Incoming("a caption", media=media, files=("f1",))) == Missed(hint)


def test_a_text_has_no_buttons() -> None:
    assert heard(NOTE, pressed("x")) == OLD


def test_the_example_is_what_the_flow_says_it_is() -> None:
    assert NOTE.example() is None
    assert said(Text("¿?", sample=_("Lack of time")).example() or "", "es") == "Falta de tiempo"


@pytest.mark.parametrize("stored", ["", "x" * 21, None, 5, ["x"], {}])
def test_what_was_kept_and_fits_no_more(stored: object) -> None:
    with pytest.raises(Misunderstood):
        NOTE.check(stored)
