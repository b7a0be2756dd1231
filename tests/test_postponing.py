"""What a person may do about a reminder, today or with its button a month later."""

import pytest
import time_machine

from models.store import Store
from tests.reminded import PLAN, alumna

ASKED = f"Hace un mes que no sabemos de su plan «{PLAN}». ¿Cómo va?"
AGAIN = f"Me pidió recordarle su plan «{PLAN}». ¿Cómo va?"
CHOICES = "[Reportar avance] [Más tarde] [Mañana] [Este plan ya no]"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("2", "De acuerdo, se lo recuerdo hoy, 13:00 h."),
        ("más tarde", "De acuerdo, se lo recuerdo hoy, 13:00 h."),
        ("later", "De acuerdo, se lo recuerdo hoy, 13:00 h."),
        ("[Más tarde]", "De acuerdo, se lo recuerdo hoy, 13:00 h."),
        ("tomorrow", "De acuerdo, se lo recuerdo mañana, 25 de diciembre, 10:00 h."),
        ("3", "De acuerdo, se lo recuerdo mañana, 25 de diciembre, 10:00 h."),
        ("[Mañana]", "De acuerdo, se lo recuerdo mañana, 25 de diciembre, 10:00 h."),
        ("4", "De acuerdo, ya no habrá recordatorios de este plan."),
        ("no para este plan", "De acuerdo, ya no habrá recordatorios de este plan."),
        ("[Este plan ya no]", "De acuerdo, ya no habrá recordatorios de este plan."),
    ],
)
def test_numbers_words_of_both_languages_and_buttons_do_the_same(
    store: Store, clock: time_machine.Traveller, answer: str, said: str
) -> None:
    ana = alumna(store, clock)
    ana.at("2026-12-24 10:00").hears()
    ana.phone(f"""
        > {answer}
        < {said}
    """)


def test_what_she_does_not_answer_is_no_answer(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock)
    ana.at("2026-12-24 10:00").hears()
    ana.phone(f"""
        > a ver
        < Elija una de las opciones, por favor. {ASKED} {CHOICES}
        > manana
        < De acuerdo, se lo recuerdo mañana, 25 de diciembre, 10:00 h.
    """)


def test_whoever_wants_no_reminders_for_a_plan_gets_none_for_it(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock)
    ana.at("2026-12-24 10:00").hears()
    ana.phone.write("[Este plan ya no]")
    assert ana.at("2027-03-30 10:00").hears() == []


def test_an_old_button_brings_the_reminders_back(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock)
    ana.at("2026-12-24 10:00").hears()
    ana.phone.write("no para este plan")
    ana.at("2027-01-20 18:00").phone(f"""
        > /postpone tomorrow p{ana.plan}
        < De acuerdo, se lo recuerdo mañana, 21 de enero, 10:00 h.
    """)
    assert ana.at("2027-01-21 10:00").hears() == [f"{AGAIN} {CHOICES}"]


def test_after_her_shift(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock)
    ana.prefers(shift={"pattern": "24x24", "starts": "2026-12-24T08:00"})
    assert ana.at("2026-12-24 10:00").hears() == []
    with_shift = CHOICES.replace("[Mañana]", "[Después de mi turno] [Mañana]")
    assert ana.at("2026-12-25 08:00").hears() == [f"{ASKED} {with_shift}"]
    ana.phone("""
        > después de mi turno
        < De acuerdo, se lo recuerdo el 27 de diciembre, 9:00 h.
    """)
    assert ana.at("2026-12-27 08:59").hears() == []
    assert len(ana.at("2026-12-27 09:00").hears()) == 1


def test_a_promise_is_kept_whatever_the_week_has_seen(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock)
    for day in (24, 25, 26, 27):
        assert len(ana.at(f"2026-12-{day} 10:00").hears()) == 1
        ana.phone.write("mañana")


def test_the_plan_of_somebody_else_is_not_to_be_found(store: Store, clock: time_machine.Traveller) -> None:
    ana, eva = alumna(store, clock), alumna(store, clock, address="500002")
    nothing = "No encuentro de qué era ese recordatorio. Sus planes están en «mis planes»."
    for line in (f"/postpone off p{eva.plan}", "/postpone later m1", "/postpone", "/postpone later x1", "/postpone p"):
        ana.phone(f"""
            > {line}
            < {nothing}
        """)
    assert len(eva.at("2026-12-24 10:00").hears()) == 1


def test_a_choice_that_nobody_knows_shows_the_reminder(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock)
    ana.at("2026-12-24 10:00").phone(f"""
        > /postpone nunca p{ana.plan}
        < {ASKED} {CHOICES}
    """)


def test_whoever_stopped_is_promised_nothing(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock)
    ana.phone.write("alto")
    ana.phone(f"""
        > /postpone tomorrow p{ana.plan}
        < Usted pidió que no le escribamos. Para volver a recibir recordatorios, escriba «alta».
    """)


def test_a_pause_outlasts_what_she_puts_off(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock)
    ana.at("2026-12-24 10:00").hears()
    ana.prefers(paused_until="2027-01-04")
    ana.phone("""
        > mañana
        < De acuerdo, se lo recuerdo el 4 de enero, 10:00 h.
    """)
    assert len(ana.at("2027-01-04 10:00").hears()) == 1
