"""She takes back what she agreed to, or agrees again; what is on its way for a purpose is stopped at once."""

from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import Connection, select

from dialogue.drawing.content import Content
from handlers import notice
from models import consents, conversations, outbox, people, prompting_facts, prompts, rights
from models.base import now
from models.consents import Consent
from models.conversations import Talk
from models.messages import BULK, CANCELLED, QUEUED, Message
from models.people import Person
from models.store import Store
from tests.alumni import code_for, enrol
from tests.phones import Phone, phone_of

SOME = "Lo que lleva ✓ es lo que usted aceptó. ¿Qué quiere cambiar?"
NONE = "Usted no ha aceptado ninguno de estos usos. ¿Qué quiere cambiar?"
REST = "[Seguimiento de mi plan] [Es todo]"


def ana(store: Store, *agreed: str, channel: str = "telegram", language: str = "es") -> Phone:
    person = store.run(enrol, plans=("Patrullaje",))
    store.run(people.speak, person, language)
    phone = phone_of(store, person, channel, "500001", language)
    decisions = {consents.NECESSARY: True} | {purpose: purpose in agreed for purpose in consents.VOLUNTARY}
    store.run(consents.record, person, 1, "2026-10", decisions)
    return phone


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
def test_one_purpose_is_taken_back_and_given_again(store: Store, channel: str) -> None:
    ana(store, "announcements", "quotes", channel=channel)(f"""
        > oponerme
        < {SOME} [✓ Avisos y materiales] [Contacto con colegas] [✓ Citar mis logros] [Ya no acepto ninguno] {REST}
        > [✓ Citar mis logros]
        < Anotado. Desde ahora ya no usaremos sus datos para esto: Citar mis logros. {SOME} [✓ Avisos y materiales]
          [Contacto con colegas] [Citar mis logros] {REST}
        > citar mis logros
        < Anotado. Usted acepta esto: Citar mis logros. {SOME} [✓ Avisos y materiales] [Contacto con colegas]
          [✓ Citar mis logros] [Ya no acepto ninguno] {REST}
        > 1
        < Anotado. Desde ahora ya no usaremos sus datos para esto: Avisos y materiales. {SOME} [Avisos y materiales]
          [Contacto con colegas] [✓ Citar mis logros] {REST}
        > [Es todo]
        < De acuerdo.
    """)
    assert store.run(consents.current, 1) == {
        "follow_up": True,
        "announcements": False,
        "peers": False,
        "quotes": True,
    }
    asked = [(each.kind, each.purpose, each.due) for each in store.run(rights.everything)]
    assert asked == [("objection", "quotes", None), ("objection", "announcements", None)]


def test_all_of_it_in_english(store: Store) -> None:
    ana(store, "announcements", "peers", language="en")("""
        > i object
        < What has a ✓ you have agreed to. What would you like to change? [✓ News and materials] [✓ Contact with peers]
          [Quote my results] [Take all of it back] [Follow-up on my plan] [That is all]
        > take all of it back
        < Noted. From now on we do not use your data for this: News and materials, Contact with peers. You have agreed to
          none of these uses. What would you like to change? [News and materials] [Contact with peers] [Quote my results]
          [Follow-up on my plan] [That is all]
        > done
        < All right.
    """)
    assert {each.purpose for each in store.run(rights.everything)} == {"announcements", "peers"}
    newest = store.run(lambda db: db.execute(select(Consent.__table__).order_by(Consent.id.desc()).limit(2)).all())
    assert {(each.notice, each.given, each.contact_id) for each in newest} == {(notice.VERSION, False, 1)}


