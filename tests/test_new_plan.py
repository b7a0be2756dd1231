"""An alumna writes down a new plan."""

from collections.abc import Iterator

import pytest
import time_machine
from sqlalchemy import select

from models import milestones, plan_reading
from models.action_plans import ActionPlan
from models.store import Store
from tests.alumni import enrol
from tests.phones import phone_of
from tests.plan_book import DAY, Hers, plan_of, reminders, with_plan

MORE = "¿Otra? Si ya son todas, escriba «listo». [Listo]"
FIRST = (
    "¿Cuál es la primera meta? Puede agregar la fecha: «Capacitar a 20 oficiales, 15 de marzo». "
    "Si aún no tiene, escriba «listo». [Listo]"
)
BY_WHEN = "¿Para cuándo debe estar listo «Academia de mandos»? Por ejemplo: 15 de marzo, o en tres meses. [Sin fecha]"
SAVE = "¿Lo guardo así? [Guardar] [Cambiar algo]"


@pytest.fixture(autouse=True)
def on_that_day() -> Iterator[None]:
    with time_machine.travel(DAY, tick=False):
        yield


def test_question_by_question(store: Store) -> None:
    person = store.run(with_plan).person
    phone = phone_of(store, person)
    phone(f"""
        > plan nuevo
        < ¿Cómo se llama el plan? Bastan pocas palabras.
        > Academia de mandos
        < ¿Qué quiere lograr con «Academia de mandos»? Basta con una o dos líneas. [Omitir]
        > Mandos que capacitan a su gente
        < {BY_WHEN}
        > 30 de febrero
        < Ese día no existe. Ese mes termina el 28 de febrero de 2027. {BY_WHEN}
        > ayer
        < La fecha tiene que ser a partir del 24 de noviembre de 2026. {BY_WHEN}
        > en tres meses
        < {FIRST}
        > Escribir el temario
        < Anoté: «Escribir el temario». {MORE}
        > Capacitar a 20 mandos, 15/2/2027
        < Anoté: «Capacitar a 20 mandos», para el 15 de febrero de 2027. {MORE}
        > listo
        < «Academia de mandos» para el 24 de febrero de 2027 Objetivo: Mandos que capacitan a su gente
          ☐ Escribir el temario ☐ Capacitar a 20 mandos, para el 15 de febrero de 2027 {SAVE}
        > guardar
        < Listo. Guardé «Academia de mandos». Para verlo, escriba «mis planes».
    """)
    hers = Hers(person, int(store.run(plan_reading.in_short, person)[1].id))
    plan = plan_of(store, hers)
    assert plan[1:6] == (
        "Academia de mandos", 0, "not_started", "2027-02-24", "Mandos que capacitan a su gente",
    )  # fmt: skip
    assert [(step.title, step.due_on) for step in plan.steps] == [
        ("Capacitar a 20 mandos", "2027-02-15"),
        ("Escribir el temario", None),
    ]
    of_plan, of_steps = reminders(store, hers)
    assert of_plan is not None
    assert [of_steps[step.id] is None for step in plan.steps] == [False, True]


def test_as_short_as_can_be_in_english_on_whatsapp(store: Store) -> None:
    person = store.run(enrol)
    phone = phone_of(store, person, "whatsapp", "whatsapp:+525550000001", "en")
    phone("""
        > my plans
        < You have no plan here yet. Shall we write one down? It takes two minutes. [Yes] [Not now]
        > yes
        < What should the plan be called? A few words are enough.
        > Patrols
        < What do you want to achieve with “Patrols”? One or two lines are enough. [Skip]
        > skip
        < By when is “Patrols” to be done? For example: March 15, or in three months. [Without a date]
        > [Without a date]
        < What is the first milestone? You can add its date: “Train 20 officers, March 15”. If you have none yet,
          write “done”. [Done]
        > done
        < “Patrols” Shall I save it like this? [Save it] [Change something]
        > 1
        < Done. “Patrols” is on record. To see it, write “my plans”.
    """)
    assert [plan.title for plan in store.run(plan_reading.in_short, person)] == ["Patrols"]


