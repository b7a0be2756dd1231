"""A month of the round with two people on two channels: in, introduced, they write, and are asked two weeks later."""

import json
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from models import my_data, objections
from models.base import now
from models.contacts import Contact
from models.store import Store
from tests.peered import NOON, UNDER, Member, agree, ana, beto, helps
from tests.reminded import approve
from tests.rounded import chooses, make, paired, rounds_here, seated, somebody, tick, to, wants

IN_TALK = "[Darnos a conocer] [Terminar] [Bloquear] [Reportar]"
INTRODUCED = (
    "Ronda mensual: le presento a «{}». Comparten el tema «Capacitación en campo». Nadie sabe quién es quién hasta que "
    "ambas partes lo acepten. Para escribirle, hoy o después: «contestar». Para terminar: «terminar». [Escribirle ahora] "
    "[Terminar]"
)
NOBODY = "Este mes no hubo en la ronda alguien más que comparta un tema con usted. No es por usted: el próximo mes va primero."
MET = "Hace dos semanas le presenté a «{}». ¿Pudieron conversar? [Sí] [Todavía no] [No]"


pytestmark = pytest.mark.usefixtures("working_day")


@pytest.fixture(autouse=True)
def rounds(working_day: None, store: Store) -> None:
    store.run(rounds_here)


def test_from_joining_to_the_question_two_weeks_later(store: Store, clock: time_machine.Traveller) -> None:
    her, him = ana(store), beto(store)
    store.run(wants, him.person)
    her("""
        > ronda mensual
        < Aquí la gente del programa se ayuda entre sí. Nadie sabe quién es usted hasta que ambas partes lo acepten.
          ¿Quiere participar? [Sí] [No]
        > sí
        < Para la ronda, primero necesito sus temas. ¿En qué puede ayudar a otras personas? [Capacitación en campo] [Llenado de registros] [Nada de esto]
    """)
    store.run(helps, her.person, "records", seeks=("field",))
    her("""
        > colegas
        < ¿Qué quiere hacer? [Buscar colega] [Círculos] [Ronda mensual] [Mi perfil de colegas] [Pausar mi perfil]
        > ronda mensual
        < Ronda mensual: una vez al mes le presento a alguien con un tema en común. Nadie sabe quién es quién hasta que
          ambas partes lo acepten. ¿Quiere participar? [Sí] [No]
        > sí
        < Anotado. La próxima ronda es el 25 de noviembre. Para salir, escriba «ronda mensual».
        > ronda mensual
        < Está en la ronda mensual. La próxima es el 25 de noviembre. [Seguir] [Salir de la ronda]
        > [Seguir]
        < De acuerdo.
    """)
    assert make(store) == 1
    assert make(store) == 0
    to(clock, store, hours=1)
    assert him.hears() == [INTRODUCED.format("Cedro Azul")]
    assert her.hears() == [INTRODUCED.format("Roble Azul")]
    him(f"""
        > [Escribirle ahora]
        < Lo que escriba ahora le llega a «Cedro Azul», también fotos y documentos. Para «Cedro Azul», usted es «Roble
          Azul». Para dejar de escribirle, escriba «menú». {IN_TALK}
        > Hola
        < Enviado. Para dejar de escribirle a «Cedro Azul», escriba «menú». {IN_TALK}
    """)
    assert her.hears() == [f"«Roble Azul»: Hola {UNDER}"]
    to(clock, store, days=13, hours=20)
    him.write("menú")
    him.hears()
    to(clock, store, days=1)
    assert him.hears() == [MET.format("Cedro Azul")]
    him("""
        > [Sí]
        < Qué gusto. Gracias por decirme.
    """)
    told = json.dumps(store.run(my_data.as_file, him.person)["peers"]["rounds"])
    assert '"could_talk": "yes"' in told
    assert "Ana" not in told


