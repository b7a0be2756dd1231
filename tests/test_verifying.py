"""Whoever writes after half a year shows first who she is: until then nothing of hers is shown, and nothing is lost."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from dialogue.drawing.content import Content
from handlers import inbound, staff_answers
from models import addresses, audit, contacts, doubts, outbox, people, staff, tickets
from models.audit import AuditEntry
from models.base import now
from models.contacts import Contact
from models.messages import BULK, CANCELLED, QUEUED, WAITING, Message
from models.people import Person
from models.received import Arrival
from models.store import Store
from tests.alumni import code_for, enrol
from tests.phones import Phone, phone_of
from tests.reminded import JOINED, PLAN, alumna, silent_for
from tests.roster_desk import command

WHO = "Antes de seguir, para confirmar que es usted: ¿cuál es su apellido? [No soy yo]"
WHO_ENGLISH = "Before we go on, to be sure that it is you: what is your family name? [It is not me]"
HERS = ("Ana", "Ejemplo", "Rivera", "Patrullaje", "Policía", "Villa", "Chihuahua", "avance", "progress", "plan")


def silent(store: Store, phone: Phone, days: int = 181) -> Phone:
    """The same phone, so many days later."""
    phone.moment += timedelta(days=days)
    store.run(lambda db: db.execute(update(Contact).values(heard_at=phone.moment - timedelta(days=days))))
    return phone


def half_a_year_later(store: Store, channel: str = "telegram", address: str = "500001", language: str = "es") -> Phone:
    """The phone of Ana, who was asked how far along her plan is, half a year ago."""
    person = store.run(enrol, plans=("Patrullaje",))
    store.run(people.speak, person, language)
    phone = phone_of(store, person, channel, address, language)
    phone.write("avance")
    return silent(store, phone)


def state_of(store: Store, message: int) -> str:
    return store.run(lambda db: db.execute(select(Message.state).where(Message.id == message)).scalar_one())


def the_contact(store: Store) -> int:
    return store.run(lambda db: db.execute(select(Contact.id).order_by(Contact.id).limit(1)).scalar_one())


@pytest.mark.parametrize(("channel", "address"), [("telegram", "500001"), ("whatsapp", "whatsapp:+525550000001")])
def test_the_right_name_and_her_conversation_goes_on_where_it_was(store: Store, channel: str, address: str) -> None:
    half_a_year_later(store, channel, address)(f"""
        > hola
        < {WHO}
        > Ejemplo
        < Gracias. ¿Cuánto lleva avanzado «Patrullaje», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
        > 60
        < ¿Qué le ha dificultado avanzar? [Nada] [Falta de recursos] [Falta de apoyo del mando] [Falta de tiempo]
          [Cambio de adscripción] [Rotación de personal] [Trámites o normas] [Inseguridad] [Otra cosa]
    """)


@pytest.mark.parametrize(("channel", "address"), [("telegram", "500001"), ("whatsapp", "whatsapp:+525550000001")])
def test_in_english_with_a_wrong_name_first(store: Store, channel: str, address: str) -> None:
    half_a_year_later(store, channel, address, "en")(f"""
        > hello
        < {WHO_ENGLISH}
        > Sample
        < That is not the name we have. 2 tries are left. {WHO_ENGLISH}
        > ejemplo rivera
        < Thank you. How far along is “Patrullaje”, from 0 to 100? [Not started yet] [It is done] [The plan changed] [It was dropped]
    """)


def test_nobody_is_asked_a_day_earlier(store: Store) -> None:
    phone = phone_of(store, store.run(enrol))
    silent(store, phone, 179)("""
        > hola
        < ¿Qué desea hacer? [menú]
    """)


def test_what_she_wanted_is_done_once_it_is_certain_who_she_is(store: Store) -> None:
    half_a_year_later(store)(f"""
        > avance 60
        < {WHO}
        > Ejemplo
        < Gracias. Gracias. Quedó registrado en «Patrullaje»: 60%, avanzado.
    """)


def test_a_number_typed_before_the_proof_is_no_answer_to_the_old_question(store: Store) -> None:
    half_a_year_later(store)(f"""
        > 60
        < {WHO}
        > Ejemplo
        < Gracias. ¿Cuánto lleva avanzado «Patrullaje», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
    """)


@pytest.mark.parametrize(
    "line",
    [
        *("hola", "menú", "ayuda", "idioma", "atrás", "cancelar", "gracias", "alta", "avance 60", "/avance 60", "60"),
        *(
            "mis datos",
            "ajustes",
            "mis planes",
            "mi avance",
            "turno",
            "pausa",
            "borrar",
            "borrar mis datos",
            "/start",
            "/cualquiercosa",
        ),
        *("(photo)", "(voice)", "[Ya terminó]", "¿quién es?", "AAAA-AAAA-AAAA-AAA2"),
    ],
)
def test_whatever_is_written_first_or_next_gives_nothing_away(store: Store, line: str) -> None:
    phone = half_a_year_later(store)
    buttons = phone.shown
    heard = phone.write(line)
    phone.shown = buttons
    heard += phone.write(line)
    said = " ".join([content.text for content in heard] + [each.label for content in heard for each in content.options])
    assert not [word for word in HERS if word.lower() in said.lower()], said
    assert store.run(lambda db: db.execute(select(Contact.wrong_names)).scalar_one()) == 0, "no try was used up"
    phone.write("hola")
    assert any(content.text.startswith("Gracias.") for content in phone.write("Ejemplo"))


def test_commands_that_work_in_doubt_and_what_they_say(store: Store) -> None:
    phone = half_a_year_later(store)
    phone(f"""
        > ayuda
        < En cualquier momento puede escribir: atrás, cancelar, idioma, alto. {WHO}
        > menú
        < Primero terminemos esto, por favor. {WHO}
        > (photo)
        < Aquí no hace falta un archivo. {WHO}
        > english
        < {WHO_ENGLISH}
        > cancel
        < All right, we leave it here.
        > hi
        < {WHO_ENGLISH}
    """)


def test_an_old_button_in_doubt_is_an_old_button(store: Store) -> None:
    phone = half_a_year_later(store)
    old = phone.shown
    phone.write("hola")
    phone.shown = old
    phone(f"""
        > [Ya terminó]
        < Ese botón es de una pregunta anterior. {WHO}
    """)


def test_three_wrong_names_and_the_next_message_is_a_strangers(store: Store) -> None:
    phone = half_a_year_later(store)
    phone(f"""
        > hola
        < {WHO}
        > Pérez
        < No es el apellido que tenemos. Le quedan 2 intentos. {WHO}
        > García
        < No es el apellido que tenemos. Le queda 1 intento. {WHO}
        > López
        < No pude confirmarlo. Por favor hable con quien le dio su clave.
        > Ejemplo
        < Este servicio es por invitación. Si tiene una clave de acceso, escríbala completa, por favor: son 16 letras y números.
    """)
    person = store.run(lambda db: db.execute(select(Person.id)).scalar_one())
    assert store.run(doubts.lost) == [person]
    assert command(store)("locked").stdout == f"person {person}  phone lost\n"
    entry = store.run(lambda db: db.execute(select(AuditEntry.__table__)).one())
    assert (entry.action, entry.detail) == ("phone lost", f'{{"contact": {the_contact(store)}, "person": {person}}}')
    assert store.run(audit.altered) is None


def test_leaving_the_question_gives_no_new_tries(store: Store) -> None:
    phone = half_a_year_later(store)
    for line in ("hola", "Pérez", "cancelar", "hola", "García", "alto", "hola"):
        phone.write(line)
    assert phone.write("López")[0].text == "No pude confirmarlo. Por favor hable con quien le dio su clave."


def test_the_tries_begin_anew_once_she_has_shown_who_she_is(store: Store) -> None:
    phone = half_a_year_later(store)
    for line in ("hola", "Pérez", "García", "Ejemplo"):
        phone.write(line)
    silent(store, phone)
    phone.write("hola")
    assert "Le quedan 2 intentos." in phone.write("Pérez")[0].text


def test_with_a_new_card_she_is_back(store: Store) -> None:
    phone = half_a_year_later(store)
    for line in ("hola", "Pérez", "García", "López"):
        phone.write(line)
    person = store.run(lambda db: db.execute(select(Person.id)).scalar_one())
    for line in (store.run(code_for, person), "Ejemplo", "acepto", "ninguna"):
        phone.write(line)
    assert store.run(doubts.lost) == []
    assert [each.state for each in store.run(contacts.all_of, person)] == ["revoked", "hers"]


def test_a_new_card_is_taken_while_the_phone_is_in_doubt(store: Store) -> None:
    phone = half_a_year_later(store)
    other = store.run(lambda db: code_for(db, enrol(db, "Berta", "Muestra", plans=("Academia",))))
    phone(f"""
        > {other}
        < Le damos la bienvenida. Para confirmar que esta clave es suya: ¿cuál es su primer apellido?
        > Ejemplo
        < No coincide con esta clave. Le quedan 2 intentos. Para confirmar que esta clave es suya: ¿cuál es su primer apellido?
    """)
    for line in ("Muestra", "acepto", "ninguna"):
        phone.write(line)
    said = phone.shown[0].text
    assert "Berta" in said
    assert not [word for word in ("Ana", "Ejemplo", "Patrullaje") if word in said.replace("Villa Ejemplo", "")]
    phone("""
        > avance
        < ¿Cuánto lleva avanzado «Academia», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
    """)


def test_a_wrong_code_in_doubt_is_counted_and_changes_nothing(store: Store) -> None:
    phone = half_a_year_later(store)
    for _ in range(7):
        assert "¿cuál es su apellido?" in phone.write("AAAA-AAAA-AAAA-AAA2")[0].text
    assert phone.write("Ejemplo")[0].text.startswith("Gracias.")


@pytest.mark.parametrize("line", ["[No soy yo]", "no soy yo", "Número equivocado"])
def test_whoever_says_that_it_is_somebody_else_is_left_alone(store: Store, line: str) -> None:
    phone = half_a_year_later(store)
    phone.write("¿quién habla?")
    waiting = store.run(outbox.queue, the_contact(store), "telegram", Content("Plan"), now(), BULK, WAITING)
    phone(f"""
        > {line}
        < Gracias por avisar. Ya no escribiremos aquí.
        > hola
        < Este servicio es por invitación. Si tiene una clave de acceso, escríbala completa, por favor: son 16 letras y números.
    """)
    assert state_of(store, waiting) == CANCELLED


def test_her_other_phone_hears_that_one_was_lost(store: Store) -> None:
    phone = half_a_year_later(store)
    person = store.run(lambda db: db.execute(select(Person.id)).scalar_one())
    near = phone_of(store, person, "telegram", "500002")
    far = phone_of(store, person, "whatsapp", "whatsapp:+525550000003")
    long_ago = now() - timedelta(days=2)
    contact = store.run(addresses.at, far.from_here()).id
    store.run(lambda db: db.execute(update(Contact).where(Contact.id == contact).values(heard_at=long_ago)))
    for line in ("hola", "Pérez", "García", "López"):
        phone.write(line)
    told = "Se quitó un teléfono de su cuenta: quien escribió desde ahí no pudo confirmar su apellido."
    assert [content.text.startswith(told) for content in said_to(store, near)] == [True]
    assert said_to(store, far) == [], "WhatsApp's window is closed there"


def said_to(store: Store, phone: Phone) -> list[Content]:
    contact = store.run(addresses.at, phone.from_here()).id
    rows = store.run(lambda db: db.execute(select(Message.__table__).where(Message.contact_id == contact)).all())
    return [store.run(outbox.content_of, row.seal_id, row.body_sealed) for row in rows]


def test_what_waits_goes_out_when_it_is_her_and_not_before(store: Store) -> None:
    phone = half_a_year_later(store)
    contact = the_contact(store)
    waiting = store.run(outbox.queue, contact, "telegram", Content("Su equipo responde."), now(), BULK, WAITING)
    queued = store.run(outbox.queue, contact, "telegram", Content("¿Cómo va su plan?"), now(), BULK, QUEUED)
    phone.write("hola")
    assert (state_of(store, waiting), state_of(store, queued)) == (WAITING, WAITING)
    phone.write("Pérez")
    assert (state_of(store, waiting), state_of(store, queued)) == (WAITING, WAITING)
    phone.write("Ejemplo")
    assert (state_of(store, waiting), state_of(store, queued)) == (QUEUED, QUEUED)


def test_a_phone_in_doubt_is_not_among_those_she_is_written_to(store: Store) -> None:
    phone = half_a_year_later(store)
    person = store.run(lambda db: db.execute(select(Person.id)).scalar_one())
    assert [each.id for each in store.run(contacts.of, person)] == [the_contact(store)]
    phone.write("hola")
    assert store.run(contacts.of, person) == []
    assert [each.state for each in store.run(contacts.all_of, person)] == ["doubted"]


def test_what_is_sent_unasked_after_half_a_year_tells_nothing_before_the_proof(
    store: Store, clock: time_machine.Traveller
) -> None:
    ana = alumna(store, clock)
    store.run(silent_for, ana.person, timedelta(days=160))
    assert ana.at("2026-12-24 10:00").hears() == ["Hola. Hay un mensaje para usted. Toque el botón para verlo. [Ver]"]
    ana.phone(f"""
        > [Ver]
        < {WHO}
        > Ejemplo
        < Gracias. Hace un mes que no sabemos de su plan «{PLAN}». ¿Cómo va? [Reportar avance] [Más tarde] [Mañana] [No para este plan]
    """)


def test_a_phone_in_doubt_gets_no_reminders(store: Store, clock: time_machine.Traveller) -> None:
    ana = alumna(store, clock)
    store.run(doubts.doubt, the_contact(store), now())
    assert ana.at("2026-12-24 10:00").hears() == []


def test_an_answer_of_the_team_after_half_a_year_waits_for_the_proof(store: Store) -> None:
    phone = phone_of(store, store.run(enrol))
    phone.write("persona ¿Dónde está mi constancia?")
    ticket = store.run(lambda db: tickets.all_open(db)[0].id)
    store.run(lambda db: db.execute(update(Contact).values(heard_at=now() - timedelta(days=181))))
    assert store.run(staff_answers.answer, ticket, "En su correo.", None) == "waits"
    last = said_to(store, phone)[-1].text
    assert last == "Hola. Hay un mensaje para usted. Toque el botón para verlo."


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(JOINED, tick=False) as traveller:
        yield traveller


def test_stop_in_doubt_stops_that_phone_and_not_the_person(store: Store) -> None:
    phone = half_a_year_later(store)
    queued = store.run(outbox.queue, the_contact(store), "telegram", Content("Plan"), now(), BULK, QUEUED)
    phone("""
        > alto
        < De acuerdo. No le escribiremos.
    """)
    assert store.run(lambda db: db.execute(select(Person.stopped_at)).scalar_one()) is None
    assert state_of(store, queued) == WAITING


def test_a_stop_in_doubt_counts_once_it_was_her(store: Store) -> None:
    phone = half_a_year_later(store)
    queued = store.run(outbox.queue, the_contact(store), "telegram", Content("Plan"), now(), BULK, QUEUED)
    for line in ("alto", "hola"):
        phone.write(line)
    said = phone.write("Ejemplo")[0].text
    assert said.startswith("Gracias. Como lo pidió, solo le responderemos cuando usted nos escriba.")
    assert store.run(lambda db: db.execute(select(Person.stopped_at)).scalar_one()) is not None
    assert state_of(store, queued) == CANCELLED


def test_her_other_phone_is_not_disturbed(store: Store) -> None:
    phone = half_a_year_later(store)
    person = store.run(lambda db: db.execute(select(Person.id)).scalar_one())
    other = phone_of(store, person, "whatsapp", "whatsapp:+525550000001")
    other.write("avance")
    phone.write("hola")
    phone.write("Pérez")
    other("""
        > 60
        < ¿Qué le ha dificultado avanzar? [Nada] [Falta de recursos] [Falta de apoyo del mando] [Falta de tiempo]
          [Cambio de adscripción] [Rotación de personal] [Trámites o normas] [Inseguridad] [Otra cosa]
    """)


def test_a_photo_for_the_old_question_is_not_taken_in_doubt(store: Store) -> None:
    phone = phone_of(store, store.run(enrol, plans=("Patrullaje",)))
    for line in ("avance", "60", "1", "omitir", "5"):
        phone.write(line)
    silent(store, phone)(f"""
        > (photo)
        < Aquí no hace falta un archivo. {WHO}
        > Ejemplo
        < Gracias. Si gusta, mande una foto o un documento. Si no, escriba «omitir». [Omitir]
        > (photo)
        < Gracias. Quedó registrado en «Patrullaje»: 60%, avanzado. Anoté 5 personas capacitadas. Guardé 1 archivo.
    """)


def test_a_failing_turn_is_no_way_around_the_question(store: Store) -> None:
    phone = half_a_year_later(store)
    assert store.run(inbound.escape, phone.from_here(), Arrival("m1", "menú"), phone.moment) is None
    store.run(inbound.park, phone.from_here(), Arrival("m1", "menú"), "what went wrong", phone.moment)
    assert said_to(store, phone)[-1].text.startswith("Disculpe, algo falló de nuestro lado.")
    phone(f"""
        > menú
        < {WHO}
    """)


def test_an_edited_message_after_half_a_year_is_not_answered(store: Store) -> None:
    phone = half_a_year_later(store)
    before = len(said_to(store, phone))
    store.run(inbound.receive, phone.from_here(), Arrival("m1", "hola", edited=True), phone.moment)
    assert len(said_to(store, phone)) == before


def test_staff_who_were_silent_for_half_a_year_are_strangers(store: Store) -> None:
    phone = Phone(store)
    member = store.run(staff.add, "Clara Muestra", "officer")
    phone.write(store.run(staff.issue_code, member) or "")
    silent(store, phone)("""
        > equipo
        < Este servicio es por invitación. Si tiene una clave de acceso, escríbala completa, por favor: son 16 letras y números.
    """)
    assert store.run(staff.phones) == []
