"""A pause, no messages any more, and coming back."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from models import people
from models.store import Store
from tests.chosen import NOW, WAYS, chosen, person_of, phone_in


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.mark.parametrize(("channel", "address"), WAYS)
def test_a_pause_until_a_day_and_its_end(store: Store, channel: str, address: str) -> None:
    phone = phone_in(store, "es", channel, address)
    phone("""
        > pausa
        < ¿Qué día volvemos a escribirle? Por ejemplo: en dos semanas, 15 de marzo.
        > en dos semanas
        < Listo. No le escribiremos antes del 8 de diciembre de 2026. Para terminar antes la pausa, escriba «alta». [Otros ajustes]
    """)
    assert chosen(store).paused_until == "2026-12-08"
    assert "En pausa hasta el 8 de diciembre de 2026" in phone.write("ajustes")[0].text
    phone("""
        > pausa
        < ¿Qué día volvemos a escribirle? Por ejemplo: en dos semanas, 15 de marzo. [Terminar la pausa]
        > 1/1/2027
        < Listo. No le escribiremos antes del 1 de enero de 2027. Para terminar antes la pausa, escriba «alta». [Otros ajustes]
    """)
    assert phone.write("alta")[0].text.startswith("Qué gusto tenerle de vuelta.")
    assert chosen(store).paused_until is None


def test_a_pause_in_english_ended_in_the_settings(store: Store) -> None:
    phone_in(store, "en", *WAYS[1])("""
        > pause
        < On which day shall we write to you again? For example: in two weeks, 15 March.
        > yesterday
        < Please give a date from November 25, 2026 on. On which day shall we write to you again? For example: in two weeks, 15 March.
        > 2026-12-01
        < Done. We will not write to you before December 1, 2026. To end the pause earlier, write “start”. [Other settings]
        > pause
        < On which day shall we write to you again? For example: in two weeks, 15 March. [End the pause]
        > [End the pause]
        < Done. The pause is over. [Other settings]
    """)
    assert chosen(store).paused_until is None


def test_a_pause_that_is_over_is_not_shown(store: Store, clock: time_machine.Traveller) -> None:
    phone = phone_in(store)
    for line in ("pausa", "1/12/2026"):
        phone.write(line)
    clock.move_to(datetime(2026, 12, 1, 15, tzinfo=UTC))
    assert "pausa" not in phone.write("ajustes")[0].text


def test_stop_and_come_back(store: Store) -> None:
    phone = phone_in(store)
    for line in ("ajustes", "pausar o detener"):
        phone.write(line)
    phone("""
        > ya no recibir
        < De acuerdo. Solo le responderemos cuando usted nos escriba. Para volver a como estaba, escriba «alta». [Otros ajustes]
    """)
    assert store.run(people.has_stopped, person_of(store))
    assert "Solo respondemos, como usted lo pidió" in phone.write("ajustes")[0].text
    phone("""
        > [Pausar o detener]
        < ¿Cómo lo hacemos? [Pausar unos días] [Volver a recibir]
        > 2
        < Listo. Volveremos a escribirle. [Otros ajustes]
    """)
    assert not store.run(people.has_stopped, person_of(store))


def test_there_is_one_example_and_it_is_a_day_that_fits(store: Store) -> None:
    prompt = "¿Qué día volvemos a escribirle? Por ejemplo: en dos semanas, 15 de marzo."
    phone_in(store)(f"""
        > pausa
        < {prompt}
        > 24/11/2026
        < La fecha tiene que ser a partir del 25 de noviembre de 2026. {prompt}
        > hoy
        < La fecha tiene que ser a partir del 25 de noviembre de 2026. {prompt}
        > 15/03
        < Listo. No le escribiremos antes del 15 de marzo de 2027. Para terminar antes la pausa, escriba «alta». [Otros ajustes]
    """)
