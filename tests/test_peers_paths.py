"""What else may become of an introduction: no, later, nothing, the end, a block, a report, a refusal, silence."""

import pytest
import time_machine

from models import preferences, tickets
from models.peers import candidates
from models.peers.candidates import Wanted
from models.store import Store
from tests.peered import (
    ENDED,
    GONE,
    NOBODY,
    UNDER,
    agree,
    ana,
    beto,
    helps,
    looks,
    member,
    met,
    pass_time,
    states,
    tick,
)

pytestmark = pytest.mark.usefixtures("working_day")


def test_three_are_asked_one_after_another_and_then_nobody_can(store: Store, clock: time_machine.Traveller) -> None:
    her = ana(store)
    others = [member(store, f"Uno{n}", "De Muestra", f"Prueba {n}", "NLE", address=f"60000{n}") for n in range(4)]
    for each in others:
        store.run(helps, each.person)
    looks(store, her)
    pass_time(clock, store, hours=1)
    asked = [each for each in others if each.hears()]
    assert len(asked) == 1
    asked[0]("""
        > no
        < De acuerdo. Nadie sabrá que le preguntamos.
    """)
    pass_time(clock, store, hours=1)
    second = next(each for each in others if each.hears())
    assert second is not asked[0]
    pass_time(clock, store, days=5, hours=1)
    tick(store)
    assert states(store) == ["no", "silent", "asked"]
    second("""
        > /peer yes 2
        < Esta pregunta ya se cerró. Gracias de todos modos.
    """)
    pass_time(clock, store, days=6)
    assert states(store) == ["no", "silent", "silent"]
    pass_time(clock, store, days=6)
    her.write("hola")
    assert her.hears()[0].startswith(NOBODY)
    assert len(states(store)) == 3


def test_later_she_is_asked_again_on_her_own_clock(store: Store, clock: time_machine.Traveller) -> None:
    her, him = ana(store), beto(store)
    store.run(helps, him.person)
    looks(store, her)
    pass_time(clock, store, hours=1)
    asked = him.hears()
    him("""
        > más tarde
        < De acuerdo, se lo recuerdo hoy, 16:00 h.
    """)
    pass_time(clock, store, hours=2)
    assert him.hears() == []
    pass_time(clock, store, hours=1, minutes=1)
    assert him.hears() == asked


def test_in_discreet_mode_nothing_is_told_before_she_looks(store: Store, clock: time_machine.Traveller) -> None:
    her, him = ana(store), beto(store)
    store.run(helps, him.person)
    store.run(lambda db: preferences.change(db, him.person, discreet=True))
    looks(store, her)
    pass_time(clock, store, hours=1)
    assert him.hears() == ["Tiene un recordatorio. ¿Lo vemos? [Ver] [Más tarde]"]
    him.write("[Ver]")
    assert him.hears()[0].startswith("Alguien del programa busca ayuda")
    him.write("sí")
    him.write("menú")
    her.write("/peer reply 1")
    her.write("Buenas tardes, ¿cómo va?")
    him.hears()
    her.write("¿Sigue por ahí?")
    told = him.hears()
    assert "cómo va" not in " ".join(told)
    him.write("/open")
    assert f"«Cedro Azul»: ¿Sigue por ahí? {UNDER}" in him.hears()


def test_it_ends_with_one_word_and_the_other_hears_only_that(store: Store, clock: time_machine.Traveller) -> None:
    her, him = met(store, clock)
    her("""
        > contestar
        < Lo que escriba ahora le llega a «Roble Azul», también fotos y documentos. Para «Roble Azul», usted es «Cedro
          Azul». Para dejar de escribirle, escriba «menú». [Darnos a conocer] [Terminar] [Bloquear] [Reportar]
        > terminar
        < Terminó. A «Roble Azul» se lo decimos, sin dar motivo.
    """)
    tick(store)
    assert him.hears() == [ENDED.format("Cedro Azul")]
    him(f"""
        > /peer reply 1
        < {GONE}
    """)


