"""The invitation to a survey as people read it, on a phone, in both languages, today or with its button weeks later."""

import time_machine
from sqlalchemy import select

from models.store import Store
from models.surveys.tables import BEGUN, COMPLETE, EXPIRED, INVITED, REFUSED, SurveyInvitation
from tests.reminded import approve
from tests.waved import ENDED, alumna_of, hears, states, through, tick, wave

ASKED = (
    "Han pasado 30 días desde «Academia de muestra 1, de muestra 1». ¿Nos ayuda con 4 preguntas? Llevan como 1 minuto."
)
CHOICES = "[Empezar] [Mañana] [Más tarde] [No, gracias]"
AGAIN = "Quedan pendientes 4 preguntas nuestras. Llevan como 1 minuto. ¿Empezamos?"
PROMISED = "Me pidió volver: quedan pendientes 4 preguntas. Llevan como 1 minuto. ¿Empezamos?"
FIRST = "¿Comparte lo que aprendió? (1\N{NO-BREAK SPACE}de\N{NO-BREAK SPACE}4)"


def test_on_her_day_she_is_asked_and_begins(store: Store, clock: time_machine.Traveller) -> None:
    wave(store)
    ana = alumna_of(store, clock, ENDED)
    assert hears(ana, "2026-12-03 09:59") == []
    assert hears(ana, "2026-12-03 10:00") == [f"{ASKED} {CHOICES}"]
    assert hears(ana, "2026-12-03 10:01") == []
    shown = ana.phone.write("[Empezar]")
    assert FIRST in shown[-1].text
    ana.phone.write("3")
    assert states(store) == [BEGUN]


def test_in_english_on_whatsapp_a_template_knocks_first(store: Store, clock: time_machine.Traveller) -> None:
    store.run(approve, "reminder_en")
    wave(store)
    ana = alumna_of(store, clock, ENDED, channel="whatsapp", address="whatsapp:+525550000001", language="en")
    assert hears(ana, "2026-12-03 10:00") == ["(knock: reminder en)"]
    ana.phone("""
        > hello
        < 30 days have passed since “Academia de muestra 1, de muestra 1”. Would you help us with 4 questions?
          They take about 1 minute. [Begin] [Tomorrow] [Later] [No, thank you]
        > later
        < All right, I will remind you today at 13:00.
    """)
    assert hears(ana, "2026-12-03 13:00") == [
        "You asked me to come back: 4 questions are waiting for you. They take about 1 minute. Shall we begin? "
        "[Begin] [Tomorrow] [Later] [No, thank you]"
    ]


def test_she_puts_it_off_again_and_again(store: Store, clock: time_machine.Traveller) -> None:
    wave(store)
    ana = alumna_of(store, clock, ENDED)
    hears(ana, "2026-12-03 10:00")
    ana.phone("""
        > más tarde
        < De acuerdo, se lo recuerdo hoy, 13:00 h.
    """)
    assert hears(ana, "2026-12-03 12:59") == []
    assert hears(ana, "2026-12-03 13:00") == [f"{PROMISED} {CHOICES}"]
    ana.phone("""
        > [Mañana]
        < De acuerdo, se lo recuerdo mañana, 4 de diciembre, 10:00 h.
    """)
    assert hears(ana, "2026-12-04 10:00") == [f"{PROMISED} {CHOICES}"]
    assert store.run(lambda db: db.execute(select(SurveyInvitation.reminded)).scalar_one()) == 0


def test_after_her_shift_on_a_saturday_too_since_she_chose_it(store: Store, clock: time_machine.Traveller) -> None:
    wave(store)
    ana = alumna_of(store, clock, ENDED)
    ana.prefers(shift={"pattern": "24x24", "starts": "2026-12-02T08:00"})
    with_shift = CHOICES.replace("[Mañana]", "[Después de mi turno] [Mañana]")
    assert hears(ana, "2026-12-03 10:00") == [f"{ASKED} {with_shift}"]
    ana.phone("""
        > después de mi turno
        < De acuerdo, se lo recuerdo el 5 de diciembre, 9:00 h.
    """)
    assert hears(ana, "2026-12-05 08:59") == []
    assert hears(ana, "2026-12-05 09:00") == [f"{PROMISED} {with_shift}"]


