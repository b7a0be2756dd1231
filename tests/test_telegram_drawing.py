"""What a message looks like in Telegram: nothing cut off, every option to be pressed, readable on a small phone."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dialogue.drawing.content import Content, Option
from dialogue.drawing.split import split, units
from dialogue.drawing.telegram import BUTTONS, DATA, TEXT, TelegramMessage, draw

LONG = "Falta de recursos materiales y humanos en la unidad"


def drawn(*labels: str, numbered: bool = False, text: str = "¿Qué pasó?") -> TelegramMessage:
    options = tuple(Option(label, f"12.abc.{place}") for place, label in enumerate(labels))
    [message] = draw(Content(text, options, numbered))
    return message


def rows(message: TelegramMessage) -> list[list[str]]:
    return [[button.text for button in row] for row in message.rows]


def pressed(message: TelegramMessage) -> list[str]:
    return [button.callback_data for row in message.rows for button in row]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ("01234", [["0", "1", "2", "3", "4"]]),
        ([*"01234", "Omitir"], [["0", "1", "2", "3", "4"], ["Omitir"]]),
        ([str(n) for n in range(11)], [["0", "1", "2", "3", "4", "5"], ["6", "7", "8", "9", "10"]]),
        (["Sí", "No"], [["Sí", "No"]]),
        (["Avanzado", "Iniciado", "Terminado"], [["Avanzado", "Iniciado", "Terminado"]]),
        (["Falta de tiempo", "Falta de apoyo"], [["Falta de tiempo", "Falta de apoyo"]]),
        (["Falta de apoyo de mis mandos", "Otro"], [["Falta de apoyo de mis mandos"], ["Otro"]]),
    ],
)
def test_labels_decide_how_many_buttons_stand_in_a_row(labels: list[str], expected: list[list[str]]) -> None:
    message = drawn(*labels)
    assert rows(message) == expected
    assert pressed(message) == [f"12.abc.{place}" for place in range(len(labels))]
    assert message.text == "¿Qué pasó?"


def test_long_labels_are_written_out_and_numbered() -> None:
    message = drawn(LONG, "Cambio de adscripción sin aviso", "Listo", numbered=True)
    assert message.text == f"¿Qué pasó?\n\n1. {LONG}\n2. Cambio de adscripción sin aviso\n3. Listo"
    assert rows(message) == [["1", "2", "3"]]
    assert pressed(message) == ["12.abc.0", "12.abc.1", "12.abc.2"]


def test_a_scale_with_long_labels_keeps_its_own_numbers() -> None:
    message = drawn("0 – En absoluto ha cambiado algo en mi unidad", "1 – Algo ha cambiado", "Omitir")
    assert message.text.endswith("\n\n0 – En absoluto ha cambiado algo en mi unidad\n1 – Algo ha cambiado")
    assert rows(message) == [["0", "1"], ["Omitir"]]


def test_letters_stand_for_labels_where_a_typed_number_would_mean_nothing() -> None:
    message = drawn(LONG, "Otro taller", f"{LONG}.")
    assert message.text == f"¿Qué pasó?\n\nA. {LONG}\nB. {LONG}."
    assert rows(message) == [["A"], ["Otro taller"], ["B"]]


def test_two_labels_that_begin_with_the_same_number_are_told_apart() -> None:
    message = drawn(f"2024 {LONG}", f"2024 {LONG}.")
    assert rows(message) == [["A", "B"]]


def test_more_options_than_telegram_has_buttons_are_all_to_be_read() -> None:
    message = drawn(*(f"Opción {number}" for number in range(1, 121)), numbered=True)
    assert len(pressed(message)) == BUTTONS
    assert message.text.endswith("120. Opción 120")


def test_buttons_stand_under_the_last_part_of_a_long_text() -> None:
    *earlier, last = draw(Content("\n\n".join(["Párrafo. " * 200] * 3), (Option("Sí", "1.a.b"),)))
    assert earlier
    assert all(not message.rows for message in earlier)
    assert [[button.text for button in row] for row in last.rows] == [["Sí"]]


@pytest.mark.parametrize("data", ["", "ñ" * 33])
def test_data_that_no_button_can_carry_is_refused(data: str) -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        draw(Content("¿Sí?", (Option("Sí", data),)))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("uno dos tres.\n\ncuatro cinco", ["uno dos tres.", "cuatro cinco"]),
        ("uno dos tres,\ncuatro cinco", ["uno dos tres,", "cuatro cinco"]),
        ("Uno dos tres. Cuatro cinco seis", ["Uno dos tres.", "Cuatro cinco seis"]),
        ("unodostres cuatrocinco seis", ["unodostres", "cuatrocinco seis"]),
        ("abcdefghijklmnopqrstuvwxyz", ["abcdefghijklmnopqrst", "uvwxyz"]),
        ("a" * 19 + "e\u0301" + "b", ["a" * 19, "e\u0301b"]),
        ("a" * 15 + "👩🏽‍🏫👩🏽‍🏫", ["a" * 15, "👩🏽‍🏫👩🏽‍🏫"]),
        ("a" * 17 + "🇲🇽", ["a" * 17, "🇲🇽"]),
        ("🙂" * 11, ["🙂" * 10, "🙂"]),
        ("", []),
    ],
)
def test_a_text_is_cut_where_it_hurts_least(text: str, pieces: list[str]) -> None:
    assert split(text, 20) == pieces


def bare(text: str) -> str:
    return "".join(text.split())


@given(st.text(st.sampled_from("aeñé .\n\t🙂\u200d🏽🇲🇽\u0301¿?x")), st.integers(2, 40))
@example("\u0301" * 50, 8)
@example("a\u200d" * 30, 7)
def test_every_piece_fits_and_nothing_is_lost(text: str, most: int) -> None:
    pieces = split(text, most)
    assert all(0 < units(piece) <= most for piece in pieces)
    assert bare("".join(pieces)) == bare(text)


@given(st.text(), st.lists(st.text(max_size=60), max_size=110), st.booleans())
def test_whatever_is_said_is_within_telegrams_limits(text: str, labels: list[str], numbered: bool) -> None:
    options = tuple(Option(label, str(place)) for place, label in enumerate(labels))
    messages = draw(Content(text, options, numbered))
    assert messages
    buttons = [button for message in messages for row in message.rows for button in row]
    assert [button.callback_data for button in buttons] == [option.data for option in options[:BUTTONS]]
    assert all(0 < units(message.text) <= TEXT for message in messages)
    assert all(button.text.strip() and len(button.callback_data.encode()) <= DATA for button in buttons)
    assert all(1 <= len(row) <= 8 for message in messages for row in message.rows)
    said = bare("".join(message.text for message in messages) + "".join(button.text for button in buttons))
    assert all(bare(label) in said for label in labels)
