"""An alumna changes her plan: its title, goal and date, its milestones; and finds the way back."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from models.plan_reading import Report
from models.store import Store
from tests.phones import phone_of
from tests.plan_book import DAY, newest, phone_at, plan_of, reminders, with_plan

WHATSAPP = ("whatsapp", "whatsapp:+525550000001")
PARTS = "¿Qué quiere cambiar? [El título] [El objetivo] [La fecha]"


@pytest.fixture(autouse=True)
def on_that_day() -> Iterator[None]:
    with time_machine.travel(DAY, tick=False):
        yield


def test_title_goal_and_date(store: Store) -> None:
    hers = store.run(with_plan)
    phone_at(store, hers)(f"""
        > cambiar algo
        < {PARTS}
        > 1
        < ¿Cómo debe llamarse ahora «Patrullaje»? [Volver al plan]
        > Patrullaje de   proximidad
        < Listo. Ahora el plan se llama «Patrullaje de proximidad».
    """)
    phone_at(store, hers, "cambiar algo")("""
        > el objetivo
        < ¿Qué quiere lograr con «Patrullaje de proximidad»? Basta con una o dos líneas.
          [Volver al plan]
        > Menos robos en el centro
        < Listo. Anoté el nuevo objetivo de «Patrullaje de proximidad».
    """)
    phone_at(store, hers, "cambiar algo")("""
        > la fecha
        < ¿Para cuándo debe estar listo «Patrullaje de proximidad»? Por ejemplo: 15 de marzo, o en tres meses. [Sin fecha]
          [Volver al plan]
        > 30 de febrero
        < Ese día no existe. Ese mes termina el 28 de febrero de 2027. ¿Para cuándo debe estar listo «Patrullaje de
          proximidad»? Por ejemplo: 15 de marzo, o en tres meses. [Sin fecha]
          [Volver al plan]
        > 15/3
        < Listo. «Patrullaje de proximidad» queda para el 15 de marzo de 2027.
    """)
    plan = plan_of(store, hers)
    assert (plan.title, plan.goal, plan.due_on) == (
        "Patrullaje de proximidad", "Menos robos en el centro", "2027-03-15",
    )  # fmt: skip
    assert newest(store, hers) == Report("2026-11-24", 0, "not_started", None, "Patrullaje", None, "renamed")
    phone = phone_at(store, hers)
    assert "24 de noviembre de 2026: antes se llamaba «Patrullaje»" in phone.shown[0].text
    phone("""
        > cambiar algo
        < ¿Qué quiere cambiar? [El título] [El objetivo] [La fecha]
        > 3
        < ¿Para cuándo debe estar listo «Patrullaje de proximidad»? Por ejemplo: 15 de marzo, o en tres meses. [Sin fecha]
          [Volver al plan]
        > [Sin fecha]
        < Listo. «Patrullaje de proximidad» queda sin fecha.
    """)
    assert plan_of(store, hers).due_on is None


def test_a_milestone_in_english_on_whatsapp(store: Store) -> None:
    hers = store.run(with_plan, "Patrols", ("Buy radios", "Train officers"))
    phone = phone_of(store, hers.person, *WHATSAPP, "en")
    for word in ("my plans", "change something", "a milestone"):
        phone.write(word)
    phone("""
        > 2
        < What should change in “Train officers”? [The words] [The date] [Remove it]
        > the words
        < How should “Train officers” read now? [Back to the plan]
        > Train 20 officers
        < Done. It now reads “Train 20 officers”.
    """)
    for word in ("my plans", "change something", "4", "2", "2"):
        phone.write(word)
    phone("""
        > tomorrow
        < Done. “Train 20 officers” is now due November 25, 2026.
    """)
    assert reminders(store, hers)[1]["2"] == datetime(2026, 11, 26, 16, tzinfo=UTC)
    for word in ("my plans", "change something", "4", "buy radios"):
        phone.write(word)
    phone("""
        > remove it
        < Shall I remove “Buy radios” from the plan? [Yes, remove it] [No, keep it]
        > no
        < All right. It stays.
    """)
    for word in ("my plans", "change something", "4", "buy radios", "3"):
        phone.write(word)
    phone("""
        > yes
        < Done. It is removed.
    """)
    assert [(step.title, step.due_on) for step in plan_of(store, hers).steps] == [("Train 20 officers", "2026-11-25")]
    for word in ("my plans", "change something", "4"):
        phone.write(word)
    assert "What should change in “Train 20 officers”?" in phone.shown[0].text, "the only one need not be chosen"


@pytest.mark.parametrize(
    "words",
    [
        ("agregar metas",),
        ("cambiar algo", "1"),
        ("cambiar algo", "2"),
        ("cambiar algo", "3"),
        ("cambiar algo", "4", "2"),
        ("cerrar o replantear", "2"),
        ("cerrar o replantear", "3"),
        ("cerrar o replantear", "4"),
    ],
)
@pytest.mark.parametrize("back", ["atrás", "[Volver al plan]", "back"])
def test_atras_leads_back_to_the_plan(store: Store, words: tuple[str, ...], back: str) -> None:
    hers = store.run(with_plan, steps=("Comprar radios",))
    phone = phone_at(store, hers, *words)
    assert phone.write(back)[0].text.startswith("«Patrullaje»\n0%, sin empezar\n\n0 de 1 meta")


def test_atras_in_the_menus(store: Store) -> None:
    hers = store.run(with_plan, steps=("Comprar radios", "Capacitar"))
    phone_at(store, hers, "cambiar algo", "una meta", "capacitar")("""
        > atrás
        < ¿Cuál meta? [☐ Comprar radios] [☐ Capacitar]
        > atrás
        < ¿Qué quiere cambiar? [El título] [El objetivo] [La fecha] [Una meta]
        > atrás
        < ¿Qué quiere hacer con «Patrullaje»? [Reportar avance] [Marcar metas] [Agregar metas] [Cambiar algo]
          [Cerrar o replantear] [Verlo en imagen] [Agregar un plan] [Es todo]
    """)
