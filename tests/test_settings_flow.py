"""She sees how she is written to, and changes it, one thing at a time."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, update

from models import people, reminding
from models.action_plans import ActionPlan
from models.people import Person
from models.preferences import Preference
from models.store import Store
from tests.alumni import code_for, enrol
from tests.chosen import NOW, WAYS, chosen, person_of, phone_in
from tests.phones import Phone

SET = """Así le escribimos: Idioma: Español Estado: Chihuahua (hora local: 9:15) Silencio: de 21:00 a 8:00
    Hora preferida: 10:00 Sin turno Modo discreto: no Mensajes por semana: 2 como máximo ¿Qué quiere cambiar?
    [Idioma] [Estado] [Horas de silencio] [Hora preferida] [Turno] [Modo discreto] [Mensajes por semana]
    [Pausar o detener] [Nada, gracias]"""
SET_ENGLISH = """This is how we write to you: Language: English State: Chihuahua (it is 9:15 there) Quiet: 21:00 to 8:00
    Preferred hour: 10:00 No shift Discreet mode: no Messages a week: 2 at most What would you like to change?
    [Language] [State] [Quiet hours] [Preferred hour] [Shift] [Discreet mode] [Messages a week]
    [Pause or stop] [Nothing, thank you]"""


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.mark.parametrize(("channel", "address"), WAYS)
def test_what_is_set_and_one_change(store: Store, channel: str, address: str) -> None:
    phone_in(store, "es", channel, address)(f"""
        > ajustes
        < {SET}
        > 7
        < ¿Cuántos mensajes por semana, como máximo, podemos mandarle sin que usted los pida? [2 por semana] [4 por semana] [7 por semana]
        > 4
        < Listo. Mensajes por semana: 4 como máximo. Nuestras respuestas no cuentan. [Otros ajustes]
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
        < ¿En qué estado trabaja? Por ejemplo: Jalisco.
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


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_channel_to_be_written_to_first_is_asked_of_whoever_has_two(store: Store, order: tuple[int, int]) -> None:
    first, second = (Phone(store, *WAYS[number]) for number in order)
    for line in (store.run(lambda db: code_for(db, enrol(db))), "Ejemplo", "acepto", "ninguna", "sí"):
        first.write(line)
    first("""
        > canal
        < Solo tenemos un lugar donde escribirle. Para agregar otro, escriba «usar otro teléfono». [Otros ajustes]
    """)
    code = first.write("usar otro teléfono")[0].text.split("\n\n")[1]
    for line in (code, "Ejemplo"):
        second.write(line)
    shown = second.write("ajustes")[0]
    assert "Primero: donde usted escriba" in shown.text
    assert len(shown.options) == 10, "as many as a list of WhatsApp holds"
    second("""
        > dónde escribirme primero
        < ¿Dónde le escribimos primero? [Telegram] [WhatsApp] [Donde yo escriba]
        > telegram
        < Listo. Le escribiremos primero por Telegram. [Otros ajustes]
    """)
    assert "Primero: Telegram" in first.write("ajustes")[0].text
    first("""
        > canal
        < ¿Dónde le escribimos primero? [Telegram] [WhatsApp] [Donde yo escriba]
        > 3
        < Listo. Le escribiremos donde haya escrito la última vez. [Otros ajustes]
    """)
    assert chosen(store).first_channel is None


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
        < ¿Qué quiere hacer? [menú]
        > ayuda
        < [la ayuda]
    """)


@pytest.mark.parametrize(
    ("language", "word", "prompt", "hint", "guess", "yes"),
    [
        (
            *("es", "estado", "¿En qué estado trabaja? Por ejemplo: Jalisco."),
            "No conozco ese estado. Escriba su nombre, por favor, como Jalisco o CDMX.",
            *("¿Quiso decir «Jalisco»? [Sí] [No]", "sí"),
        ),
        (
            *("en", "state", "In which state do you work? For example: Jalisco."),
            "I do not know that state. Please write its name, such as Jalisco or CDMX.",
            *("Did you mean “Jalisco”? [Yes] [No]", "1"),
        ),
    ],
)
def test_a_state_that_nobody_knows(
    store: Store, language: str, word: str, prompt: str, hint: str, guess: str, yes: str
) -> None:
    phone = phone_in(store, language)
    phone(f"""
        > {word}
        < {prompt}
        > Narnia
        < {hint} {prompt}
        > Gondor
        < {hint} {prompt}
        > Xalisco
        < {guess}
    """)
    assert "Jalisco" in phone.write(yes)[0].text
    assert store.run(lambda db: db.execute(select(Person.state)).scalar()) == "JAL"
