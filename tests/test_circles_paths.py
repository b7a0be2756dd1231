"""What else may become of a circle: a no, a block, a report, the night, silence, and the end."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from models import preferences, tickets
from models.base import now
from models.circles.together import Together
from models.freezes import Whom
from models.store import Store
from scheduler.circles import gather
from tests.circled import (
    ASKED,
    ENDED,
    NOT_THIS_TIME,
    TOPIC,
    UNDER,
    circle_of_three,
    dora,
    heard_long_ago,
    members,
    pass_time,
    three,
    tick,
    wish,
)
from tests.frozen import freeze, lift
from tests.peered import helps

pytestmark = pytest.mark.usefixtures("working_day")


def test_a_no_and_a_later_and_too_few_are_told_in_the_same_words(store: Store, clock: time_machine.Traveller) -> None:
    her, him, third = three(store)
    for each in (her, him, third):
        wish(store, each, moderates=True)
    pass_time(clock, store, hours=1)
    for each in (her, him, third):
        assert each.hears() == [ASKED]
    her.write("sí")
    him("""
        > no
        < De acuerdo. Nadie sabrá que le preguntamos.
        > /circle yes 1
        < Esta pregunta ya se cerró. Gracias de todos modos.
    """)
    third("""
        > más tarde
        < De acuerdo, se lo recuerdo hoy, 16:00 h.
    """)
    pass_time(clock, store, hours=3, minutes=1)
    assert third.hears() == [ASKED]
    pass_time(clock, store, days=10)
    her.write("menú")
    tick(store)
    assert NOT_THIS_TIME in her.hears()
    assert (him.hears(), third.hears(), members(store)) == ([], [], set())
    third("""
        > /circle yes 1
        < Esta pregunta ya se cerró. Gracias de todos modos.
    """)


def test_a_block_takes_the_blocker_out_and_keeps_the_two_apart(store: Store, clock: time_machine.Traveller) -> None:
    fourth = dora(store)
    store.run(helps, fourth.person)
    her, him, third = circle_of_three(store, clock, fourth)
    him.write("/circle write 1")
    him.write("Buenas tardes")
    third.hears()
    third("""
        > [Bloquear]
        < ¿Bloqueo a «Roble Azul»? Entonces usted sale de este círculo y no vuelven a coincidir aquí. [Sí] [No]
        > sí
        < Bloqueó a «Roble Azul» y salió del círculo. A nadie le decimos por qué.
    """)
    tick(store)
    gone = f"«Pino Azul» ya no está en el círculo sobre {TOPIC}."
    assert (her.hears()[-1], him.hears()[-1]) == (gone, gone)
    assert members(store) == {her.person, him.person, fourth.person}
    assert not store.run(lambda db: Together(db, [him.person, third.person]).may([him.person, third.person]))
    her("""
        > bloquear a fresno azul
        < ¿Bloqueo a «Fresno Azul»? Sale del círculo y no vuelven a coincidir aquí. [Sí] [No]
        > sí
        < Bloqueó a «Fresno Azul», que ya no está en el círculo. A nadie le decimos por qué.
    """)
    tick(store)
    assert fourth.hears()[-2:] == [gone, f"Usted ya no está en el círculo sobre {TOPIC}."]
    assert (him.hears(), her.hears(), members(store)) == ([ENDED], [ENDED], set())


def test_a_report_hands_on_what_is_reported_and_nothing_else(store: Store, clock: time_machine.Traveller) -> None:
    her, him, third = circle_of_three(store, clock)
    for who, text in ((him, "Primero esto"), (her, "Otra cosa"), (him, "Esto fue grosero")):
        who.write("/circle write 1")
        who.write(text)
    third("""
        > reportar a alguien
        < ¿De quién es lo que quiere reportar? [Cedro Azul] [Roble Azul]
        > roble azul
        < ¿Qué mensajes de «Roble Azul» quiere reportar al equipo? [El último mensaje] [Los últimos diez] [Nada]
        > 1
        < Gracias por avisar. El equipo leerá lo que reportó y nada más del círculo.
        > escribir al círculo
        < Lo que escriba ahora le llega al círculo sobre «Capacitación en campo», también fotos y documentos. Ahí usted es
          «Pino Azul». Para dejar de escribir, escriba «menú». [Más opciones] [Salir del círculo]
        > reportar a Cedro Azul
        < ¿Qué mensajes de «Cedro Azul» quiere reportar al equipo? [El último mensaje] [Los últimos diez] [Nada]
        > nada
        < De acuerdo.
    """)
    standing = store.run(tickets.open_for, third.person)
    assert standing is not None
    said = store.run(tickets.thread, standing.id)
    assert [each.text for each in said] == ["Reporte sobre el círculo 1, integrante 2:\nEsto fue grosero"]


def test_at_night_it_waits_for_the_morning_unless_she_is_awake(store: Store, clock: time_machine.Traveller) -> None:
    _her, him, third = circle_of_three(store, clock)
    clock.move_to(datetime(2026, 11, 26, 9, tzinfo=UTC))  # three in the morning in Jalisco
    store.run(heard_long_ago, third.person)
    him.write("/circle write 1")
    him.write("Estoy de guardia")
    due = third.waiting()
    assert [each.astimezone(UTC).hour for each in due] == [14]
    third.write("escribir al círculo")
    assert max(third.waiting()) < now() + timedelta(minutes=2)
    him.write("¿Alguien despierto?")
    assert third.hears()[-1].endswith(f"¿Alguien despierto? {UNDER}")


def test_whoever_mutes_it_or_pauses_hears_nothing_until_she_wants_to(
    store: Store, clock: time_machine.Traveller
) -> None:
    _her, him, third = circle_of_three(store, clock)
    third("""
        > silenciar
        < Por ahora no le llega lo que se escriba en el círculo sobre «Capacitación en campo». Para volver a recibirlo,
          escriba «volver a recibir».
    """)
    him.write("/circle write 1")
    him.write("uno")
    assert third.hears() == []
    third("""
        > volver a recibir
        < Desde ahora le llega otra vez lo que se escriba en el círculo sobre «Capacitación en campo».
    """)
    him.write("dos")
    assert len(third.hears()) == 1
    until = (now() + timedelta(days=3)).date().isoformat()
    store.run(lambda db: preferences.change(db, third.person, paused_until=until))
    him.write("tres")
    assert third.hears() == []


def test_in_discreet_mode_nothing_is_told_before_she_looks(store: Store, clock: time_machine.Traveller) -> None:
    her, him, third = three(store)
    store.run(lambda db: preferences.change(db, third.person, discreet=True))
    for each in (her, him, third):
        wish(store, each, moderates=each is her)
    pass_time(clock, store, hours=1)
    assert third.hears() == ["Tiene un recordatorio. ¿Lo vemos? [Ver] [Más tarde]"]
    third.write("[Ver]")
    assert third.hears() == [ASKED]
    for each in (her, him, third):
        each.hears()
        each.write("sí")
        each.write("menú")
    tick(store)
    for each in (her, him, third):
        each.hears()
    him.write("/circle write 1")
    him.write("Buenas tardes")
    assert TOPIC not in " ".join(third.hears())
    third.write("/open")
    assert any("Buenas tardes" in text for text in third.hears())


def test_thirty_messages_an_hour_and_thirty_days_of_silence(store: Store, clock: time_machine.Traveller) -> None:
    her, him, _third = circle_of_three(store, clock)
    him.write("/circle write 1")
    for number in range(30):
        him.write(f"mensaje {number}")
    assert "no lo envié" in him.write("uno más")[-1].text
    assert len(her.hears()) == 30
    pass_time(clock, store, days=29)
    assert len(members(store)) == 3
    pass_time(clock, store, days=1, hours=1)
    assert him.hears()[-1] == ENDED


def test_nobody_is_asked_while_everything_rests(store: Store, clock: time_machine.Traveller) -> None:
    people = three(store)
    for each in people:
        wish(store, each, moderates=True)
    for _each in people:
        store.run(gather, now())
    number = freeze(store, Whom())
    pass_time(clock, store, hours=2)
    assert not any(ASKED in each.hears() for each in people)
    lift(store, number)
    pass_time(clock, store, days=1)
    assert all(ASKED in each.hears() for each in people[1:])  # WhatsApp’s window has closed meanwhile