def test_the_follow_up_cannot_be_taken_back_alone(store: Store) -> None:
    explained = (
        "Este servicio existe para dar seguimiento a su plan, así que eso no se puede quitar por separado. Puede "
        "detener nuestros mensajes y seguir aquí, o eliminar sus datos. [Detener mensajes] [Eliminar mis datos] [Es todo]"
    )
    phone = ana(store)
    phone(f"""
        > me opongo
        < {NONE} [Avisos y materiales] [Contacto con colegas] [Citar mis logros] {REST}
        > seguimiento de mi plan
        < {explained}
        > es todo
        < De acuerdo.
        > me opongo
        < {NONE} [Avisos y materiales] [Contacto con colegas] [Citar mis logros] {REST}
        > [Seguimiento de mi plan]
        < {explained}
        > [Detener mensajes]
        < De acuerdo. Solo le responderemos cuando usted nos escriba. Para volver a como estaba, escriba «alta».
    """)
    assert store.run(lambda db: db.scalar(select(Person.stopped_at))) is not None
    assert [(each.kind, each.purpose) for each in store.run(rights.everything)] == [("objection", "follow_up")]
    for line in ("me opongo", "seguimiento de mi plan"):
        phone.write(line)
    assert phone.write("[Eliminar mis datos]")[0].text.endswith("¿Eliminamos todo?")


def test_what_is_on_its_way_for_the_purpose_is_stopped_and_the_rest_is_not(store: Store) -> None:
    with time_machine.travel(datetime(2026, 11, 24, 16, tzinfo=UTC), tick=False):
        phone = ana(store, "announcements", "quotes")
        news, reminder = store.run(prompt, "announcements"), store.run(prompt, "milestone")
        assert not store.run(objected, "announcements")
        for line in ("oponerme", "avisos y materiales"):
            phone.write(line)
        assert store.run(objected, "announcements")
        assert not store.run(objected, "quotes")
    assert store.run(states, news) == (CANCELLED, conversations.ENDED)
    assert store.run(states, reminder) == (QUEUED, conversations.ASIDE)


def test_what_was_open_waits(store: Store) -> None:
    phone = ana(store, "quotes")
    for line in ("avance", "60", "oponerme", "ya no acepto ninguno"):
        phone.write(line)
    assert phone.write("[Es todo]")[0].text == "De acuerdo.\n\nDejó algo pendiente: su reporte de avance. ¿Seguimos?"


def test_whoever_agreed_to_an_older_notice_reads_the_new_one_when_she_joins_from_another_phone(store: Store) -> None:
    ana(store, "quotes")
    assert not store.run(consents.accepted, 1, notice.VERSION)
    other = Phone(store, address="500002")
    for line in (store.run(code_for, 1), "Ejemplo"):
        other.write(line)
    assert other.shown[0].text.startswith("Aviso de privacidad.")
    (whole,) = other.write("[Leer todo el aviso]")
    assert "«mis datos», «eliminar mis datos» o «hablar con una persona»" in whole.text
    assert f"Versión {notice.VERSION}." in whole.text
    for line in ("acepto", "1"):
        other.write(line)
    assert store.run(consents.accepted, 1, notice.VERSION)
    assert store.run(consents.current, 1) == {
        "follow_up": True,
        "announcements": True,
        "peers": False,
        "quotes": False,
    }


def prompt(db: Connection, kind: str) -> tuple[int, int]:
    """Something that nobody asked for is on its way to her; its message and its conversation."""
    talk = conversations.begin(db, "p1", 1, "reminder", now())
    conversations.move(db, talk.id, conversations.ASIDE)
    message = outbox.queue(db, 1, "telegram", Content("hola"), now(), lane=BULK)
    prompts.begin(db, 1, 1, kind, talk.id, message, now(), knocks=False)
    return message, talk.id


def states(db: Connection, ids: tuple[int, int]) -> tuple[str | None, str | None]:
    message, talk = ids
    of_message = db.scalar(select(Message.state).where(Message.id == message))
    return of_message, db.scalar(select(Talk.status).where(Talk.id == talk))


def objected(db: Connection, purpose: str) -> bool:
    """What the arbiter is told."""
    return prompting_facts.facts_of(db, 1, purpose, now()).objected
