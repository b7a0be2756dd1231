"""The dates of milestones as an alumna types them: understood, asked back, or asked anew."""

from collections.abc import Iterator

import pytest
import time_machine

from models.store import Store
from tests.phones import phone_of
from tests.plan_book import DAY, with_plan

MORE = "¿Otra? Si ya son todas, escriba «listo». [Listo]"


@pytest.fixture(autouse=True)
def on_that_day() -> Iterator[None]:
    with time_machine.travel(DAY, tick=False):
        yield


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("Curso, 30 de febrero", "Ese día no existe. Ese mes termina el 28 de febrero de 2027."),
        ("Curso 31/6", "Ese día no existe. Ese mes termina el 30 de junio de 2027."),
        ("Curso, 15/3/2026", "La fecha tiene que ser a partir del 24 de noviembre de 2026."),
        ("Curso, ayer", "La fecha tiene que ser a partir del 24 de noviembre de 2026."),
        ("Curso, 15/3/2206", "Escriba una fecha, por favor: día, mes y año."),
        ("Curso para marzo", "¿Qué día? Escríbalo también, por ejemplo 15 de marzo de 2027."),
    ],
)
def test_a_date_that_cannot_be_meant_is_asked_anew_and_the_milestone_is_kept(
    store: Store, line: str, answer: str
) -> None:
    hers = store.run(with_plan)
    phone = phone_of(store, hers.person)
    for word in ("mis planes", "agregar metas"):
        phone.write(word)
    phone(f"""
        > {line}
        < {answer} ¿Para cuándo es «Curso»? Por ejemplo: 15 de marzo. [Sin fecha]
        > [Sin fecha]
        < Anoté: «{line}». {MORE}
    """)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Curso, mañana", "25 de noviembre de 2026"),
        ("Curso 15/3", "15 de marzo de 2027"),
        ("Curso en dos semanas", "8 de diciembre de 2026"),
        ("Curso para el viernes", "27 de noviembre de 2026"),
    ],
)
def test_a_date_that_was_completed_is_asked_back(store: Store, line: str, day: str) -> None:
    hers = store.run(with_plan)
    phone = phone_of(store, hers.person)
    for word in ("mis planes", "agregar metas"):
        phone.write(word)
    phone(f"""
        > {line}
        < ¿«Curso» es para el {day}? [Sí] [Otra fecha] [No es una fecha]
        > sí
        < Anoté: «Curso», para el {day}. {MORE}
    """)


def test_a_date_in_a_title_stays_in_it_and_another_date_can_be_given(store: Store) -> None:
    hers = store.run(with_plan)
    phone = phone_of(store, hers.person)
    for word in ("mis planes", "agregar metas"):
        phone.write(word)
    phone(f"""
        > Ceremonia del 15 de septiembre
        < ¿«Ceremonia» es para el 15 de septiembre de 2027? [Sí] [Otra fecha] [No es una fecha]
        > [No es una fecha]
        < Anoté: «Ceremonia del 15 de septiembre». {MORE}
        > Desfile, 16 de septiembre
        < ¿«Desfile» es para el 16 de septiembre de 2027? [Sí] [Otra fecha] [No es una fecha]
        > no
        < ¿Para cuándo es «Desfile»? Por ejemplo: 15 de marzo. [Sin fecha]
        > atrás
        < ¿«Desfile» es para el 16 de septiembre de 2027? [Sí] [Otra fecha] [No es una fecha]
        > atrás
        < {MORE}
        > Desfile, 20/9/2027
        < Anoté: «Desfile», para el 20 de septiembre de 2027. {MORE}
    """)
