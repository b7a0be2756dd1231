"""Reminders as people read them: a plan of which nothing was heard for a month, and what can be done about it."""

import time_machine

from models.action_plans import ActionPlan
from models.store import Store
from tests.alumni import enrol
from tests.reminded import JOINED, PLAN, alumna, approve, remind_at, run

ASKED = f"Hace un mes que no sabemos de su plan «{PLAN}». ¿Cómo va?"
AGAIN = f"Me pidió recordarle su plan «{PLAN}». ¿Cómo va?"
CHOICES = "[Reportar avance] [Más tarde] [Mañana] [Este plan ya no]"
IN_ENGLISH = (
    f"We have not heard of your plan “{PLAN}” for a month. How is it going? "
    "[Report progress] [Later] [Tomorrow] [Not for this plan]"
)


def test_after_a_month_without_a_word_she_is_asked_at_her_hour(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock)
    assert ana.at("2026-12-24 09:59").hears() == []
    assert ana.at("2026-12-24 10:00").hears() == [f"{ASKED} {CHOICES}"]
    assert ana.at("2026-12-24 10:01").hears() == []
    ana.phone(f"""
        > [Reportar avance]
        < ¿Qué tan avanzado va «{PLAN}», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
    """)


def test_in_english_on_whatsapp_a_template_knocks_first(store: Store, clock: time_machine.Traveller) -> None:
    store.run(approve, "reminder_es", "reminder_en")
    ana = alumna(store, clock, channel="whatsapp", address="whatsapp:+525550000001", language="en")
    assert ana.at("2026-12-24 10:00").hears() == ["(knock: reminder en)"]
    ana.phone(f"""
        > 2
        < {IN_ENGLISH}
        > 2
        < All right, I will remind you today at 13:00.
    """)
    assert ana.at("2026-12-24 13:00").hears() == [
        f"You asked me to remind you of your plan “{PLAN}”. How is it going? "
        "[Report progress] [Later] [Tomorrow] [Not for this plan]"
    ]


def test_in_spanish_on_whatsapp_her_greeting_shows_it(store: Store, clock: time_machine.Traveller) -> None:
    store.run(approve, "reminder_es")
    ana = alumna(store, clock, channel="whatsapp", address="whatsapp:+525550000001")
    assert ana.at("2026-12-24 10:00").hears() == ["(knock: reminder es)"]
    ana.phone(f"""
        > hola
        < {ASKED} {CHOICES}
        > más tarde
        < De acuerdo, se lo recuerdo hoy, 13:00 h.
    """)
    assert ana.at("2026-12-24 12:59").hears() == []
    assert ana.at("2026-12-24 13:00").hears() == [f"{AGAIN} {CHOICES}"]
    ana.phone("""
        > mañana
        < De acuerdo, se lo recuerdo mañana, 25 de diciembre, 10:00 h.
    """)
    assert ana.at("2026-12-25 10:00").hears() == [f"{AGAIN} {CHOICES}"]
    ana.phone.write("mañana")
    assert ana.at("2026-12-26 10:00").hears() == ["(knock: reminder es)"]


def test_she_is_told_one_thing_at_a_time_and_twice_a_week_at_the_most(
    store: Store, clock: time_machine.Traveller
) -> None:
    plans = ("Plan uno", "Plan dos", "Plan tres")
    ana = alumna(store, clock, plans)
    heard = {}
    for day in range(24, 32):
        said = ana.at(f"2026-12-{day} 10:00").hears()
        if said:
            heard[day] = said[0][said[0].index("«") : said[0].index("»") + 1]
            ana.phone.write("no para este plan")
    assert heard == {24: "«Plan uno»", 25: "«Plan dos»", 31: "«Plan tres»"}


def test_an_unanswered_reminder_is_given_up_after_a_week(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock, ("Plan uno", "Plan dos"))
    assert len(ana.at("2026-12-24 10:00").hears()) == 1
    for day in range(25, 31):
        assert ana.at(f"2026-12-{day} 10:00").hears() == []
        assert run(store, "end_prompts") == 0
    ana.at("2026-12-31 10:00")
    assert run(store, "end_prompts") == 1
    assert [said[said.index("«") : said.index("»") + 1] for said in ana.hears()] == ["«Plan dos»"]
    assert remind_at(store, ActionPlan, ana.plan).isoformat() == "2027-01-23T10:00:00"  # type: ignore[union-attr]


def test_after_two_months_it_says_so(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock)
    ana.at("2026-12-24 10:00").hears()
    ana.at("2026-12-31 12:00")
    run(store, "end_prompts")
    assert ana.at("2027-01-23 10:00").hears() == [
        f"Hace 2 meses que no sabemos de su plan «{PLAN}». ¿Cómo va? {CHOICES}"
    ]


def test_a_report_moves_it_a_month_on(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock)
    ana.at("2026-12-20 18:00").phone.write("avance 40")
    assert ana.at("2026-12-24 10:00").hears() == []
    assert len(ana.at("2027-01-19 10:00").hears()) == 1


def test_nobody_is_asked_after_a_closed_plan(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock)
    ana.at("2026-12-24 10:00").hears()
    for line in ("[Reportar avance]", "ya terminó", "nada", "omitir", "omitir", "omitir"):
        ana.phone.write(line)
    ana.at("2026-12-29 10:00").phone(f"""
        > /postpone later p{ana.plan}
        < «{PLAN}» ya se cerró.
    """)
    assert ana.at("2027-02-24 10:00").hears() == []


def test_in_discreet_mode_the_first_line_tells_nothing(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock)
    ana.prefers(discreet=True)
    assert ana.at("2026-12-24 10:00").hears() == ["Tiene un recordatorio. ¿Lo vemos? [Ver] [Más tarde]"]
    ana.phone(f"""
        > [Ver]
        < {ASKED} {CHOICES}
        > [Mañana]
        < De acuerdo, se lo recuerdo mañana, 25 de diciembre, 10:00 h.
    """)
    ana.at("2026-12-25 10:00").hears()
    ana.phone(f"""
        > 1
        < {AGAIN} {CHOICES}
        > 2
        < De acuerdo, se lo recuerdo hoy, 13:00 h.
    """)
    ana.at("2026-12-25 13:00").hears()
    ana.phone("""
        > 2
        < De acuerdo, se lo recuerdo hoy, 16:00 h.
    """)


def test_in_discreet_mode_the_knock_tells_nothing_either(store: Store, clock: time_machine.Traveller) -> None:
    store.run(approve, "reminder_en", "discreet_en")
    ana = alumna(store, clock, channel="whatsapp", address="whatsapp:+525550000001", language="en")
    ana.prefers(discreet=True)
    assert ana.at("2026-12-24 10:00").hears() == ["(knock: discreet en)"]
    ana.phone(f"""
        > See it
        < {IN_ENGLISH}
    """)


def test_people_who_have_not_joined_are_never_asked(store: Store, clock: time_machine.Traveller) -> None:
    store.run(enrol, plans=(PLAN,))
    clock.move_to(JOINED.replace(year=2028))
    assert run(store, "remind") == 0