def test_everything_can_be_changed_before_it_is_saved(store: Store) -> None:
    person = store.run(enrol)
    phone = phone_of(store, person)
    for line in ("plan nuevo", "Patrulaje", "omitir", "omitir", "Comprar radios\nEvaluar", "listo"):
        phone.write(line)
    phone(f"""
        > cambiar algo
        < ¿Qué quiere cambiar? [El título] [El objetivo] [La fecha] [Las metas]
        > 1
        < ¿Cómo se llama el plan? Bastan pocas palabras.
        > Patrullaje
        < «Patrullaje» ☐ Comprar radios ☐ Evaluar {SAVE}
        > 2
        < ¿Qué quiere cambiar? [El título] [El objetivo] [La fecha] [Las metas]
        > 4
        < ¿Cuál meta? [Comprar radios] [Evaluar] [Agregar metas]
        > 1
        < ¿Qué quiere cambiar de «Comprar radios»? [Escribirla de nuevo] [Quitarla]
        > 1
        < ¿Cómo debe decir ahora? Puede agregar la fecha.
        > Comprar 5 radios, mañana
        < ¿«Comprar 5 radios» es para el 25 de noviembre de 2026? [Sí] [Otra fecha] [No es una fecha]
        > sí
        < «Patrullaje» ☐ Comprar 5 radios, para el 25 de noviembre de 2026 ☐ Evaluar {SAVE}
        > 2
        < ¿Qué quiere cambiar? [El título] [El objetivo] [La fecha] [Las metas]
        > las metas
        < ¿Cuál meta? [Comprar 5 radios] [Evaluar] [Agregar metas]
        > evaluar
        < ¿Qué quiere cambiar de «Evaluar»? [Escribirla de nuevo] [Quitarla]
        > quitarla
        < «Patrullaje» ☐ Comprar 5 radios, para el 25 de noviembre de 2026 {SAVE}
        > 2
        < ¿Qué quiere cambiar? [El título] [El objetivo] [La fecha] [Las metas]
        > 4
        < ¿Cuál meta? [Comprar 5 radios] [Agregar metas]
        > 2
        < {FIRST}
        > Capacitar
        < Anoté: «Capacitar». {MORE}
        > ya
        < «Patrullaje» ☐ Comprar 5 radios, para el 25 de noviembre de 2026 ☐ Capacitar {SAVE}
        > 2
        < ¿Qué quiere cambiar? [El título] [El objetivo] [La fecha] [Las metas]
        > 2
        < ¿Qué quiere lograr con «Patrullaje»? Basta con una o dos líneas. [Omitir]
        > Menos robos
        < «Patrullaje» Objetivo: Menos robos ☐ Comprar 5 radios, para el 25 de noviembre de 2026 ☐ Capacitar {SAVE}
        > 2
        < ¿Qué quiere cambiar? [El título] [El objetivo] [La fecha] [Las metas]
        > 3
        < {BY_WHEN.replace("Academia de mandos", "Patrullaje")}
        > 15/3/2027
        < «Patrullaje» para el 15 de marzo de 2027 Objetivo: Menos robos ☐ Comprar 5 radios, para el 25 de noviembre de
          2026 ☐ Capacitar {SAVE}
        > guardar
        < Listo. Guardé «Patrullaje». Para verlo, escriba «mis planes».
    """)
    [plan] = store.run(plan_reading.in_short, person)
    steps = store.run(milestones.of, person, int(plan.id))
    assert [(step.title, step.due_on) for step in steps] == [("Comprar 5 radios", "2026-11-25"), ("Capacitar", None)]