def test_a_block_looks_like_any_end_and_keeps_them_apart(store: Store, clock: time_machine.Traveller) -> None:
    her, him = met(store, clock)
    him("""
        > bloquear
        < Ya no le pondremos en contacto con «Cedro Azul». A esa persona solo le decimos que terminó.
    """)
    tick(store)
    assert her.hears() == [ENDED.format("Roble Azul")]
    assert store.run(candidates.find, her.person, Wanted("field"), 5) == []
    store.run(helps, her.person)
    assert store.run(candidates.find, him.person, Wanted("field"), 5) == []


def test_a_report_hands_on_what_is_reported_and_nothing_else(store: Store, clock: time_machine.Traveller) -> None:
    her, him = met(store, clock)
    him.write("/peer reply 1")
    for text in ("Primero esto", "Esto fue grosero"):
        him.write(text)
    her("""
        > /peer report 1
        < ¿Qué mensajes de «Roble Azul» quiere reportar al equipo? [El último mensaje] [Los últimos diez] [Nada]
        > [El último mensaje]
        < Gracias por avisar. El equipo leerá lo que reportó y nada más. Para no saber más de «Roble Azul», escriba «bloquear».
    """)
    standing = store.run(tickets.open_for, her.person)
    assert standing is not None
    said = store.run(tickets.thread, standing.id)
    assert [each.text for each in said] == ["Reporte sobre el contacto 1:\nEsto fue grosero"]
    assert states(store) == ["open"]


def test_a_refusal_is_told_as_not_agreed_for_now(store: Store, clock: time_machine.Traveller) -> None:
    her, him = met(store, clock)
    her.write("/peer share 1")
    her.write("sí")
    him.hears()
    him("""
        > [Ahora no]
        < De acuerdo, por ahora no se dice nada más.
    """)
    assert her.hears()[-1] == f"Por ahora no hubo acuerdo con «Roble Azul». Pueden seguir escribiéndose. {UNDER}"
    him.write("/peer share 1")
    him.write("sí")
    assert her.hears()[-1].startswith("«Roble Azul» propone")


def test_after_a_while_it_is_asked_for_whom_a_message_is(store: Store, clock: time_machine.Traveller) -> None:
    her, him = met(store, clock)
    her.write("/peer reply 1")
    her.hears()
    pass_time(clock, store, hours=5)
    her("""
        > Necesito ayuda con mi plan
        < Pasó un buen rato. ¿Lo que envió es para «Roble Azul»? [Sí, para esa persona] [No]
        > no
        < De acuerdo, no lo envié.
    """)
    assert him.hears() == []


def test_thirty_messages_an_hour_are_enough(store: Store, clock: time_machine.Traveller) -> None:
    her, him = met(store, clock)
    her.write("/peer reply 1")
    for number in range(30):
        her.write(f"mensaje {number}")
    assert "no lo envié" not in her.phone.shown[-1].text
    assert "no lo envié" in her.write("uno más")[-1].text
    assert len(him.hears()) == 30
    pass_time(clock, store, hours=1, minutes=1)
    assert her.write("otra vez")[-1].text.startswith("Enviado.")


def test_three_requests_a_week_whatever_came_of_them(store: Store) -> None:
    her = ana(store)
    store.run(agree, her.person)
    for _number in range(3):
        looks(store, her)
    her("""
        > buscar colega
        < Esta semana ya buscó tres veces. En unos días puede buscar de nuevo.
    """)


def test_a_refused_file_is_told_and_the_talk_goes_on(store: Store, clock: time_machine.Traveller) -> None:
    her, _him = met(store, clock)
    her.write("/peer reply 1")
    shown = her.write("(video)")[-1].text
    assert shown.startswith("No puedo ver videos.")
    assert her.write("Sigo aquí")[-1].text.startswith("Enviado.")


def test_silence_ends_it_after_two_weeks(store: Store, clock: time_machine.Traveller) -> None:
    _her, him = met(store, clock)
    pass_time(clock, store, days=13)
    assert states(store) == ["open"]
    pass_time(clock, store, days=1, hours=1)
    assert states(store) == ["ended"]
    assert him.hears()[-1] == ENDED.format("Cedro Azul")