def test_in_english_whoever_was_not_told_yet_hears_of_the_other_with_the_first_message(
    store: Store, clock: time_machine.Traveller
) -> None:
    her, him = ana(store, "en"), beto(store, "en")
    store.run(wants, her.person, "records", seeks=("field",))
    store.run(wants, him.person)
    chooses(store, her, prompts_a_week=1, quiet_from=0, quiet_until=20 * 60)
    make(store)
    to(clock, store, hours=1)
    assert her.hears() == []
    assert him.hears() == [
        "Monthly round: I introduce you to “Blue Cedar”. You share the topic “Field training”. Neither of you learns who "
        "the other is until both of you want to. To write, now or later: “reply”. To end it: “end”. [Write now] [End it]"
    ]
    him("""
        > reply
        < What you write now goes to “Blue Cedar”, photos and documents too. To “Blue Cedar” you are “Blue Oak”. To stop
          writing, write “menu”. [Say who we are] [End it] [Block] [Report]
        > Hello
        < Sent. To stop writing to “Blue Cedar”, write “menu”. [Say who we are] [End it] [Block] [Report]
    """)
    first = her.hears()[0]
    assert first.startswith("Monthly round: I introduce you to “Blue Oak”. You share the topic “Field training”.")
    assert first.endswith("“Blue Oak”: Hello [Answer] [End it] [Block] [Report]")
    to(clock, store, days=1)
    assert her.hears() == []
    her("""
        > monthly round
        < You are in the monthly round. The next one is on December 25. [Stay in it] [Leave the round]
        > [Leave the round]
        < All right, you are no longer in the monthly round. To come back, write “monthly round”.
    """)
    to(clock, store, days=14)
    assert him.hears()[0].startswith("Two weeks ago I introduced you to “Blue Cedar”. Could you talk?")
    him("""
        > not yet
        < No hurry. To write to “Blue Cedar”: “reply”.
        > end
        < It has ended. “Blue Cedar” learns that, and no reason.
    """)


def test_behind_a_knock_and_in_discreet_mode(store: Store, clock: time_machine.Traveller) -> None:
    store.run(approve, "discreet_es")
    her, him = ana(store), beto(store)
    store.run(wants, her.person, "records", seeks=("field",))
    store.run(wants, him.person)
    chooses(store, him, discreet=True)
    clock.move_to(now() + timedelta(days=2))
    make(store)
    tick(store)
    assert her.hears() == ["(knock: discreet es)"]
    assert him.hears() == ["Tiene un recordatorio. ¿Lo vemos? [Ver] [Más tarde]"]
    her.write("hola")
    assert INTRODUCED.format("Roble Azul") in her.hears()
    him("""
        > [Más tarde]
        < De acuerdo, se lo recuerdo hoy, 15:00 h.
    """)
    to(clock, store, hours=4)
    assert him.hears() == ["Tiene un recordatorio. ¿Lo vemos? [Ver] [Más tarde]"]
    him(f"""
        > [Ver]
        < {INTRODUCED.format("Cedro Azul")}
        > [Terminar]
        < Terminó. A «Cedro Azul» se lo decimos, sin dar motivo.
    """)


def test_who_had_nobody_hears_it_once_and_comes_first_the_next_month(
    store: Store, clock: time_machine.Traveller
) -> None:
    """Three people month after month: nobody is left over twice, and nobody meets anybody twice."""
    three = [somebody(store, number) for number in range(3)]
    left = []
    for month in range(3):
        assert make(store) == 1
        to(clock, store, hours=1)
        heard = [who.hears() for who in three]
        alone = [number for number, lines in enumerate(heard) if lines == [NOBODY]]
        assert len(alone) == 1
        left += alone
        to(clock, store, days=1)
        assert NOBODY not in str([who.hears() for who in three])
        for who in three:
            who.write("terminar")
            who.write("menú")
        clock.move_to(NOON.replace(month=12) if month == 0 else NOON.replace(year=2027, month=1))
        tick(store)
        _ = [who.hears() for who in three]
    assert sorted(left) == [0, 1, 2]
    assert len({frozenset(pair) for pair in paired(store)}) == 3
    clock.move_to(NOON.replace(year=2027, month=2))
    assert make(store) == 0, "everybody has met everybody"


def test_who_leaves_before_the_other_was_told_is_nobody(store: Store, clock: time_machine.Traveller) -> None:
    her, him = ana(store), beto(store)
    store.run(wants, her.person, "records", seeks=("field",))
    store.run(wants, him.person)
    make(store)
    store.run(objections.object_to, him.person, contact_of(store, him), "2026-11b", ["peers"], now())
    to(clock, store, hours=1)
    assert her.hears() == [NOBODY]
    assert him.hears() == []
    assert seated(store) == [(her.person, False), (him.person, False)]


def contact_of(store: Store, who: Member) -> int:
    return store.run(lambda db: db.scalars(select(Contact.id).where(Contact.person_id == who.person)).one())


def test_without_rounds_nothing_is_offered(store: Store) -> None:
    store.run(rounds_here, 0)
    him = beto(store)
    store.run(agree, him.person)
    him("""
        > ronda mensual
        < Por ahora no hay ronda mensual.
    """)
    store.run(wants, him.person)
    him("""
        > colegas
        < ¿Qué quiere hacer? [Buscar colega] [Círculos] [Mi perfil de colegas] [Pausar mi perfil]
    """)
    assert make(store) == 0
