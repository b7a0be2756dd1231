"""Whoever moderates a circle: lets people in or not, removes, hands over, closes; and what becomes of it without her."""

import pytest
import time_machine

from models.store import Store
from tests.circled import (
    ASKED,
    ENDED,
    INSIDE,
    NOT_THIS_TIME,
    TOPIC,
    circle_of_three,
    dora,
    members,
    pass_time,
    tick,
    wish,
)
from tests.peered import helps, member

pytestmark = pytest.mark.usefixtures("working_day")


def test_whoever_moderates_removes_hands_over_and_closes(store: Store, clock: time_machine.Traveller) -> None:
    fourth = dora(store)
    store.run(helps, fourth.person)
    her, him, third = circle_of_three(store, clock, fourth)
    him("""
        > quitar a Fresno Azul
        < Eso solo lo puede hacer quien modera el círculo.
    """)
    her("""
        > quitar a Fresno Azul
        < ¿Quito a «Fresno Azul» del círculo? [Sí] [No]
        > no
        < De acuerdo, todo queda como está.
        > quitar a Fresno Azul
        < ¿Quito a «Fresno Azul» del círculo? [Sí] [No]
        > sí
        < «Fresno Azul» ya no está en el círculo. No le decimos por qué.
    """)
    tick(store)
    assert fourth.hears() == [f"Usted ya no está en el círculo sobre {TOPIC}."]
    her("""
        > dejar de moderar
        < De acuerdo. Ya no modera el círculo sobre «Capacitación en campo», pero no sale de él.
    """)
    tick(store)
    asks = f"Ya nadie modera el círculo sobre {TOPIC}, y por eso queda en pausa. ¿Quiere moderar usted? [Sí, modero]"
    assert [each.hears()[-1] for each in (her, him, third)] == [asks] * 3
    him.write("/circle write 1")
    assert him.write("¿Sigue alguien?")[0].text.startswith("No lo envié: por ahora nadie modera")
    third("""
        > [Sí, modero]
        < Gracias. Desde ahora usted modera el círculo sobre «Capacitación en campo».
    """)
    assert him.hears()[-1] == f"El círculo sobre {TOPIC} ya tiene quien modere. Pueden escribir de nuevo. {INSIDE}"
    her("""
        > /circle take 1
        < Ya hay quien modere el círculo sobre «Capacitación en campo». Gracias de todos modos.
    """)
    third("""
        > cerrar el círculo
        < ¿Cierro el círculo sobre «Capacitación en campo» para todas las personas? [Sí] [No]
        > sí
        < El círculo sobre «Capacitación en campo» quedó cerrado. A las demás personas les decimos que terminó.
    """)
    tick(store)
    assert [each.hears()[-1] for each in (her, him)] == [ENDED] * 2
    assert fourth.hears() == []


def test_the_next_who_is_willing_moderates_and_what_waits_is_asked_again(
    store: Store, clock: time_machine.Traveller
) -> None:
    fourth = dora(store)
    store.run(helps, fourth.person)
    her, him, third = circle_of_three(store, clock)
    wish(store, fourth, moderates=True)
    pass_time(clock, store, hours=1)
    assert fourth.hears() == [ASKED]
    fourth.write("sí")
    tick(store)
    asks = f"Alguien quiere entrar al círculo sobre {TOPIC}, como «Fresno Azul». ¿Le dejo entrar? [Sí, que entre] [Ahora no]"
    assert her.hears()[-1] == asks
    her.write("[Sí, que entre]")
    tick(store)
    assert members(store) == {each.person for each in (her, him, third, fourth)}
    her.write("salir del círculo")
    her.write("sí")
    tick(store)
    assert fourth.hears()[-1] == f"Desde ahora usted modera el círculo sobre {TOPIC}. {INSIDE}"
    fifth = member(store, "Eva", "Modelo Sol", "Centro de Muestra", "OAX", address="500005")
    store.run(helps, fifth.person)
    wish(store, fifth)
    wish(store, her)
    pass_time(clock, store, hours=1)
    fifth.hears()
    fifth.write("sí")
    fourth.write("dejar de moderar")
    tick(store)
    third.write("quiero moderar")
    tick(store)
    assert third.hears()[-1].startswith(f"Alguien quiere entrar al círculo sobre {TOPIC}, como «Sauce Azul».")
    assert members(store) == {each.person for each in (him, third, fourth)}


def test_a_refusal_and_no_answer_at_all_look_the_same(store: Store, clock: time_machine.Traveller) -> None:
    fourth = dora(store)
    store.run(helps, fourth.person)
    her, *_others = circle_of_three(store, clock)
    wish(store, fourth)
    pass_time(clock, store, hours=1)
    assert fourth.hears() == [ASKED]
    fourth.write("sí")
    tick(store)
    her.hears()
    her("""
        > [Ahora no]
        < De acuerdo. A «Fresno Azul» solo le decimos que por ahora no se pudo.
        > /circle admit 1.4
        < Esta pregunta ya se cerró. Gracias de todos modos.
    """)
    tick(store)
    assert fourth.hears()[-1] == NOT_THIS_TIME
    fifth = member(store, "Eva", "Modelo Sol", "Centro de Muestra", "OAX", address="500005")
    store.run(helps, fifth.person)
    wish(store, fifth)
    pass_time(clock, store, hours=1)
    fifth.hears()
    fifth.write("sí")
    pass_time(clock, store, days=7, hours=1)
    assert fifth.hears()[-1] == NOT_THIS_TIME
    assert len(members(store)) == 3
