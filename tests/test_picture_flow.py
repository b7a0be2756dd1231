"""An alumna asks for the picture of her progress."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

import msgspec
import pytest
import time_machine
from PIL import Image
from sqlalchemy import Connection

from bot.pictures.progress import progress
from dialogue.drawing.picture import PictureOfPlan, ProgressPicture
from models import action_plans, milestones, plan_changes
from models.store import Store
from tests.alumni import enrol
from tests.phones import Phone, phone_of
from tests.plan_book import DAY, Hers, with_plan


@pytest.fixture(autouse=True)
def on_that_day() -> Iterator[None]:
    with time_machine.travel(DAY, tick=False):
        yield


def file(db: Connection, hers: Hers, percent: int) -> None:
    action_plans.file_report(db, str(hers.person), str(hers.plan), percent=percent, status="advanced")


def shown(phone: Phone) -> ProgressPicture:
    """What is on the picture that the phone was sent."""
    [content] = phone.shown
    assert content.shows is not None
    assert content.shows.kind == "progress"
    return msgspec.json.decode(content.shows.data, type=ProgressPicture)


def test_the_picture_and_the_same_in_words(store: Store) -> None:
    hers = store.run(with_plan, steps=("Comprar radios", "Capacitar"))
    store.run(plan_changes.set_due, str(hers.person), str(hers.plan), date(2027, 3, 15))
    store.run(lambda db: milestones.tick(db, *hers, ["1"]))
    for day, percent in ((0, 20), (1, 40), (1, 60)):
        with time_machine.travel(DAY + timedelta(days=day), tick=False):
            store.run(file, hers, percent)
    other = store.run(action_plans.add, hers.person, "Academia")
    store.run(plan_changes.close, str(hers.person), str(other), "done")
    phone = phone_of(store, hers.person)
    phone("""
        > mi avance
        < Su avance al 24 de noviembre de 2026: Patrullaje: 60%, avanzado, para el 15 de marzo de 2027, 1 de 2 metas
          Academia: 100%, terminado
    """)
    picture = shown(phone)
    assert picture == ProgressPicture(
        (
            PictureOfPlan("Patrullaje", 60, "advanced", "2027-03-15", 1, 2, (("2026-11-24", 20), ("2026-11-25", 60))),
            PictureOfPlan("Academia", 100, "done", None, 0, 0, (("2026-11-24", 100),)),
        ),
        "2026-11-24",
    )
    png = progress(picture, "es")
    assert len(png) <= 60_000
    assert Image.open(BytesIO(png)).width == 1080


def test_of_one_plan_in_english_on_whatsapp(store: Store) -> None:
    person = store.run(lambda db: enrol(db, plans=("Patrols", "Academy")))
    phone = phone_of(store, person, "whatsapp", "whatsapp:+525550000001", "en")
    for line in ("my plans", "academy"):
        phone.write(line)
    phone("""
        > see it as a picture
        < Your progress on November 24, 2026: Academy: 0%, not started
    """)
    assert [plan.title for plan in shown(phone).plans] == ["Academy"]
    phone.write("my progress")
    assert [plan.title for plan in shown(phone).plans] == ["Patrols", "Academy"]


def test_of_many_plans_the_words_are_short_enough_to_stand_under_it(store: Store) -> None:
    person = store.run(enrol)
    for number in range(9):
        store.run(
            action_plans.add, person, f"{number} " + "Capacitación de mandos medios " * 6, None, date(2027, 3, 15)
        )
    phone = phone_of(store, person)
    [content] = phone.write("mi avance")
    assert len(content.text) <= 1024, "what Telegram lets stand under a picture"
    assert content.text.endswith("\ny 3 planes más")
    assert len(content.text.splitlines()) == 1 + 6 + 1
    assert len(shown(phone).plans) == 9


def test_of_very_many_reports_the_first_and_the_newest_are_drawn(store: Store) -> None:
    hers = store.run(with_plan)
    for day in range(60):
        with time_machine.travel(DAY + timedelta(days=day), tick=False):
            store.run(file, hers, day)
    phone = phone_of(store, hers.person)
    phone.write("mi avance")
    [plan] = shown(phone).plans
    assert len(plan.history) == 40
    assert (plan.history[0][1], plan.history[1][1], plan.history[-1][1]) == (0, 21, 59)


def test_without_a_plan(store: Store) -> None:
    phone = phone_of(store, store.run(enrol))
    phone("""
        > ver mi avance
        < Aquí todavía no tiene ningún plan. ¿Anotamos uno? Toma dos minutos. [Sí] [Ahora no]
        > sí
        < ¿Cómo se llama el plan? Bastan pocas palabras.
    """)


def test_after_the_picture_what_was_left_is_offered_again(store: Store) -> None:
    phone = phone_of(store, store.run(with_plan).person)
    phone.write("plan nuevo")
    phone.write("Academia")
    phone("""
        > mi avance
        < Su avance al 24 de noviembre de 2026: Patrullaje: 0%, sin empezar
        < Dejó algo pendiente: su plan nuevo. ¿Seguimos? [Seguir] [No seguir]
    """)