def test_in_discreet_mode_the_first_line_tells_nothing(store: Store, clock: time_machine.Traveller) -> None:
    wave(store)
    ana = alumna_of(store, clock, ENDED)
    ana.prefers(discreet=True)
    assert hears(ana, "2026-12-03 10:00") == ["Tiene un recordatorio. ¿Lo vemos? [Ver] [Más tarde]"]
    ana.phone(f"""
        > [Ver]
        < {ASKED} {CHOICES}
        > no, gracias
        < De acuerdo, ya no le hacemos estas preguntas.
    """)


def test_no_is_no_but_an_old_button_still_lets_her_answer(store: Store, clock: time_machine.Traveller) -> None:
    wave(store)
    ana = alumna_of(store, clock, ENDED)
    hears(ana, "2026-12-03 10:00")
    number = store.run(lambda db: db.execute(select(SurveyInvitation.id)).scalar_one())
    ana.phone("""
        > [No, gracias]
        < De acuerdo, ya no le hacemos estas preguntas.
    """)
    assert states(store) == [REFUSED]
    assert through(ana, "2026-12-04", 20) == {}
    ana.at("2026-12-10 18:00")
    assert FIRST in ana.phone.write(f"/invited begin {number}")[-1].text
    assert states(store) == [INVITED]


def test_once_closed_an_old_button_says_so(store: Store, clock: time_machine.Traveller) -> None:
    wave(store, reminders=0)
    ana = alumna_of(store, clock, ENDED)
    hears(ana, "2026-12-03 10:00")
    assert through(ana, "2026-12-04", 28) == {}
    assert states(store) == [EXPIRED]
    ana.at("2027-01-10 18:00").phone("""
        > [Empezar]
        < Estas preguntas ya se cerraron. Gracias de todos modos.
    """)


def test_the_answered_ones_are_not_asked_again(store: Store, clock: time_machine.Traveller) -> None:
    wave(store)
    ana = alumna_of(store, clock, ENDED)
    hears(ana, "2026-12-03 10:00")
    number = store.run(lambda db: db.execute(select(SurveyInvitation.id)).scalar_one())
    for line in ("[Empezar]", "3", "no", "Ya hay bitácora", "sí"):
        ana.phone.write(line)
    assert states(store) == [COMPLETE]
    ana.phone(f"""
        > /invited begin {number}
        < Sus respuestas ya están guardadas. Gracias.
        > encuesta
        < Por ahora no tenemos preguntas para usted. Cuando las haya, le escribimos.
    """)
    assert through(ana, "2026-12-04", 30) == {}


def test_a_number_that_is_not_hers_opens_nothing(store: Store, clock: time_machine.Traveller) -> None:
    wave(store)
    ana = alumna_of(store, clock, ENDED)
    hears(ana, "2026-12-03 10:00")
    number = store.run(lambda db: db.execute(select(SurveyInvitation.id)).scalar_one())
    for mark in (number + 1, "x", "", "9" * 40, "-1"):
        ana.phone(f"""
            > /invited begin {mark}
            < No encuentro esas preguntas. Para ver si hay algo pendiente, escriba «encuesta».
        """)


def test_a_reminder_takes_up_what_was_left(store: Store, clock: time_machine.Traveller) -> None:
    wave(store)
    ana = alumna_of(store, clock, ENDED)
    hears(ana, "2026-12-03 10:00")
    ana.phone.write("[Empezar]")
    ana.phone.write("3")
    heard = through(ana, "2026-12-04", 12)
    first, second = heard  # at 10:03 on Monday, four days after her answer, and four days later
    assert (first, second) == ("2026-12-08", "2026-12-11")
    assert heard[first] == ["Ya contestó 1 pregunta. ¿Seguimos desde ahí? " + CHOICES.replace("Empezar", "Seguir")]
    assert "¿Ha capacitado a alguien? (2\N{NO-BREAK SPACE}de\N{NO-BREAK SPACE}4)" in ana.phone.write("sí")[-1].text


def test_two_reminders_and_then_silence(store: Store, clock: time_machine.Traveller) -> None:
    wave(store)
    ana = alumna_of(store, clock, ENDED)
    assert through(ana, "2026-12-03", 40) == {
        "2026-12-03": [f"{ASKED} {CHOICES}"],
        "2026-12-07": [f"{AGAIN} {CHOICES}"],
        "2026-12-11": [f"{AGAIN} {CHOICES}"],
    }
    assert states(store) == [EXPIRED]
    assert tick(store) == 0
