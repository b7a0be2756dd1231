"""Quiet hours and the preferred hour, and what cannot be kept together."""

from collections.abc import Iterator

import pytest
import time_machine

from models.shifts import Shift
from models.store import Store
from tests.chosen import NOW, WAYS, chosen, phone_in

FROM = "¿Desde qué hora no debemos escribirle? Por ejemplo: 21:00. [A cualquier hora]"
HOUR = "¿A qué hora prefiere nuestros mensajes? Por ejemplo: 10:00."


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(("channel", "address"), WAYS)
def test_quiet_hours(store: Store, channel: str, address: str) -> None:
    phone_in(store, "es", channel, address)(f"""
        > silencio
        < {FROM}
        > a las 10 de la noche
        < ¿Hasta qué hora? Por ejemplo: 8:00.
        > 7
        < ¿Quiso decir «7:00»? [Sí] [No]
        > sí
        < Listo. No le escribiremos de 22:00 a 7:00. [Otros ajustes]
    """)
    assert (chosen(store).quiet_from, chosen(store).quiet_until) == (22 * 60, 7 * 60)


@pytest.mark.parametrize(("channel", "address"), WAYS)
def test_in_english(store: Store, channel: str, address: str) -> None:
    phone_in(store, "en", channel, address)("""
        > quiet hours
        < From what time shall we not write to you? For example: 21:00. [At any hour]
        > 8 pm
        < Until what time? For example: 8:00.
        > 9:30
        < Done. We will not write to you from 20:00 to 9:30. [Other settings]
        > preferred hour
        < At what time do you prefer our messages? For example: 10:00.
        > noon
        < Done. Your preferred hour is 12:00. [Other settings]
    """)
    assert (chosen(store).quiet_from, chosen(store).quiet_until, chosen(store).hour) == (1200, 570, 720)


@pytest.mark.parametrize("line", ["[A cualquier hora]", "ninguna", "no"])
def test_no_quiet_hours(store: Store, line: str) -> None:
    phone = phone_in(store)
    phone(f"""
        > silencio
        < {FROM}
        > {line}
        < Listo. Podemos escribirle a cualquier hora. [Otros ajustes]
    """)
    assert chosen(store).quiet_from == chosen(store).quiet_until
    assert "Sin horas de silencio" in phone.write("ajustes")[0].text


def test_quiet_hours_that_begin_and_end_at_once(store: Store) -> None:
    phone_in(store)(f"""
        > silencio
        < {FROM}
        > 21:00
        < ¿Hasta qué hora? Por ejemplo: 8:00.
        > 21:00
        < Empieza y termina a la misma hora. Escriba otra hora, por favor. ¿Hasta qué hora? Por ejemplo: 8:00.
        > 6:00
        < Listo. No le escribiremos de 21:00 a 6:00. [Otros ajustes]
    """)


def test_what_is_no_time_gets_an_example(store: Store) -> None:
    phone_in(store)(f"""
        > hora preferida
        < {HOUR}
        > cuando sea
        < Escriba una hora, por favor, como 8:30 o 20:00. {HOUR}
        > 25:00
        < Escriba una hora, por favor, como 8:30 o 20:00. {HOUR}
        > 8 y media de la noche
        < Listo. Su hora preferida es 20:30. [Otros ajustes]
    """)


def test_an_hour_within_the_quiet_hours_is_told_and_changed(store: Store) -> None:
    phone_in(store)(f"""
        > horario
        < {HOUR}
        > 7:00
        < Pidió no recibir mensajes de 21:00 a 8:00, y su hora preferida es 7:00. Así le llegarían al terminar ese horario.
          ¿Lo dejamos así? [Dejarlo así] [Cambiarlo]
        > [Cambiarlo]
        < {HOUR}
        > 9:00
        < Listo. Su hora preferida es 9:00. [Otros ajustes]
    """)
    assert chosen(store).hour == 9 * 60


def test_and_left_as_it_is_by_whoever_wants_it_so(store: Store) -> None:
    phone_in(store, "en")("""
        > quiet
        < From what time shall we not write to you? For example: 21:00. [At any hour]
        > 20:00
        < Until what time? For example: 8:00.
        > 11:00
        < You asked for no messages from 20:00 to 11:00, and your preferred hour is 10:00. Then they come when that time is over.
          Shall we leave it like this? [Leave it like this] [Change it]
        > leave it like this
        < Done. We will not write to you from 20:00 to 11:00. [Other settings]
        > preferred hour
        < At what time do you prefer our messages? For example: 10:00.
        > 12:00
        < Done. Your preferred hour is 12:00. [Other settings]
    """)


def test_nothing_is_changed_before_it_is_decided(store: Store) -> None:
    phone = phone_in(store)
    for line in ("horario", "7:00", "cancelar"):
        phone.write(line)
    assert chosen(store).hour == 10 * 60


def test_back_leads_from_the_contradiction_to_the_hour(store: Store) -> None:
    phone = phone_in(store)
    for line in ("horario", "7:00"):
        phone.write(line)
    phone(f"""
        > atrás
        < {HOUR}
        > 9:00
        < Listo. Su hora preferida es 9:00. [Otros ajustes]
    """)


def test_what_was_against_each_other_before_is_not_told_again(store: Store) -> None:
    phone = phone_in(store)
    for line in ("silencio", "20:00", "8:00", "turno", "12x12", "hoy 8:00", "dejarlo así"):
        phone.write(line)
    assert chosen(store).shift == Shift("12x12", "2026-11-24T08:00")
    phone.write("horario")
    assert phone.write("9:00")[0].text == "Listo. Su hora preferida es 9:00."


CROSSED = (
    "Pidió no recibir mensajes de 21:00 a 8:00, y su hora preferida es 3:00. Así le llegarían al terminar ese horario."
)


def test_another_hour_can_be_named_where_the_first_cannot_be_kept(store: Store) -> None:
    phone_in(store)(f"""
        > hora preferida
        < {HOUR}
        > 3 am
        < {CROSSED} ¿Lo dejamos así? [Dejarlo así] [Cambiarlo]
        > quizás
        < Escriba una hora, por favor, como 8:30 o 20:00. {CROSSED} ¿Lo dejamos así? [Dejarlo así] [Cambiarlo]
        > 7 pm
        < Listo. Su hora preferida es 19:00. [Otros ajustes]
    """)
    assert chosen(store).hour == 19 * 60


@pytest.mark.parametrize("span", ["22 a 6", "de 22 a 6", "22:00-6:00", "10 pm a 6 am", "desde las 22 hasta las 6"])
def test_both_ends_of_the_quiet_hours_in_one_line(store: Store, span: str) -> None:
    phone_in(store)(f"""
        > silencio
        < {FROM}
        > {span}
        < Listo. No le escribiremos de 22:00 a 6:00. [Otros ajustes]
    """)
    assert (chosen(store).quiet_from, chosen(store).quiet_until) == (22 * 60, 6 * 60)


def test_both_ends_in_english_and_what_they_cannot_be(store: Store) -> None:
    phone_in(store, "en")("""
        > quiet hours
        < From what time shall we not write to you? For example: 21:00. [At any hour]
        > 10 to 6
        < Did you mean “10:00 – 6:00”? [Yes] [No]
        > 2
        < From what time shall we not write to you? For example: 21:00. [At any hour]
        > 22:00 to 22:00
        < It begins and ends at the same time. Please give a later or an earlier one. From what time shall we not write
          to you? For example: 21:00. [At any hour]
        > from 10 pm to 6 am
        < Done. We will not write to you from 22:00 to 6:00. [Other settings]
    """)
