"""She sees how she is written to, and changes it, one thing at a time."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, update

from handlers import settings
from handlers.commands import SETTINGS, recognise
from models import people, preferences, reminding
from models.action_plans import ActionPlan
from models.people import Person
from models.preferences import Preference, Preferences
from models.store import Store
from tests.alumni import code_for, enrol
from tests.phones import Phone, phone_of

NOW = datetime(2026, 11, 24, 15, 15, tzinfo=UTC)  # a Tuesday, 9:15 in Chihuahua
SET = """Así le escribimos: Idioma: Español Estado: Chihuahua (hora local: 9:15) Silencio: de 21:00 a 8:00
    Hora preferida: 10:00 Sin turno Modo discreto: no Mensajes por semana: 2 como máximo ¿Qué desea cambiar?
    [Idioma] [Estado] [Horas de silencio] [Hora preferida] [Turno] [Modo discreto] [Mensajes por semana]
    [Pausa o alto] [Nada, gracias]"""
SET_ENGLISH = """This is how we write to you: Language: English State: Chihuahua (it is 9:15 there) Quiet: 21:00 to 8:00
    Preferred hour: 10:00 No shift Discreet mode: no Messages a week: 2 at most What would you like to change?
    [Language] [State] [Quiet hours] [Preferred hour] [Shift] [Discreet mode] [Messages a week]
    [Pause or stop] [Nothing, thank you]"""
WAYS = [("telegram", "500001"), ("whatsapp", "whatsapp:+525550000001")]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def phone_in(store: Store, language: str = "es", channel: str = "telegram", address: str = "500001") -> Phone:
    person = store.run(enrol, plans=("Patrullaje",))
    store.run(people.speak, person, language)
    return phone_of(store, person, channel, address, language)


def person_of(store: Store) -> int:
    return store.run(lambda db: db.execute(select(Person.id)).scalar_one())


def chosen(store: Store) -> Preferences:
    return store.run(preferences.of, person_of(store))


@pytest.mark.parametrize(("channel", "address"), WAYS)
def test_what_is_set_and_one_change(store: Store, channel: str, address: str) -> None:
    phone_in(store, "es", channel, address)(f"""
        > ajustes
        < {SET}
        > 7
        < ¿Cuántos mensajes por semana podemos mandarle sin que los pida? [2 por semana] [4 por semana] [7 por semana]
        > 4
        < Listo. Le mandaremos 4 por semana como máximo. Las respuestas a usted no cuentan. [Otros ajustes]
        > [Otros ajustes]
        < {SET.replace("2 como máximo", "4 como máximo")}
        > nada
        < De acuerdo.
    """)
    assert chosen(store).prompts_a_week == 4


@pytest.mark.parametrize(("channel", "address"), WAYS)
def test_in_english(store: Store, channel: str, address: str) -> None:
    phone_in(store, "en", channel, address)(f"""
        > settings
        < {SET_ENGLISH}
        > discreet mode
        < In discreet mode, the first line of what we send tells neither who we are nor what it is about. Do you want it?
          [Yes, discreet] [No, as usual]
        > yes
        < Done. What we send will tell nothing until you open it. [Other settings]
        > other settings
        < {SET_ENGLISH.replace("Discreet mode: no", "Discreet mode: yes")}
        > discreet mode
        < In discreet mode, the first line of what we send tells neither who we are nor what it is about. Do you want it?
          [Yes, discreet] [No, as usual]
        > [No, as usual]
        < Done. What we send says at once what it is about. [Other settings]
    """)
    assert chosen(store).discreet is False


def test_the_language(store: Store) -> None:
    phone = phone_in(store)
    phone.write("ajustes")
    phone("""
        > idioma
        < ¿En qué idioma prefiere seguir? / Which language do you prefer? [Español] [English]
        > 2
        < From now on we speak English.
    """)
    assert phone.write("settings")[0].text.startswith("This is how we write to you:\nLanguage: English")


@pytest.mark.parametrize(
    ("state", "answer"),
    [
        ("Sonora", "Listo. Nos guiamos por la hora de Sonora: 8:15."),
        ("quintana roo", "Listo. Nos guiamos por la hora de Quintana Roo: 10:15."),
        (
            "Tamps",
            "Listo. Nos guiamos por la hora de Tamaulipas: 9:15.\n"
            "Algunos municipios de ahí tienen otra hora. El suyo está en «mi perfil».",
        ),
    ],
)
def test_the_state_and_what_time_it_is_there(store: Store, state: str, answer: str) -> None:
    phone = phone_in(store)
    phone.write("estado")
    assert phone.write(state)[0].text == answer


def test_at_the_border_the_municipality_decides(store: Store) -> None:
    phone = phone_in(store)
    store.run(people.correct, person_of(store), "municipality", "Matamoros")
    phone("""
        > estado
        < ¿En qué estado trabaja?
        > Tamaulipas
        < Listo. Nos guiamos por la hora de Tamaulipas: 9:15. [Otros ajustes]
    """)


def test_the_state_moves_what_she_is_to_be_asked(store: Store) -> None:
    phone = phone_in(store)
    person = person_of(store)
    store.run(reminding.person_joined, person, NOW)
    store.run(lambda db: db.execute(update(Person).values(joined_at=NOW)))
    store.run(reminding.rhythm_changed, person, NOW)
    before = remind_at(store)
    for line in ("estado", "Quintana Roo"):
        phone.write(line)
    assert (before - remind_at(store)).total_seconds() == 3600, "ten o'clock there comes an hour earlier"


def remind_at(store: Store) -> Any:
    return store.run(lambda db: db.execute(select(ActionPlan.remind_at)).scalar_one())


def test_the_channel_to_be_written_to_first_is_asked_of_whoever_has_two(store: Store) -> None:
    telegram, whatsapp = Phone(store), Phone(store, *WAYS[1])
    for line in (store.run(lambda db: code_for(db, enrol(db))), "Ejemplo", "acepto", "ninguna", "sí"):
        telegram.write(line)
    telegram("""
        > canal
        < Solo tenemos un canal suyo. Para agregar otro, escriba «usar otro teléfono». [Otros ajustes]
    """)
    code = telegram.write("usar otro teléfono")[0].text.split("\n\n")[1]
    for line in (code, "Ejemplo"):
        whatsapp.write(line)
    shown = whatsapp.write("ajustes")[0]
    assert "Primero: donde usted escriba" in shown.text
    assert len(shown.options) == 10, "as many as a list of WhatsApp holds"
    whatsapp("""
        > dónde escribirle primero
        < ¿Dónde le escribimos primero? [Telegram] [WhatsApp] [Donde yo escriba]
        > telegram
        < Listo. Le escribiremos primero por Telegram. [Otros ajustes]
    """)
    assert "Primero: Telegram" in telegram.write("ajustes")[0].text
    telegram("""
        > canal
        < ¿Dónde le escribimos primero? [Telegram] [WhatsApp] [Donde yo escriba]
        > 3
        < Listo. Le escribiremos donde haya escrito la última vez. [Otros ajustes]
    """)
    assert chosen(store).first_channel is None


@pytest.mark.parametrize(("channel", "address"), WAYS)
def test_a_pause_until_a_day_and_its_end(store: Store, channel: str, address: str) -> None:
    phone = phone_in(store, "es", channel, address)
    phone("""
        > pausa
        < ¿Qué día volvemos a escribirle? Por ejemplo: en dos semanas, 15 de marzo.
        > en dos semanas
        < ¿Quiso decir «8 de diciembre de 2026»? [Sí] [No]
        > sí
        < Listo. No le escribiremos antes del 8 de diciembre de 2026. Para terminar antes la pausa, escriba «alta». [Otros ajustes]
    """)
    assert chosen(store).paused_until == "2026-12-08"
    assert "En pausa hasta el 8 de diciembre de 2026" in phone.write("ajustes")[0].text
    phone("""
        > pausa
        < ¿Qué día volvemos a escribirle? Por ejemplo: en dos semanas, 15 de marzo. [Terminar la pausa]
        > 1/1/2027
        < Listo. No le escribiremos antes del 1 de enero de 2027. Para terminar antes la pausa, escriba «alta». [Otros ajustes]
    """)
    assert phone.write("alta")[0].text.startswith("Qué gusto tenerle de vuelta.")
    assert chosen(store).paused_until is None


def test_a_pause_in_english_ended_in_the_settings(store: Store) -> None:
    phone_in(store, "en", *WAYS[1])("""
        > pause
        < On which day shall we write to you again? For example: in two weeks, 15 March.
        > yesterday
        < Please give a date from November 25, 2026 on. On which day shall we write to you again? For example: in two weeks, 15 March.
        > 2026-12-01
        < Done. We will not write to you before December 1, 2026. To end the pause earlier, write “start”. [Other settings]
        > pause
        < On which day shall we write to you again? For example: in two weeks, 15 March. [End the pause]
        > [End the pause]
        < Done. The pause is over. [Other settings]
    """)
    assert chosen(store).paused_until is None


def test_a_pause_that_is_over_is_not_shown(store: Store, clock: time_machine.Traveller) -> None:
    phone = phone_in(store)
    for line in ("pausa", "1/12/2026"):
        phone.write(line)
    clock.move_to(datetime(2026, 12, 1, 15, tzinfo=UTC))
    assert "pausa" not in phone.write("ajustes")[0].text


def test_stop_and_come_back(store: Store) -> None:
    phone = phone_in(store)
    for line in ("ajustes", "pausa o alto"):
        phone.write(line)
    phone("""
        > ya no recibir
        < De acuerdo. Solo le responderemos cuando usted nos escriba. Para volver a como estaba, escriba «alta». [Otros ajustes]
    """)
    assert store.run(people.has_stopped, person_of(store))
    assert "Solo respondemos, como usted lo pidió" in phone.write("ajustes")[0].text
    phone("""
        > [Pausa o alto]
        < ¿Cómo lo hacemos? [Pausa hasta un día] [Volver a recibir]
        > 2
        < Listo. Volveremos a escribirle. [Otros ajustes]
    """)
    assert not store.run(people.has_stopped, person_of(store))


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("pausa", "pause until"),
        ("Pausar", "pause until"),
        ("horario", "hour"),
        ("mi turno", "shift"),
        ("Turno", "shift"),
        ("modo discreto", "discreet"),
        ("discreto por favor", "discreet"),
        ("silencio", "quiet"),
        ("pause", "pause until"),
        ("quiet hours", "quiet"),
        ("my shift", "shift"),
        ("discreet", "discreet"),
        ("Estado", "state"),
        ("state", "state"),
        ("/turno", "shift"),
        ("/settings shift", "shift"),
    ],
)
def test_words_that_lead_straight_to_one_setting(text: str, setting: str) -> None:
    command = recognise(text)
    assert command is not None
    assert (command.name, command.rest) == ("settings", setting)


@pytest.mark.parametrize("text", ["mi turno es de noche", "pausa larga", "el estado de mi plan", "silencio total"])
def test_only_the_whole_message_is_such_a_word(text: str) -> None:
    assert recognise(text) is None


def test_every_such_word_leads_to_a_setting() -> None:
    assert set(SETTINGS.values()) <= set(settings.CHANGES)


def test_such_a_word_is_an_answer_where_any_text_is_one(store: Store) -> None:
    phone = phone_in(store)
    for line in ("avance", "60", "nada"):
        phone.write(line)
    phone("""
        > turno
        < ¿A cuántas personas ha capacitado? [A nadie]
        > atrás
        < ¿Qué ha logrado hasta ahora? Basta con una línea. [Omitir]
        > /turno
        < ¿Qué turno trabaja? Primero las horas de servicio y luego las de descanso. Puede escribir otro.
          [24×24] [24×48] [12×24] [12×12] [Sin turno]
    """)


@pytest.mark.parametrize(("channel", "address"), WAYS)
def test_an_open_flow_waits_and_is_offered_afterwards(store: Store, channel: str, address: str) -> None:
    phone_in(store, "es", channel, address)("""
        > avance
        < ¿Cuánto lleva avanzado «Patrullaje», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
        > discreto
        < En modo discreto, lo primero que mandamos no dice quiénes somos ni de qué se trata. ¿Lo quiere? [Sí, discreto] [No, como siempre]
        > sí
        < Listo. Lo que mandemos no dirá nada hasta que usted lo abra. Dejó algo pendiente: su reporte de avance. ¿Seguimos? [Seguir] [No seguir]
        > seguir
        < ¿Cuánto lleva avanzado «Patrullaje», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
    """)


def test_an_open_flow_waits_in_english(store: Store) -> None:
    phone_in(store, "en")("""
        > progress
        < How far along is “Patrullaje”, from 0 to 100? [Not started yet] [It is done] [The plan changed] [It was dropped]
        > messages a week
        < How many messages a week may we send you at most, without your asking? [2 a week] [4 a week] [7 a week]
        > seven
        < Done. We will send you 7 a week at most. Answers to you do not count. You left something unfinished: your progress report. Shall we go on? [Go on] [Drop it]
    """)


def test_what_she_chose_lies_sealed(store: Store) -> None:
    phone = phone_in(store)
    for line in ("turno", "24x48", "hoy 8:00"):
        phone.write(line)
    sealed = store.run(lambda db: db.execute(select(Preference.value_sealed)).scalar_one())
    assert b"24x48" not in sealed
    assert chosen(store).shift is not None


def test_settings_left_alone_are_not_offered_again(store: Store) -> None:
    phone = phone_in(store)
    phone.write("ajustes")
    phone("""
        > menú
        < ¿Qué desea hacer? [menú]
        > ayuda
        < [la ayuda]
    """)
