"""An alumna says what became of her plan: done, changed, dropped, carried over, opened again."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from models import action_plans, plan_changes
from models.plan_reading import Report
from models.store import Store
from tests.alumni import enrol
from tests.phones import phone_of
from tests.plan_book import DAY, file, newest, phone_at, plan_of, reminders, with_plan

WHATSAPP = ("whatsapp", "whatsapp:+525550000001")
ENDS = "¿Qué pasó con «Patrullaje»? [Ya terminó] [El plan cambió] [Se canceló] [Continúa en otro lugar]"


@pytest.fixture(autouse=True)
def on_that_day() -> Iterator[None]:
    with time_machine.travel(DAY, tick=False):
        yield


def test_done_asks_first(store: Store) -> None:
    hers = store.run(with_plan, steps=("Comprar radios", "Capacitar"))
    phone_at(store, hers)(f"""
        > cerrar o replantear
        < {ENDS}
        > ya terminó
        < Quedan 2 metas sin marcar. ¿Da por terminado «Patrullaje»? [Sí, terminado] [No, todavía no]
        > no
        < De acuerdo. El plan queda abierto.
    """)
    assert plan_of(store, hers).reports == []
    phone_at(store, hers, "cerrar o replantear", "1")("""
        > [Sí, terminado]
        < Felicidades. «Patrullaje» quedó terminado.
    """)
    assert (plan_of(store, hers).status, plan_of(store, hers).percent) == ("done", 100)
    assert reminders(store, hers) == (None, {"1": None, "2": None})


def test_dropped_with_a_reason_and_opened_again(store: Store) -> None:
    hers = store.run(with_plan)
    store.run(file, hers, 100, "advanced")
    phone = phone_at(store, hers, "cerrar o replantear")
    phone("""
        > se canceló
        < ¿Por qué se canceló «Patrullaje»? Basta con una línea. [Volver al plan]
        > (photo)
        < Aquí no hace falta un archivo. ¿Por qué se canceló «Patrullaje»? Basta con una línea. [Volver al plan]
        > El nuevo mando no lo autorizó
        < Gracias por avisar. «Patrullaje» quedó cerrado; lo encuentra en «mis planes».
    """)
    assert newest(store, hers)[1:5] == (100, "dropped", None, "El nuevo mando no lo autorizó")
    assert reminders(store, hers)[0] is None
    phone.write("mis planes")
    phone("""
        > 1
        < «Patrullaje» cancelado 24 de noviembre de 2026: cancelado. «El nuevo mando no lo autorizó»
          24 de noviembre de 2026: 100%, avanzado ¿Qué quiere hacer con «Patrullaje»? [Abrirlo otra vez]
          [Avances anteriores] [Verlo en imagen] [Agregar un plan] [Es todo]
        > abrirlo otra vez
        < Listo. El plan está abierto otra vez. «Patrullaje» 100%, avanzado 24 de noviembre de 2026: se abrió otra vez
          24 de noviembre de 2026: cancelado. «El nuevo mando no lo autorizó» ¿Qué quiere hacer con «Patrullaje»?
          [Reportar avance] [Agregar metas] [Cambiar algo] [Cerrar o replantear] [Avances anteriores] [Verlo en imagen]
          [Agregar un plan] [Es todo]
    """)
    assert reminders(store, hers)[0] is not None


def test_changed_with_a_reason_stays_open(store: Store) -> None:
    hers = store.run(with_plan, "Patrols")
    phone = phone_of(store, hers.person, *WHATSAPP, "en")
    phone.write("my plans")
    phone("""
        > finish or rethink it
        < What became of “Patrols”? [It is done] [The plan changed] [It was dropped] [It goes on elsewhere]
        > 2
        < What changed in “Patrols”? One line is enough. [Back to the plan]
        > We have no car any more
        < Noted. To change title, goal or date, write “my plans”.
    """)
    assert newest(store, hers)[1:5] == (0, "changed", None, "We have no car any more")
    assert store.run(action_plans.is_open, *hers)


def test_carried_over_after_a_transfer(store: Store) -> None:
    hers = store.run(with_plan)
    store.run(file, hers, 40, "started")
    phone_at(store, hers, "cerrar o replantear")("""
        > me cambiaron
        < «Patrullaje» continúa en el nuevo lugar. ¿Qué será distinto? Basta con una línea. [Sin cambios]
          [Volver al plan]
        > sin cambios
        < Anotado: «Patrullaje» continúa en el nuevo lugar.
    """)
    assert newest(store, hers) == Report("2026-11-24", 40, "started", None, None, None, "carried_over")
    phone = phone_at(store, hers)
    assert "24 de noviembre de 2026: continúa en otro lugar\n" in phone.shown[0].text


def test_progress_on_a_given_plan(store: Store) -> None:
    person = store.run(lambda db: enrol(db, plans=("Patrullaje", "Academia")))
    phone = phone_of(store, person)
    for word in ("mis planes", "academia"):
        phone.write(word)
    phone("""
        > reportar avance
        < ¿Qué tan avanzado va «Academia», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
    """)


def test_a_report_moves_the_reminder(store: Store) -> None:
    hers = store.run(with_plan)
    store.run(plan_changes.set_due, str(hers.person), str(hers.plan), None)
    before = reminders(store, hers)[0]
    assert before is not None
    with time_machine.travel(datetime(2026, 12, 10, 18, tzinfo=UTC), tick=False):
        phone_of(store, hers.person).write("avance 60")
    after = reminders(store, hers)[0]
    assert after is not None
    assert (after - before).days == 16


def test_closed_by_mistake_and_opened_again_as_it_was(store: Store) -> None:
    hers = store.run(with_plan)
    phone_at(store, hers, "cerrar o replantear", "ya terminó", "sí")
    assert (plan_of(store, hers).percent, plan_of(store, hers).status) == (100, "done")
    [shown] = phone_at(store, hers, "1").write("abrirlo otra vez")
    assert shown.text.startswith("Listo. El plan está abierto otra vez.\n\n«Patrullaje»\n0%, sin empezar")
    phone = phone_at(store, hers, "cerrar o replantear", "se canceló", "No lo autorizaron")
    assert newest(store, hers)[1:3] == (0, "dropped")
    phone.write("avance")
    store.run(plan_changes.reopen, str(hers.person), str(hers.plan))
    store.run(file, hers, 40, "started")
    store.run(plan_changes.rename, str(hers.person), str(hers.plan), "Patrullas")
    store.run(plan_changes.close, str(hers.person), str(hers.plan), "done")
    assert store.run(plan_changes.reopen, str(hers.person), str(hers.plan))
    assert (plan_of(store, hers).percent, plan_of(store, hers).status) == (40, "started")


def test_opened_again_in_english(store: Store) -> None:
    hers = store.run(with_plan, "Patrols")
    store.run(file, hers, 60, "changed")
    store.run(plan_changes.close, str(hers.person), str(hers.plan), "done")
    phone = phone_of(store, hers.person, *WHATSAPP, "en")
    for word in ("my plans", "1"):
        phone.write(word)
    [shown] = phone.write("open it again")
    assert shown.text.startswith("Done. This plan is open again.\n\n“Patrols”\n60%, changed")
