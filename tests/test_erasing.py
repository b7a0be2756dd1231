"""She has everything erased: told what goes, asked once, blocked in that moment, and deleted when the term is over."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import Connection, select

from handlers import inbound
from models import (
    contacts,
    erasing,
    installation,
    people,
    received,
    rights,
    tickets,
)
from models.action_plans import ActionPlan
from models.base import now
from models.conversations import ENDED, Talk
from models.messages import CANCELLED, Message
from models.milestones import Milestone
from models.people import Person
from models.received import Arrival, Attachment
from models.store import Store
from tests.alumni import enrol
from tests.lives import lived
from tests.phones import Phone, drawn, everything_for, phone_of

MOMENT = datetime(2026, 11, 24, 16, tzinfo=UTC)
GOES = (
    "Esto elimina todo lo que guardamos de usted: su nombre, sus planes, reportes y archivos, sus mensajes y sus ajustes. "
    "Solo quedan cifras, sin su nombre. Sus datos se bloquean en este momento y este chat deja de reconocerle. Durante 30 "
    "días su programa todavía puede deshacerlo. Después, ya nadie puede. Si antes quiere una copia, escriba «mis datos». "
    "¿Eliminamos todo? [Conservar mis datos] [Eliminar todo]"
)
DONE = (
    "Listo. Sus datos ya están bloqueados. El 24 de diciembre de 2026 se eliminan para siempre. Si fue un error, hable con "
    "su programa antes de ese día."
)
NEUTRAL = "Este servicio es por invitación. Si tiene una clave de acceso, escríbala completa, por favor: son 16 letras y números."
NEUTRAL_IN_ENGLISH = (
    "This service is by invitation. If you have an access code, please write all of it: 16 letters and numbers."
)
#: What a stranger hears: WhatsApp tells no language, so there it is said in both.
STRANGE = {"telegram": NEUTRAL, "whatsapp": f"{NEUTRAL} {NEUTRAL_IN_ENGLISH}"}


@pytest.fixture(autouse=True)
def _on_that_day() -> object:
    with time_machine.travel(MOMENT, tick=False):
        yield


def ana(store: Store, channel: str = "telegram", language: str = "es") -> Phone:
    person = store.run(enrol, plans=("Patrullaje",))
    store.run(people.speak, person, language)
    return phone_of(store, person, channel, "whatsapp:+525550000001" if channel == "whatsapp" else "500001", language)


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
def test_in_the_middle_of_everything_it_is_asked_once_and_done(store: Store, channel: str) -> None:
    ana(store, channel)(f"""
        > avance
        < ¿Qué tan avanzado va «Patrullaje», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
        > eliminar mis datos
        < {GOES}
        > [Eliminar todo]
        < {DONE}
        > hola
        < {STRANGE[channel]}
    """)
    assert store.run(lambda db: db.scalar(select(Person.blocked_at))) == MOMENT
    assert store.run(lambda db: db.scalar(select(Person.suppress_at))) == MOMENT + timedelta(days=30)


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
def test_in_english(store: Store, channel: str) -> None:
    ana(store, channel, "en")(f"""
        > erase my data
        < This erases all that we keep about you: your name, your plans, reports and files, your messages, your settings.
          Only figures without your name stay. Your data are blocked at once, and this chat will not know you any more.
          Within 30 days your programme can still undo it. After that nobody can. If you want a copy first, write “my data”.
          Shall we erase everything? [Keep my data] [Erase everything]
        > erase everything
        < Done. Your data are blocked. On December 24, 2026 they will be deleted for good. If this was a mistake, speak to
          your programme before that day.
        > hello
        < {STRANGE[channel] if channel == "whatsapp" else NEUTRAL_IN_ENGLISH}
    """)


def test_no_lone_yes_no_number_and_nothing_near_erases(store: Store) -> None:
    again = (
        "Para no equivocarnos, escriba «eliminar todo» o «conservar mis datos», por favor. ¿Eliminamos todo? "
        "[Conservar mis datos] [Eliminar todo]"
    )
    ana(store)(f"""
        > eliminar mis datos
        < {GOES}
        > sí
        < {again}
        > 2
        < {again}
        > eliminar
        < {again}
        > eliminar todo lo de marzo
        < {again}
        > (voice)
        < No puedo escuchar notas de voz. Escríbalo, por favor. ¿Eliminamos todo? [Conservar mis datos] [Eliminar todo]
        > no
        < De acuerdo. Sus datos se quedan como están.
    """)
    assert store.run(lambda db: db.scalar(select(Person.blocked_at))) is None
    assert store.run(rights.everything) == []


def test_the_term_is_that_of_the_settings(store: Store) -> None:
    store.run(installation.keep, erasing.TERM_KEPT_AS, "1")
    phone = ana(store)
    assert "Durante 1 día su programa" in phone.write("eliminar mis datos")[0].text
    assert "El 25 de noviembre de 2026" in phone.write("eliminar todo")[0].text
    (request,) = store.run(rights.everything)
    assert str(request.due) == "2026-11-25"


def test_nothing_is_left_under_way(store: Store) -> None:
    with lived(store) as life:
        waits = life.telegram
        for line in ("hablar con una persona", "eliminar mis datos", "[Eliminar todo]"):
            waits.write(line)
    assert store.run(tickets.all_open) == []
    assert store.run(lambda db: set(db.scalars(select(Talk.status).where(Talk.owner == "p1")))) == {ENDED}
    assert store.run(reminders_of, life.person) == {None}
    assert {each.state for each in store.run(contacts.all_of, life.person)} == {"revoked"}
    last = store.run(everything_for, waits)[-1].text
    assert last == DONE
    left = select(Message.state).where(Message.contact_id == 1, Message.state.not_in((CANCELLED,)))
    assert store.run(lambda db: len(list(db.scalars(left)))) == 1, "all that waited is taken back but for the last word"


def test_the_other_phones_are_told(store: Store) -> None:
    phone = ana(store)
    other = phone_of(store, 1, "whatsapp", "whatsapp:+525550000001")
    silent = phone_of(store, 1, "whatsapp", "whatsapp:+525550000002")
    with time_machine.travel(MOMENT - timedelta(days=3), tick=False):
        silent.moment = MOMENT - timedelta(days=3)
        silent.write("hola")
    for each in (other, phone):
        each.write("hola")
    for line in ("eliminar mis datos", "eliminar todo"):
        phone.write(line)
    assert store.run(everything_for, other)[-1].text == (
        "Desde otro teléfono suyo se pidió eliminar sus datos. Ya están bloqueados y el 24 de diciembre de 2026 se eliminan "
        "para siempre. Si no fue usted, avise de inmediato a su programa."
    )
    assert store.run(everything_for, silent)[-1].text == "¿Qué quiere hacer?", "its window is closed"
    assert drawn(other.write("hola")[0]) == STRANGE["whatsapp"]


def test_a_file_on_its_way_is_not_taken_in_any_more(store: Store) -> None:
    phone = ana(store)
    for line in ("avance", "60", "nada", "una nota", "omitir"):
        phone.write(line)
    picture = Arrival("a picture", media=None, attachments=(Attachment("1", "image/jpeg"),), album="album")
    assert store.run(inbound.receive, phone.from_here(), picture, phone.moment).waits
    (waiting,) = store.run(received.first_waiting, phone.moment + timedelta(minutes=1))
    store.run(erasing.block, 1, now())
    assert store.run(received.first_waiting, phone.moment + timedelta(minutes=1)) == []
    assert store.run(inbound.resume, [waiting], [], None, phone.moment) == inbound.Took()


def reminders_of(db: Connection, person: int) -> set[datetime | None]:
    """When she will be reminded of her plans and milestones."""
    queries = (select(table.remind_at).where(table.person_id == person) for table in (ActionPlan, Milestone))
    return {moment for query in queries for moment in db.scalars(query)}
