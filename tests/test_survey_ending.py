"""What follows the last question: help with a hurdle, a change at work to be told, the agreement to be quoted."""

from typing import Any

import pytest
from sqlalchemy import Connection, select

from handlers import objecting
from models import action_plans, consents, milestones
from models.contacts import Contact
from models.store import Store
from models.surveys import exported
from models.surveys.exported import Selection
from surveys.form import Form
from tests.alumni import enrol
from tests.phones import Phone, drawn, phone_of
from tests.surveyed import YES_NO, begin, form, options, row

HURDLES = options(
    ("command", "Falta apoyo del mando", "Lack of command support"),
    ("none", "Nada", "Nothing"),
)
MOVES = options(("moved", "Cambié de lugar", "I was moved"), ("none", "Sigo igual", "As before"))
LED = form(
    row("hurdle", "select_one", "¿Qué le frena?", "What holds you up?", options="hurdles", leads="hurdle"),
    row("career", "select_one", "¿Cambió su puesto?", "Has your post changed?", options="moves", leads="news"),
    row("story", "text", "¿Algún logro?", "A success?"),
    row("agrees", "select_one", "¿Nos deja citarlo?", "May we quote it?", options="yes_no", leads="quote"),
    lists={"hurdles": HURDLES, "moves": MOVES, "yes_no": YES_NO},
)
SPANISH_STEPS = (
    "Gracias. Sus respuestas quedaron guardadas. "
    "Sobre «Falta apoyo del mando»: si le sirve, una persona del programa puede orientarle. "
    "Para tener sus datos al día, cuéntenos del cambio en su trabajo. "
    "Le agradecemos que nos deje citar su historia. Para retirar su permiso, escriba «me opongo». "
    "[Hablar con una persona] [Cambio en mi trabajo]"
)


def answered(store: Store, *said: str, asked: Form = LED, **where: Any) -> Phone:
    """A phone on which all of it was answered, and what was said at the end is still to be heard."""
    phone = phone_of(store, store.run(enrol), **where)
    begin(store, phone, asked)
    phone.hears()
    for each in said:
        phone.write(each)
    return phone


def told(phone: Phone) -> list[str]:
    """What came in answer to what was written last."""
    return [drawn(content) for content in phone.shown]


def quoted(store: Store) -> str:
    """What an export says of the agreement to be quoted."""
    forms = tuple(store.run(lambda db: exported.versions(db, LED.name)))
    wanted = Selection(forms)
    return store.run(lambda db: exported.read(db, wanted, list(exported.people(db, wanted))))[0].answers["agrees"]


def test_each_answer_leads_to_its_next_step(store: Store) -> None:
    phone = answered(store, "1", "1", "Ya hay una guía", "sí", "está bien")
    assert told(phone) == [SPANISH_STEPS]
    phone.write("[Hablar con una persona]")
    assert told(phone)[0].startswith("¿")


def test_the_same_in_english_on_whatsapp(store: Store) -> None:
    said = ("1", "2", "There is a guide now", "no", "yes")
    where = {"channel": "whatsapp", "address": "whatsapp:+525550000001", "language": "en"}
    phone = phone_of(store, store.run(enrol), **where)
    phone.write("english")
    begin(store, phone, LED)
    phone.hears()
    for each in said:
        phone.write(each)
    assert told(phone) == [
        "Thank you. Your answers are saved. About “Lack of command support”: somebody of the programme can advise "
        "you, if you like. [Talk to a person]"
    ]


@pytest.mark.parametrize("nothing", ["2", "prefiero no contestar"])
def test_nothing_is_offered_where_nothing_was_the_matter(store: Store, nothing: str) -> None:
    phone = answered(store, nothing, nothing, "prefiero no contestar", "prefiero no contestar", "está bien")
    assert told(phone) == ["Gracias. Sus respuestas quedaron guardadas."]
    assert store.run(lambda db: db.execute(select(consents.Consent)).all()) == []


def test_what_she_said_anonymously_is_not_repeated(store: Store) -> None:
    hurdle = row("hurdle", "select_one", "¿Qué le frena?", options="hurdles", leads="hurdle", anonymous=True)
    phone = answered(store, "1", "está bien", asked=form(hurdle, lists={"hurdles": HURDLES}))
    assert told(phone) == ["Gracias. Sus respuestas quedaron guardadas."]


def test_who_lets_her_words_be_quoted_agrees_to_it_until_she_objects(store: Store) -> None:
    answered(store, "2", "2", "Ya hay una guía", "sí", "está bien")
    person, contact = store.run(lambda db: db.execute(select(Contact.person_id, Contact.id)).one())
    assert store.run(objecting.agreed_to, str(person)) == ["quotes"]
    assert quoted(store) == "yes"
    store.run(objecting.object_to, str(person), contact, ["quotes"])
    assert quoted(store) == ""


TOLD = form(
    row("title", "hidden", prefill="plan.title"),
    row("steps", "hidden", prefill="plan.milestones"),
    row("done", "hidden", prefill="plan.milestones_done"),
    row("before", "hidden", prefill="previous.shares"),
    row(
        "said",
        "note",
        "«${title}»: ${done} de ${steps} metas. Antes: ${before}.",
        "“${title}”: ${done} of ${steps} milestones. Before: ${before}.",
    ),
    row("shares", "text", "¿Qué comparte?", "What do you share?"),
    row("other", "text", "¿Algo más?", "Anything else?"),
)


def _two_plans(db: Connection) -> int:
    """The first plan has been reported on, the second one is newer."""
    person = enrol(db, plans=("Patrullaje", "Biblioteca"))
    first = action_plans.open_for(db, person)[0]
    action_plans.file_report(db, str(person), first.id, percent=40, status="started")
    steps = [milestones.add(db, person, int(first.id), title) for title in ("Uno", "Dos", "Tres")]
    milestones.tick(db, person, int(first.id), [step for step in steps[:2] if step is not None])
    return person


def test_it_opens_with_what_she_said_before_however_long_ago_and_of_the_plan_she_reports_on(store: Store) -> None:
    phone = phone_of(store, store.run(_two_plans))
    for shares in ("Guías", "prefiero no contestar"):
        begin(store, phone, TOLD)
        for each in (shares, "prefiero no contestar", "está bien"):
            phone.write(each)
    phone.hears()
    begin(store, phone, TOLD)
    assert phone.hears()[0].startswith("«Patrullaje»: 2 de 3 metas. Antes: Guías. ¿Qué comparte?")
