"""Her shift: the pattern, and one beginning from which all follow."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from dialogue.messages import Choice
from handlers.settings_shift import Beginning, Pattern
from models.shifts import Shift
from models.store import Store
from tests.chosen import NOW, WAYS, chosen, phone_in
from tests.heard import Missed, Proposed, Took, heard

PATTERN = """¿Qué turno trabaja? Primero las horas de servicio y luego las de descanso. Puede escribir otro.
    [24×24] [24×48] [12×24] [12×12] [Sin turno]"""
WHEN = "¿Cuándo empieza uno de sus turnos? Por ejemplo: hoy 8:00, mañana a las 7:00."


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(("channel", "address"), WAYS)
def test_on_duty_now(store: Store, channel: str, address: str) -> None:
    phone = phone_in(store, "es", channel, address)
    phone(f"""
        > mi turno
        < {PATTERN}
        > [24×48]
        < {WHEN}
        > hoy 8:00
        < Listo. Su turno de ahora termina el 25 de noviembre, 8:00; le escribiremos después. [Otros ajustes]
    """)
    assert chosen(store).shift == Shift("24x48", "2026-11-24T08:00")
    assert "Turno: 24×48" in phone.write("ajustes")[0].text


@pytest.mark.parametrize(("channel", "address"), WAYS)
def test_off_duty_now_in_english(store: Store, channel: str, address: str) -> None:
    phone_in(store, "en", channel, address)("""
        > my shift
        < Which shift do you work? The hours on duty first, then the hours off. You may write another one.
          [24×24] [24×48] [12×24] [12×12] [No shift]
        > 12x24
        < When does one of your duties begin? For example: today 8:00, tomorrow at 7:00.
        > tomorrow at 7
        < Did you mean “November 25, 7:00”? [Yes] [No]
        > yes
        < Done. Your next duty begins on November 25, 7:00; we will not write during it. [Other settings]
    """)
    assert chosen(store).shift == Shift("12x24", "2026-11-25T07:00")


def test_another_pattern_and_none_any_more(store: Store) -> None:
    phone_in(store)(f"""
        > turno
        < {PATTERN}
        > 48 por 96
        < {WHEN}
        > ayer 20:00
        < Listo. Su turno de ahora termina el 25 de noviembre, 20:00; le escribiremos después. [Otros ajustes]
        > turno
        < {PATTERN}
        > sin turno
        < Listo. Sin turno: solo nos guiamos por sus horas de silencio y su hora preferida. [Otros ajustes]
    """)
    assert chosen(store).shift is None


def test_a_pattern_that_cannot_be(store: Store) -> None:
    phone_in(store)(f"""
        > turno
        < {PATTERN}
        > 24x0
        < Con eso no puedo hacer la cuenta. Escriba las horas de servicio y las de descanso, por ejemplo 24x48. {PATTERN}
        > 400x100
        < Con eso no puedo hacer la cuenta. Escriba las horas de servicio y las de descanso, por ejemplo 24x48. Por ejemplo: 24x48 {PATTERN}
    """)


def test_a_shift_that_leaves_no_time_is_said_so_and_asked_again(store: Store) -> None:
    phone = phone_in(store)
    for line in ("silencio", "20:00", "8:00"):
        phone.write(line)
    phone(f"""
        > turno
        < {PATTERN}
        > 12x12
        < {WHEN}
        > hoy 8:00
        < Con su turno de 12×12 y sin mensajes de 20:00 a 8:00, no queda tiempo para escribirle. Así le escribiríamos durante su turno. ¿Lo dejamos así? [Dejarlo así] [Cambiarlo]
        > cambiarlo
        < {PATTERN}
        > 12×12
        < {WHEN}
        > hoy 20:00
        < Listo. Su próximo turno empieza el 24 de noviembre, 20:00; en esas horas no le escribiremos. [Otros ajustes]
    """)


def test_an_hour_at_which_she_is_always_on_duty_is_told(store: Store) -> None:
    phone = phone_in(store, "en", *WAYS[1])
    for line in ("shift", "12x12"):
        phone.write(line)
    phone("""
        > today 7:00
        < Your preferred hour is 10:00, but with your shift of 12×12 you are always on duty then. One that is free: 19:00.
          Shall we leave it like this? [Leave it like this] [Change it]
        > [Leave it like this]
        < Done. You are on duty until November 24, 19:00; we will write after it. [Other settings]
    """)


TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("hoy 8:00", Took("2026-11-24T08:00")),
        ("Hoy a las 8:00", Took("2026-11-24T08:00")),
        ("hoy, 8:00", Took("2026-11-24T08:00")),
        ("mañana a las 7 de la mañana", Took("2026-11-25T07:00")),
        ("mañana a las 7:30", Took("2026-11-25T07:30")),
        ("ayer a las 8 de la noche", Took("2026-11-23T20:00")),
        ("8:00 hoy", Took("2026-11-24T08:00")),
        ("a las 20:00 de hoy", Took("2026-11-24T20:00")),
        ("today 8 am", Took("2026-11-24T08:00")),
        ("tomorrow at 7 pm", Took("2026-11-25T19:00")),
        ("24/11/2026 8:00", Took("2026-11-24T08:00")),
        ("mañana a las 7", Proposed("2026-11-25T07:00")),
        ("hoy a las 8", Proposed("2026-11-24T08:00")),
        ("8:00", Proposed("2026-11-24T08:00")),
        ("a las 7 de la mañana", Proposed("2026-11-24T07:00")),
        ("el lunes a las 8:00", Proposed("2026-11-30T08:00")),
        ("27 de noviembre 8:00", Proposed("2026-11-27T08:00")),
        ("friday 7:00", Proposed("2026-11-27T07:00")),
    ],
)
def test_beginnings_that_are_understood(text: str, taken: object) -> None:
    assert heard(Beginning("?", TUESDAY), text) == taken


@pytest.mark.parametrize("text", ["hoy", "mañana", "quién sabe", "", "hoy temprano", "x" * 500])
def test_what_is_no_beginning_gets_an_example(text: str) -> None:
    hint = "Escriba un día y una hora, por favor. Por ejemplo: hoy 8:00, mañana a las 7:00."
    assert heard(Beginning("?", TUESDAY), text) == Missed(hint)


def test_a_beginning_far_away_is_asked_again() -> None:
    hint = "Escriba un día cercano, por favor: de este mes o del que viene."
    assert heard(Beginning("?", TUESDAY), "1/6/2027 8:00") == Missed(hint)


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("24x24", "24x24"),
        ("24×48", "24x48"),
        ("24 x 48", "24x48"),
        ("12 por 24", "12x24"),
        ("12/12", "12x12"),
        ("12-36", "12x36"),
        ("24 horas por 48", "24x48"),
        ("turno de 24 por 24", "24x24"),
        ("12 on 24 off", "12x24"),
    ],
)
def test_patterns_that_are_understood(text: str, pattern: str) -> None:
    assert heard(Pattern("?", [Choice("24x24", "24×24")]), text) == Took(pattern)
