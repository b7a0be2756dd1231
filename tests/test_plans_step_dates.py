"""The dates of milestones as an alumna types them: understood, asked back, or asked anew."""

from collections.abc import Iterator

import pytest
import time_machine

from models.store import Store
from tests.phones import phone_of
from tests.plan_book import DAY, with_plan

LINE = ""  # it stays as it was written
MORE = "¿Otra? Si ya son todas, escriba «listo». [Listo]"


@pytest.fixture(autouse=True)
def on_that_day() -> Iterator[None]:
    with time_machine.travel(DAY, tick=False):
        yield


@pytest.mark.parametrize(
    ("line", "answer", "title"),
    [
        ("Curso, 30 de febrero", "Ese día no existe. Ese mes termina el 28 de febrero de 2027.", "Curso"),
        ("Curso 31/6", "Ese día no existe. Ese mes termina el 30 de junio de 2027.", "Curso"),
        ("Curso, 15/3/2026", "La fecha tiene que ser a partir del 24 de noviembre de 2026.", LINE),
        ("Curso, ayer", "La fecha tiene que ser a partir del 24 de noviembre de 2026.", LINE),
        ("Curso, 15/3/2206", "Escriba una fecha, por favor: día, mes y año.", "Curso"),
        ("Curso para marzo", "¿Qué día? Escríbalo también, por ejemplo 15 de marzo de 2027.", LINE),
    ],
)
def test_a_date_that_cannot_be_meant_is_asked_anew_and_the_milestone_is_kept(
    store: Store, line: str, answer: str, title: str
) -> None:
    hers = store.run(with_plan)
    phone = phone_of(store, hers.person)
    for word in ("mis planes", "agregar metas"):
        phone.write(word)
    phone(f"""
        > {line}
        < {answer} ¿Para cuándo es «Curso»? Por ejemplo: 15 de marzo. [Sin fecha]
        > [Sin fecha]
        < Anoté: «{title or line}». {MORE}
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
        < Quité «Desfile, 16 de septiembre». {MORE}
        > Desfile, 20/9/2027
        < Anoté: «Desfile», para el 20 de septiembre de 2027. {MORE}
    """)


DATE_ONLY = "Eso es solo una fecha. Escriba también qué se va a hacer, por favor."


@pytest.mark.parametrize("line", ["31/02/2027", "mañana", "32 de marzo", "15/3", "15 de marzo de 2027"])
def test_a_date_alone_is_no_milestone(store: Store, line: str) -> None:
    hers = store.run(with_plan)
    phone = phone_of(store, hers.person)
    for word in ("mis planes", "agregar metas"):
        phone.write(word)
    assert phone.write(line)[0].text.startswith(DATE_ONLY)
    phone(f"""
        > Capacitar a 20 oficiales, 31/02
        < Ese día no existe. Ese mes termina el 28 de febrero de 2027. ¿Para cuándo es «Capacitar a 20 oficiales»?
          Por ejemplo: 15 de marzo. [Sin fecha]
        > 28/2/2027
        < Anoté: «Capacitar a 20 oficiales», para el 28 de febrero de 2027. {MORE}
    """)


def test_a_date_on_a_line_of_its_own_belongs_to_the_one_above_it(store: Store) -> None:
    hers = store.run(with_plan, "Patrols")
    phone = phone_of(store, hers.person, language="en")
    for word in ("my plans", "add milestones"):
        phone.write(word)
    phone("""
        > tomorrow
        < That is only a date. Please write what is to be done, too. Which milestone shall I add to “Patrols”?
          You can write its date: “Train 20 officers, March 15”. [Done] [Back to the plan]
        > 👍
        < Please write it in words. For example: Train 20 officers, March 15 Which milestone shall I add to “Patrols”? You can write its date:
          “Train 20 officers, March 15”. [Done] [Back to the plan]
    """)
    [answer] = phone.write("Train 20 officers\n15/3/2027\nBuy radios")
    assert answer.text.startswith("Noted: “Train 20 officers”, due March 15, 2027.\n\nNoted: “Buy radios”.")