def test_a_slip_in_what_is_changed_goes_back_without_losing_anything(store: Store) -> None:
    phone = phone_of(store, store.run(enrol))
    for line in ("plan nuevo", "Patrullaje", "Menos robos", "15/3/2027", "Comprar radios", "listo", "cambiar algo"):
        phone.write(line)
    phone(f"""
        > 2
        < ¿Qué quiere lograr con «Patrullaje»? Basta con una o dos líneas. [Omitir]
        > atrás
        < ¿Qué quiere cambiar? [El título] [El objetivo] [La fecha] [Las metas]
        > atrás
        < «Patrullaje» para el 15 de marzo de 2027 Objetivo: Menos robos ☐ Comprar radios {SAVE}
        > atrás
        < {MORE}
        > atrás
        < Quité «Comprar radios». {FIRST}
        > atrás
        < {BY_WHEN.replace("Academia de mandos", "Patrullaje")}
    """)


def test_a_report_in_between_and_the_plan_goes_on_afterwards(store: Store) -> None:
    hers = store.run(with_plan)
    phone = phone_of(store, hers.person)
    for line in ("plan nuevo", "Academia de mandos", "omitir"):
        phone.write(line)
    phone(f"""
        > avance 60
        < Gracias. Quedó registrado en «Patrullaje»: 60%, avanzado. Dejó algo pendiente: su plan nuevo. ¿Seguimos?
          [Seguir] [No seguir]
        > seguir
        < {BY_WHEN}
    """)
    phone.write("cancelar")
    assert len(store.run(lambda db: db.execute(select(ActionPlan.id)).all())) == 1


def test_nothing_is_kept_before_it_is_saved(store: Store) -> None:
    person = store.run(enrol)
    phone = phone_of(store, person)
    for line in ("plan nuevo", "Patrullaje", "omitir", "omitir", "Comprar radios", "listo"):
        phone.write(line)
    assert store.run(plan_reading.in_short, person) == []


@pytest.mark.parametrize(("text", "hint"), [("Patrullaje " * 20, "219 caracteres"), ("(photo)", "no hace falta")])
def test_a_title_that_is_none(store: Store, text: str, hint: str) -> None:
    phone = phone_of(store, store.run(enrol))
    phone.write("plan nuevo")
    assert hint in phone.write(text)[0].text


@pytest.mark.parametrize(
    ("language", "words", "offer", "go_on", "again"),
    [
        (
            *(
                "es",
                ("plan nuevo", "Patrullaje", "Menos robos", "15/3/2027", "Comprar radios", "listo", "ajustes", "nada"),
            ),
            *("Dejó algo pendiente: su plan nuevo. ¿Seguimos?", "seguir"),
            "«Patrullaje» para el 15 de marzo de 2027 Objetivo: Menos robos ☐ Comprar radios ¿Lo guardo así? [Guardar] [Cambiar algo]",
        ),
        (
            *("en", ("new plan", "Patrols", "Less theft", "15/3/2027", "Buy radios", "done", "settings", "nothing")),
            *("You left something unfinished: your new plan. Shall we go on?", "go on"),
            "“Patrols” due March 15, 2027 Goal: Less theft ☐ Buy radios Shall I save it like this? [Save it] [Change something]",
        ),
    ],
)
def test_taken_up_again_it_is_read_again(
    store: Store, language: str, words: tuple[str, ...], offer: str, go_on: str, again: str
) -> None:
    phone = phone_of(store, store.run(enrol), language=language)
    for word in words:
        phone.write(word)
    assert offer in phone.shown[0].text
    phone(f"""
        > {go_on}
        < {again}
    """)


def test_what_back_takes_away_is_told(store: Store) -> None:
    phone = phone_of(store, store.run(enrol), language="en")
    for word in ("new plan", "Patrols", "skip", "skip", "Buy radios"):
        phone.write(word)
    phone("""
        > back
        < Removed: “Buy radios”. What is the first milestone? You can add its date: “Train 20 officers, March 15”. If you
          have none yet, write “done”. [Done]
        > hello
        < What is the first milestone? You can add its date: “Train 20 officers, March 15”. If you have none yet,
          write “done”. [Done]
    """)
