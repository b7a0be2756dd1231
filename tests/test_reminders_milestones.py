"""Reminders of milestones: three days before the date, the day after it, and no more."""

from datetime import date

import time_machine

from models.milestones import Milestone
from models.store import Store
from tests.reminded import alumna, approve, remind_at

STEP = "Capacitar al segundo turno"
CHOICES = "[Ya está ✓] [Reportar avance] [Más tarde] [Mañana] [Cambiar la fecha] [Este plan ya no]"
BEFORE = f"Su meta «{STEP}» es para el 15 de diciembre. ¿Cómo va? {CHOICES}"
AFTER = f"Su meta «{STEP}» era para el 15 de diciembre. ¿Ya está cumplida? {CHOICES}"


def test_three_days_before_and_the_day_after_and_no_more(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock)
    step = ana.adds(STEP, date(2026, 12, 15))
    assert ana.at("2026-12-12 09:59").hears() == []
    assert ana.at("2026-12-12 10:00").hears() == [BEFORE]
    ana.phone.write("menú")
    assert ana.at("2026-12-16 10:00").hears() == [AFTER]
    assert remind_at(store, Milestone, step) is None


def test_one_tap_ticks_it_off(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock)
    step = ana.adds(STEP, date(2026, 12, 15))
    ana.at("2026-12-12 10:00").hears()
    ana.phone(f"""
        > [Ya está ✓]
        < Qué bien. «{STEP}» quedó cumplida.
        > /postpone done m{step}
        < «{STEP}» ya se cerró.
    """)
    assert ana.at("2026-12-16 10:00").hears() == []


def test_yes_means_done_once_the_date_is_over(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock)
    ana.adds(STEP, date(2026, 12, 15))
    ana.at("2026-12-16 10:00").hears()
    ana.phone(f"""
        > sí
        < Qué bien. «{STEP}» quedó cumplida.
    """)


def test_no_does_not_turn_the_reminders_off(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock)
    ana.adds(STEP, date(2026, 12, 15))
    ana.at("2026-12-16 10:00").hears()
    assert "Elija una de las opciones" in ana.phone.write("no")[0].text


def test_another_date_is_reminded_of_anew(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock)
    ana.adds(STEP, date(2026, 12, 15))
    ana.at("2026-12-12 10:00").hears()
    ana.phone(f"""
        > [Cambiar la fecha]
        < ¿Cuál es la nueva fecha de «{STEP}»?
        > 20 de enero de 2027
        < De acuerdo. «{STEP}» ahora es para el 20 de enero de 2027.
    """)
    assert ana.at("2026-12-16 10:00").hears() == []
    ana.at("2027-01-10 12:00").phone.write("avance 40")
    assert ana.at("2027-01-17 10:00").hears() == [BEFORE.replace("15 de diciembre", "20 de enero")]


def test_a_date_that_is_over_is_asked_again(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock)
    ana.adds(STEP, date(2026, 12, 15))
    ana.at("2026-12-12 10:00").hears()
    ana.phone.write("cambiar la fecha")
    ana.phone(f"""
        > 1/12/2026
        < La fecha tiene que ser a partir del 12 de diciembre de 2026.
          ¿Cuál es la nueva fecha de «{STEP}»?
    """)


def test_in_english_on_whatsapp(store: Store, clock: time_machine.Traveller) -> None:
    store.run(approve, "reminder_en")
    ana = alumna(store, clock, channel="whatsapp", address="whatsapp:+525550000001", language="en")
    ana.prefers(shift={"pattern": "12x24", "starts": "2026-12-11T20:00"})
    ana.adds("Train the second shift", date(2026, 12, 15))
    assert ana.at("2026-12-12 10:00").hears() == ["(knock: reminder en)"]
    ana.phone("""
        > See it
        < Your milestone “Train the second shift” is due on December 15. How is it going?
          [It is done ✓] [Report progress] [Later] [After my shift] [Tomorrow] [Change the date] [Not for this plan]
        > After my shift
        < All right, I will remind you on December 14 at 8:00.
    """)
    ana.at("2026-12-14 08:00").hears()
    ana.phone.write("See it")
    ana.phone("""
        > 1
        < Well done. “Train the second shift” is ticked off.
    """)


def test_a_milestone_added_after_its_first_moment_has_only_the_second(
    store: Store, clock: time_machine.Traveller
) -> None:
    ana = alumna(store, clock)
    ana.at("2026-12-13 12:00").adds(STEP, date(2026, 12, 15))
    assert ana.at("2026-12-14 10:00").hears() == []
    assert ana.at("2026-12-16 10:00").hears() == [AFTER]


def test_a_milestone_without_a_date_is_never_asked_after(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock)
    step = ana.adds(STEP, None)
    assert remind_at(store, Milestone, step) is None


def test_its_report_is_one_of_its_plan(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock, ("Plan uno", "Plan dos"))
    second = ana.plan + 1
    ana.adds(STEP, date(2026, 12, 15), second)
    ana.at("2026-12-12 10:00").hears()
    assert "«Plan dos»" in ana.phone.write("2")[0].text
