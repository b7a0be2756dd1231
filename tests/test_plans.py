"""An alumna looks at her plans: all in short, one in full, what was reported."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import Connection

from dialogue.conversation import Conversation
from dialogue.drawing import whatsapp
from dialogue.engine import Turn, take_turn
from dialogue.phrases import said
from handlers.flows import FLOWS
from handlers.following import Follow
from handlers.progress import file_report
from models import action_plans, milestones, plan_changes
from models.store import Store
from tests.alumni import enrol
from tests.phones import phone_of
from tests.plan_book import DAY, MENU, Hers, with_plan


@pytest.fixture(autouse=True)
def on_that_day() -> Iterator[None]:
    with time_machine.travel(DAY, tick=False):
        yield


def begin(db: Connection, conversation: Conversation) -> Turn:
    return take_turn(FLOWS[conversation.flow].run, conversation, db)


def report(store: Store, hers: Hers, percent: int, status: str, note: str | None = None) -> None:
    said = {"percent": percent, "status": status, "hurdle": "resources", "note": note, "people_trained": 20}
    store.run(file_report, str(hers.person), str(hers.plan), said)


def test_the_only_open_plan_is_shown_at_once(store: Store) -> None:
    phone = phone_of(store, store.run(with_plan).person)
    phone(f"""
        > mis planes
        < «Patrullaje» 0%, sin empezar ¿Qué quiere hacer con «Patrullaje»? {MENU}
        > es todo
        < De acuerdo.
    """)


def test_one_in_full_in_english_on_whatsapp(store: Store) -> None:
    hers = store.run(with_plan, "Proximity patrols", ("Buy radios",))
    store.run(plan_changes.set_goal, str(hers.person), str(hers.plan), "Fewer thefts on Main Street")
    store.run(plan_changes.set_due, str(hers.person), str(hers.plan), date(2027, 6, 30))
    store.run(lambda db: milestones.add(db, *hers, "Train 20 officers", date(2026, 11, 20)))
    store.run(lambda db: milestones.tick(db, *hers, ["1"]))
    report(store, hers, 60, "advanced", "we trained " + "very " * 40 + "much")
    phone = phone_of(store, hers.person, "whatsapp", "whatsapp:+525550000001", "en")
    phone("""
        > my plans
        < “Proximity patrols” 60%, advanced, due June 30, 2027 Goal: Fewer thefts on Main Street
          1 of 2 milestones ☐ Train 20 officers, was due November 20, 2026 ✓ Buy radios, November 24, 2026
          November 24, 2026: 60%, advanced. “we trained very very very very very very very very very very very very
          very very very…” What would you like to do with “Proximity patrols”? [Report progress] [Tick off milestones]
          [Add milestones] [Change something] [Finish or rethink it] [Past reports] [See it as a picture] [Add a plan]
          [That is all]
    """)
    [piece] = whatsapp.draw(phone.shown[0])
    assert "1. Report progress\n2. Tick off milestones\n" in piece.text
    phone("""
        > 1
        < Last time, on November 24, 2026, you reported 60%. How far along is “Proximity patrols”, from 0 to 100?
          [Not started yet] [It is done] [The plan changed] [It was dropped]
    """)


def test_of_several_the_list_comes_first_with_the_closed_ones_behind(store: Store) -> None:
    hers = store.run(with_plan, "20 oficiales")
    academy = store.run(action_plans.add, hers.person, "Academia", None, date(2027, 3, 15))
    old = store.run(action_plans.add, hers.person, "Academia")
    store.run(plan_changes.close, str(hers.person), str(old), "done")
    report(store, Hers(hers.person, academy), 40, "started")
    phone = phone_of(store, hers.person)
    phone("""
        > mis planes
        < ¿Qué plan quiere ver? [20 oficiales: 0%, sin empezar] [Academia (1): 40%, iniciado, para el 15 de marzo de 2027]
          [Academia (2): terminado] [Agregar un plan] [Ver mi avance]
        > 3
        < «Academia» 100%, terminado 24 de noviembre de 2026: 100%, terminado ¿Qué quiere hacer con «Academia»?
          [Abrirlo otra vez] [Avances anteriores] [Verlo en imagen] [Mis otros planes] [Es todo]
        > [Mis otros planes]
        < ¿Qué plan quiere ver? [20 oficiales: 0%, sin empezar] [Academia (1): 40%, iniciado, para el 15 de marzo de 2027]
          [Academia (2): terminado] [Agregar un plan] [Ver mi avance]
        > 20 oficiales
        < «20 oficiales» 0%, sin empezar ¿Qué quiere hacer con «20 oficiales»? [Reportar avance] [Agregar metas]
          [Cambiar algo] [Cerrar o replantear] [Verlo en imagen] [Mis otros planes] [Es todo]
        > atrás
        < ¿Qué plan quiere ver? [20 oficiales: 0%, sin empezar] [Academia (1): 40%, iniciado, para el 15 de marzo de 2027]
          [Academia (2): terminado] [Agregar un plan] [Ver mi avance]
    """)


def test_many_plans_have_their_closed_ones_on_a_list_of_their_own(store: Store) -> None:
    hers = store.run(with_plan, "Plan A")
    for name in "BCDEFGHI":
        plan = store.run(action_plans.add, hers.person, f"Plan {name}")
        if name > "C":
            store.run(plan_changes.close, str(hers.person), str(plan), "dropped", "ya no")
    phone = phone_of(store, hers.person)
    phone("""
        > mis planes
        < ¿Qué plan quiere ver? [Plan A: 0%, sin empezar] [Plan B: 0%, sin empezar] [Plan C: 0%, sin empezar]
          [Planes cerrados] [Agregar un plan] [Ver mi avance]
        > 4
        < ¿Qué plan quiere ver? [Plan I: cancelado] [Plan H: cancelado] [Plan G: cancelado] [Plan F: cancelado]
          [Plan E: cancelado] [Plan D: cancelado]
        > plan d
        < «Plan D» 0%, cancelado 24 de noviembre de 2026: 0%, cancelado. «ya no» ¿Qué quiere hacer con «Plan D»?
          [Abrirlo otra vez] [Avances anteriores] [Verlo en imagen] [Mis otros planes] [Es todo]
    """)


def test_long_titles_do_not_break_the_list(store: Store) -> None:
    title = "Programa de proximidad con las colonias del norte " * 4
    hers = store.run(with_plan, title.strip()[:200])
    store.run(action_plans.add, hers.person, title.strip()[:200])
    phone = phone_of(store, hers.person, "whatsapp", "whatsapp:+525550000001")
    [piece] = whatsapp.draw(phone.write("mis planes")[0])
    assert piece.text.splitlines()[-4:][0].startswith("1. Programa de proximidad")
    assert piece.text.splitlines()[-3].endswith("(2): 0%, sin empezar")
    answer = phone.write("2")[0]
    assert "¿Qué quiere hacer con «Programa de proximidad con las colonias del norte Programa…»?" in answer.text


def test_without_any_plan(store: Store) -> None:
    phone = phone_of(store, store.run(enrol))
    phone("""
        > mis planes
        < Aquí todavía no tiene ningún plan. ¿Anotamos uno? Toma dos minutos. [Sí] [Ahora no]
        > ahora no
        < De acuerdo. Cuando quiera, escriba «plan nuevo».
        > mis planes
        < Aquí todavía no tiene ningún plan. ¿Anotamos uno? Toma dos minutos. [Sí] [Ahora no]
        > [Sí]
        < ¿Cómo se llama el plan? Bastan pocas palabras.
    """)


def test_what_was_reported_a_few_at_a_time(store: Store) -> None:
    hers = store.run(with_plan)
    for number in range(7):
        with time_machine.travel(DAY + timedelta(days=number), tick=False):
            report(store, hers, 10 * number, "started", f"nota {number}" if number else None)
    phone = phone_of(store, hers.person)
    phone.write("mis planes")
    phone.write("[Avances anteriores]")
    [shown] = phone.shown
    assert shown.text.startswith(
        "30 de noviembre de 2026: 60%, iniciado. «nota 6»\nLo que dificultó avanzar: Falta de recursos\n20 personas capacitadas\n\n"
        "29 de noviembre de 2026: 50%, iniciado. «nota 5»"
    )
    assert [option.label for option in shown.options] == ["Ver anteriores", "Volver al plan", "Es todo"]
    phone(f"""
        > 1
        < 25 de noviembre de 2026: 10%, iniciado. «nota 1» Lo que dificultó avanzar: Falta de recursos 20 personas capacitadas
          24 de noviembre de 2026: 0%, iniciado Lo que dificultó avanzar: Falta de recursos 20 personas capacitadas
          ¿Quiere ver más de «Patrullaje»? [Volver al plan] [Es todo]
        > atrás
        < ¿Quiere ver más de «Patrullaje»? [Ver anteriores] [Volver al plan] [Es todo]
        > volver al plan
        < «Patrullaje» 60%, iniciado 30 de noviembre de 2026: 60%, iniciado. «nota 6» 29 de noviembre de 2026: 50%,
          iniciado. «nota 5» ¿Qué quiere hacer con «Patrullaje»?
          {MENU.replace("[Verlo", "[Avances anteriores] [Verlo")}
    """)


def test_days_are_those_of_the_place_where_she_works(store: Store) -> None:
    hers = store.run(with_plan)
    with time_machine.travel(DAY.replace(day=25, hour=3), tick=False):  # nine in the evening of the 24th
        report(store, hers, 30, "started")
        phone = phone_of(store, hers.person)
        assert "24 de noviembre de 2026: 30%" in phone.write("mis planes")[0].text
        assert "La última vez, el 24 de noviembre de 2026," in phone.write("[Reportar avance]")[0].text


def test_whoever_only_looked_has_left_nothing_unfinished(store: Store) -> None:
    phone = phone_of(store, store.run(with_plan).person)
    phone(f"""
        > mis planes
        < «Patrullaje» 0%, sin empezar ¿Qué quiere hacer con «Patrullaje»? {MENU}
        > avance 60
        < Gracias. Quedó registrado en «Patrullaje»: 60%, avanzado.
        > mis planes
        < «Patrullaje» 60%, avanzado 24 de noviembre de 2026: 60%, avanzado ¿Qué quiere hacer con «Patrullaje»?
          {MENU.replace("[Verlo", "[Avances anteriores] [Verlo")}
    """)


def test_a_plan_that_is_not_hers_is_not_shown(store: Store) -> None:
    other = store.run(with_plan, "Plan de otra persona")
    hers = store.run(with_plan)
    for flow in ("see_plans", "plans"):
        begun = Conversation("1", flow, str(hers.person), {"plan": str(other.plan), "do": "title"})
        turn = store.run(begin, begun)
        assert turn.result == Follow("see_plans", {"all": True})
        assert [said(each.text, "es") for each in turn.said] == ["Ese plan no está entre los suyos."]


def test_every_menu_of_plans_fits_into_a_list_of_whatsapp(store: Store) -> None:
    hers = store.run(with_plan, steps=("Comprar radios",))
    report(store, hers, 40, "started")
    store.run(action_plans.add, hers.person, "Academia")
    phone = phone_of(store, hers.person, "whatsapp", "whatsapp:+525550000001")
    phone.write("mis planes")
    for line in ("1", "cambiar algo", "atrás", "cerrar o replantear", "atrás", "avances anteriores"):
        [shown] = phone.write(line)
        assert 2 <= len(shown.options) <= 10
        assert max(len(option.label) for option in shown.options) <= 24
