"""An alumna adds milestones to her plan and ticks them off."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine

from models import milestones, plan_changes
from models.store import Store
from tests.phones import phone_of
from tests.plan_book import DAY, MENU, MENU_WITH_STEPS, Hers, plan_of, reminders, with_plan

WHATSAPP = ("whatsapp", "whatsapp:+525550000001")
FIRST = "¿Qué meta agrego a «Patrullaje»? Puede poner la fecha: «Capacitar a 20 oficiales, 15 de marzo». [Listo] [Volver al plan]"
MORE = "¿Otra? Si ya son todas, escriba «listo». [Listo]"
WHICH = "¿Cuál ya cumplió? Si ya tiene palomita, se la quito."


@pytest.fixture(autouse=True)
def on_that_day() -> Iterator[None]:
    with time_machine.travel(DAY, tick=False):
        yield


def steps(store: Store, hers: Hers) -> list[tuple[str, str | None, str | None]]:
    return [(step.title, step.due_on, step.done_on) for step in plan_of(store, hers).steps]


def test_line_by_line(store: Store) -> None:
    hers = store.run(with_plan)
    phone = phone_of(store, hers.person)
    phone(f"""
        > mis planes
        < «Patrullaje» 0%, sin empezar ¿Qué quiere hacer con «Patrullaje»? {MENU}
        > agregar metas
        < {FIRST}
        > Capacitar a 20 oficiales, 15 de marzo
        < ¿«Capacitar a 20 oficiales» es para el 15 de marzo de 2027? [Sí] [Otra fecha] [No es una fecha]
        > sí
        < Anoté: «Capacitar a 20 oficiales», para el 15 de marzo de 2027. {MORE}
        > Comprar radios
        < Anoté: «Comprar radios». {MORE}
        > 20 patrullas con cámara, 1/2/2027
        < Anoté: «20 patrullas con cámara», para el 1 de febrero de 2027. {MORE}
        > es todo
        < Listo. Las encuentra en «mis planes».
        > mis metas
        < «Patrullaje» 0%, sin empezar 0 de 3 metas ☐ 20 patrullas con cámara, para el 1 de febrero de 2027 ☐ Capacitar a
          20 oficiales, para el 15 de marzo de 2027 ☐ Comprar radios ¿Qué quiere hacer con «Patrullaje»? {MENU_WITH_STEPS}
    """)
    plan, of_steps = reminders(store, hers)
    assert plan is not None
    assert [of_steps[step.id] is None for step in plan_of(store, hers).steps] == [False, False, True]


def test_in_english_on_whatsapp(store: Store) -> None:
    hers = store.run(with_plan, "Patrols")
    phone = phone_of(store, hers.person, *WHATSAPP, "en")
    phone.write("my plans")
    phone("""
        > add milestones
        < Which milestone shall I add to “Patrols”? You can write its date: “Train 20 officers, March 15”. [Done]
          [Back to the plan]
        > Train 20 officers, 30/2/2027
        < That day does not exist. That month ends on February 28, 2027. When is “Train 20 officers” due?
          For example: March 15. [Without a date]
        > next week
        < Did you mean “December 1, 2026”? [Yes] [No]
        > no
        < When is “Train 20 officers” due? For example: March 15. [Without a date]
        > 28/2/2027
        < Noted: “Train 20 officers”, due February 28, 2027. Another one? If these are all, write “done”. [Done]
        > done
        < Done. You find them under “my plans”.
    """)
    assert steps(store, hers) == [("Train 20 officers", "2027-02-28", None)]


def test_several_in_one_message(store: Store) -> None:
    hers = store.run(with_plan)
    phone = phone_of(store, hers.person)
    for word in ("mis planes", "agregar metas"):
        phone.write(word)
    [answer] = phone.write("1. Comprar radios\n2. Capacitar a 20 oficiales, 15/3/2027\n\n- Evaluar, 30 de junio")
    assert answer.text == (
        "Anoté: «Comprar radios».\n\nAnoté: «Capacitar a 20 oficiales», para el 15 de marzo de 2027.\n\n"
        "¿«Evaluar» es para el 30 de junio de 2027?"
    )
    phone(f"""
        > sí
        < Anoté: «Evaluar», para el 30 de junio de 2027. {MORE}
    """)
    assert [title for title, _due, _done in steps(store, hers)] == [
        "Capacitar a 20 oficiales",
        "Evaluar",
        "Comprar radios",
    ]


def test_a_plan_has_room_for_so_many(store: Store) -> None:
    hers = store.run(with_plan, steps=tuple(f"Meta {number}" for number in range(milestones.MOST - 1)))
    phone = phone_of(store, hers.person)
    for word in ("mis planes", "agregar metas"):
        phone.write(word)
    phone(f"""
        > Otra
        < Anoté: «Otra». {MORE}
        > Una más
        < En un plan caben a lo más 20 metas.
    """)
    phone.write("mis planes")
    assert "y 8 metas más" in phone.shown[0].text


def test_too_long_a_title_is_told(store: Store) -> None:
    phone = phone_of(store, store.run(with_plan).person)
    for word in ("mis planes", "agregar metas"):
        phone.write(word)
    [answer] = phone.write("Capacitar " * 25)
    assert answer.text.startswith("Es demasiado largo: 249 caracteres. El máximo es 200.")
    [answer] = phone.write("\n".join(f"Meta {number}" for number in range(30)))
    assert answer.text.startswith("Escriba una meta, por favor, o varias, cada una en su propia línea.")


def test_ticked_one_by_one_and_back(store: Store) -> None:
    hers = store.run(with_plan, steps=("Comprar radios", "Capacitar a 20 oficiales"))
    store.run(lambda db: milestones.date_anew(db, *hers, "2", date(2027, 3, 15)))
    phone = phone_of(store, hers.person)
    phone.write("mis planes")
    phone(f"""
        > [Marcar metas]
        < {WHICH} [☐ Capacitar a 20 oficiales] [☐ Comprar radios]
        > [☐ Capacitar a 20 oficiales]
        < ✓ Capacitar a 20 oficiales Metas cumplidas: 1 de 2. ¿Otra? [☐ Comprar radios] [✓ Capacitar a 20 oficiales]
          [Listo]
        > [Listo]
        < De acuerdo.
        > mis planes
        < «Patrullaje» 0%, sin empezar 1 de 2 metas ✓ Capacitar a 20 oficiales, 24 de noviembre de 2026 ☐ Comprar radios
          ¿Qué quiere hacer con «Patrullaje»? {MENU_WITH_STEPS}
        > 2
        < {WHICH} [☐ Comprar radios] [✓ Capacitar a 20 oficiales]
        > capacitar a 20 oficiales
        < ☐ Capacitar a 20 oficiales Metas cumplidas: 0 de 2.
    """)
    assert reminders(store, hers)[1]["2"] == datetime(2027, 3, 12, 16, tzinfo=UTC)


def test_when_all_are_ticked_the_plan_may_be_done(store: Store) -> None:
    hers = store.run(with_plan, "Patrols", steps=("Buy radios", "Train 20 officers"))
    phone = phone_of(store, hers.person, *WHATSAPP, "en")
    phone.write("my plans")
    phone("""
        > tick off milestones
        < Which one is done? One that is ticked is unticked again. [☐ Buy radios] [☐ Train 20 officers]
        > 1, 2
        < ✓ Buy radios ✓ Train 20 officers Milestones done: 2 of 2. All milestones are done. Is “Patrols” finished?
          [Yes, it is finished] [No, it goes on]
        > yes
        < Congratulations. “Patrols” is finished.
    """)
    plan = plan_of(store, hers)
    assert (plan.percent, plan.status, [report.status for report in plan.reports]) == (100, "done", ["done"])
    assert reminders(store, hers) == (None, {"1": None, "2": None})


def test_a_plan_closed_meanwhile_on_the_other_phone(store: Store) -> None:
    hers = store.run(with_plan, steps=("Comprar radios",))
    telegram, whatsapp = phone_of(store, hers.person), phone_of(store, hers.person, *WHATSAPP)
    for word in ("mis planes", "marcar metas"):
        telegram.write(word)
    store.run(plan_changes.close, str(hers.person), str(hers.plan), "dropped", "ya no")
    telegram("""
        > 1
        < Este plan ya está cerrado, así que no se registró nada.
    """)
    assert steps(store, hers) == [("Comprar radios", None, None)]
    store.run(plan_changes.reopen, str(hers.person), str(hers.plan))
    for word in ("mis planes", "agregar metas"):
        whatsapp.write(word)
    store.run(plan_changes.close, str(hers.person), str(hers.plan), "dropped", "ya no")
    whatsapp("""
        > Capacitar
        < Este plan ya está cerrado, así que no se registró nada.
    """)


def test_a_report_in_between_and_the_milestone_goes_on_afterwards(store: Store) -> None:
    hers = store.run(with_plan)
    phone = phone_of(store, hers.person)
    for word in ("mis planes", "agregar metas", "Capacitar, 15 de marzo"):
        phone.write(word)
    phone(f"""
        > avance 60
        < Gracias. Quedó registrado en «Patrullaje»: 60%, avanzado. Dejó algo pendiente: sus planes. ¿Seguimos? [Seguir]
          [No seguir]
        > seguir
        < ¿«Capacitar» es para el 15 de marzo de 2027? [Sí] [Otra fecha] [No es una fecha]
        > sí
        < Anoté: «Capacitar», para el 15 de marzo de 2027. {MORE}
        > english
        < Another one? If these are all, write “done”. [Done]
    """)
