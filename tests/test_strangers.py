"""Whoever writes without a code, with a wrong one, or with somebody else's card."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from dialogue.phrases import said
from handlers import strangers
from models import access, people
from models.base import now
from models.contacts import Contact
from models.messages import Message
from models.store import Store
from tests.alumni import code_for, enrol
from tests.phones import Phone, everything_for

NEUTRAL = "Este servicio es por invitación. Si tiene una clave de acceso, escríbala completa, por favor: son 16 letras y números."


@pytest.mark.parametrize(
    "text",
    [
        "hola",
        "/start",
        "/start ABCD2345ABCD2345",
        "0000-0000-0000-0000",
        "avance 60",
        "menu",
        "(sticker)",
        "(photo)",
        "2",
    ],
)
def test_everybody_without_a_good_code_reads_the_same_sentence(store: Store, text: str) -> None:
    assert [content.text for content in Phone(store).write(text)] == [NEUTRAL]


def test_a_stranger_whose_language_nobody_knows_reads_both(store: Store) -> None:
    [content] = Phone(store, "whatsapp", "whatsapp:+15005550006", None).write("hello")
    assert content.text == (
        f"{NEUTRAL}\n\nThis service is by invitation. If you have an access code, please write all of it: 16 letters and numbers."
    )


def test_the_sixth_wrong_code_within_the_hour_is_not_looked_at(store: Store) -> None:
    code = store.run(lambda db: code_for(db, enrol(db)))
    phone = Phone(store)
    for _ in range(5):
        assert phone.write("AAAA-AAAA-AAAA-AAAA")[0].text == NEUTRAL
    paused = phone.write("AAAA-AAAA-AAAA-AAAA")[0].text
    assert paused == "Por seguridad, espere una hora antes de intentarlo de nuevo."
    assert phone.write(code)[0].text == paused
    assert Phone(store, address="500077").write(code)[0].text.startswith("Le damos la bienvenida.")
    with time_machine.travel(now() + timedelta(minutes=61), tick=False):
        assert phone.write(code)[0].text.startswith("Le damos la bienvenida.")


def test_a_found_card_tells_its_finder_nothing(store: Store) -> None:
    code = store.run(lambda db: code_for(db, enrol(db, plans=("Plan secreto",))))
    phone = Phone(store)
    heard = [content.text for line in (code, "Pérez", "López", "García", "Ejemplo") for content in phone.write(line)]
    assert heard == [
        "Le damos la bienvenida.\n\nPara confirmar que esta clave es suya: ¿cuál es su primer apellido?",
        "Ese apellido no coincide con esta clave. Le quedan 2 intentos.\n\nPara confirmar que esta clave es suya: ¿cuál es su primer apellido?",
        "Ese apellido no coincide con esta clave. Le queda 1 intento.\n\nPara confirmar que esta clave es suya: ¿cuál es su primer apellido?",
        "No pude confirmar que esta clave es suya, así que queda en espera. Hable con quien se la entregó, por favor.",
        NEUTRAL,
    ]
    assert store.run(access.locked) != []
    assert store.run(lambda db: db.execute(select(Contact.person_id)).scalar()) is None


def test_three_names_are_counted_over_everybody_who_tries_the_card(store: Store) -> None:
    code = store.run(lambda db: code_for(db, enrol(db)))
    for number, name in enumerate(("Pérez", "López", "García")):
        phone = Phone(store, address=f"50010{number}")
        phone.write(code)
        phone.write(name)
    last = Phone(store, address="500109")
    assert "queda en espera" in last.write(code)[0].text


def test_a_remark_instead_of_the_name_is_no_wrong_name(store: Store) -> None:
    code = store.run(lambda db: code_for(db, enrol(db)))
    phone = Phone(store)
    phone.write(code)
    for remark in ("¿para qué es esto?", "no entiendo", "no sé"):
        assert phone.write(remark)[0].text.startswith("Escriba solo su primer apellido, por favor")
    assert "Aviso de privacidad" in phone.write("Ejemplo")[0].text


def test_a_corrected_family_name_is_not_what_a_new_phone_is_asked(store: Store) -> None:
    person = store.run(enrol)
    store.run(people.correct, person, "family_name", "Otra")
    store.run(people.correct, person, "family_name", "Tercera")
    phone = Phone(store)
    phone.write(store.run(code_for, person))
    assert "no coincide" in phone.write("Tercera")[0].text
    assert "Aviso de privacidad" in phone.write("Ejemplo")[0].text


def test_the_language_of_the_roster_counts_where_the_phone_tells_only_its_country(store: Store) -> None:
    person = store.run(enrol)
    store.run(people.speak, person, "en")
    phone = Phone(store, "whatsapp", "whatsapp:+525550000001", "es")
    phone.write(store.run(code_for, person))
    assert phone.write("Ejemplo")[0].text.startswith("Privacy notice.")


def test_whoever_does_not_agree_leaves_nothing_and_may_come_back(store: Store) -> None:
    code = store.run(lambda db: code_for(db, enrol(db)))
    phone = Phone(store)
    for line in (code, "Ejemplo"):
        phone.write(line)
    phone("""
        > [No acepto]
        < De acuerdo. No le escribiremos. Si cambia de opinión, escriba otra vez su clave mientras siga vigente.
    """)
    assert phone.write(code)[0].text.startswith("Le damos la bienvenida.")


def test_the_whole_notice_is_read_before_deciding(store: Store) -> None:
    code = store.run(lambda db: code_for(db, enrol(db)))
    phone = Phone(store)
    for line in (code, "Ejemplo"):
        phone.write(line)
    [content] = phone.write("leer todo el aviso")
    assert "Aviso de privacidad completo. Responsable: Lazos." in content.text
    assert [option.label for option in content.options] == ["Acepto", "No acepto"]
    assert "voluntario" in phone.write("sí, acepto")[0].text


def test_a_code_works_once(store: Store) -> None:
    code = store.run(lambda db: code_for(db, enrol(db)))
    first, second = Phone(store), Phone(store, address="500002")
    for line in (code, "Ejemplo"):
        first.write(line)
        second.write(line)
    for line in ("acepto", "ninguna"):
        first.write(line)
    second.write("acepto")
    assert second.write("ninguna")[0].text.startswith("Esta clave se acaba de usar.")


def test_an_unsure_phone_is_asked_for_its_language(store: Store) -> None:
    code = store.run(lambda db: code_for(db, enrol(db)))
    Phone(store, "whatsapp", "whatsapp:+15005550006", None)(f"""
        > Hola. Mi clave: {code}
        < ¿En qué idioma prefiere seguir? / Which language do you prefer? [Español] [English]
        > English
        < Welcome. To confirm that this code is yours: what is your family name?
        > back
        < There is no earlier step to go back to. To leave this, write “cancel”. To confirm that this code is yours: what is your family name?
        > help
        < At any moment you can write: back, cancel, language, stop. To confirm that this code is yours: what is your family name?
    """)


def test_joining_in_english(store: Store) -> None:
    code = store.run(lambda db: code_for(db, enrol(db)))
    phone = Phone(store, language="en")
    phone.write(code)
    phone.write("ejemplo rivera")
    phone("""
        > I agree
        < Now what is up to you. What else do you want? Choose all that you like, and “Done” in the end. [News and materials]
          [Contact with peers] [Quote my results] [None of them]
        > [News and materials]
        < Now what is up to you. What else do you want? Choose all that you like, and “Done” in the end. [✓ News and materials]
          [Contact with peers] [Quote my results] [Done]
        > [Done]
        < Thank you. You are in. This is what we have of you: Given name: Ana Family name: Ejemplo Rivera Workplace: Policía
          Municipal de Villa Ejemplo State: Chihuahua Is it right? [Yes, it is right] [Correct something]
        > correct something
        < What should be corrected? [Given name] [Family name] [Workplace] [Level] [State] [Municipality] [E-mail] [Phone]
        > state
        < In which state do you work? For example: Jalisco.
        > edomex
        < This is what we have of you: Given name: Ana Family name: Ejemplo Rivera Workplace: Policía Municipal de Villa
          Ejemplo State: Estado de México Is it right? [Yes, it is right] [Correct something]
        > yes
        < Thank you. Your data are up to date. What would you like to do? [menu]
    """)


def test_a_second_phone_joins_with_a_link_code_and_the_conversation_goes_on_there(store: Store) -> None:
    code = store.run(lambda db: code_for(db, enrol(db, plans=("Patrullaje",))))
    telegram, whatsapp = Phone(store), Phone(store, "whatsapp", "whatsapp:+525550000001")
    for line in (code, "Ejemplo", "acepto", "ninguna", "sí", "avance", "60"):
        telegram.write(line)
    link = telegram.write("usar otro teléfono")[0].text.split("\n\n")[1]
    whatsapp(f"""
        > {link}
        < Le damos la bienvenida. Para confirmar que esta clave es suya: ¿cuál es su primer apellido?
        > Ejemplo
        < Listo. Desde ahora también puede escribirnos por aquí. Dejó algo pendiente: su reporte de avance. ¿Seguimos? [Seguir] [No seguir]
        > seguir
        < ¿Qué le ha dificultado avanzar? [Nada] [Falta de recursos] [Falta de apoyo del mando] [Falta de tiempo]
          [Cambio de adscripción] [Rotación de personal] [Trámites o normas] [Inseguridad] [Otra cosa]
    """)
    warned = [content.text for content in store.run(everything_for, telegram)]
    assert "Se agregó otro teléfono a su cuenta. Si no fue usted, avise de inmediato a su programa." in warned


def test_a_stranger_who_says_stop_is_left_alone(store: Store) -> None:
    code = store.run(lambda db: code_for(db, enrol(db)))
    phone = Phone(store)
    phone.write(code)
    assert phone.write("alto")[0].text == "De acuerdo. No le escribiremos."
    assert store.run(lambda db: db.execute(select(func.count()).select_from(Message)).scalar()) == 2


@pytest.mark.parametrize("text", ["hi, I have a code", "hola", "ABCD-1234-EFGH-5678"])
def test_whatsapp_tells_no_language_so_both_are_spoken(store: Store, text: str) -> None:
    [content] = Phone(store, "whatsapp", "whatsapp:+525550000001", "es").write(text)
    assert content.text == f"{NEUTRAL}\n\n{said(strangers.NEUTRAL, 'en')}"


def test_a_card_in_english_is_answered_in_english_from_the_first_word(store: Store) -> None:
    person = store.run(enrol)
    store.run(people.speak, person, "en")
    phone, other = (Phone(store, "whatsapp", f"whatsapp:+52555000000{number}", "es") for number in (1, 2))
    first = "Welcome.\n\nTo confirm that this code is yours: what is your family name?"
    assert phone.write(store.run(code_for, person))[0].text == first
    for line in ("Ejemplo", "i agree", "none", "yes"):
        phone.write(line)
    link = phone.write("another phone")[0].text.split("\n\n")[1]
    assert other.write(link)[0].text == first
    assert other.write("menu")[0].text.startswith("Let us finish this first.")
