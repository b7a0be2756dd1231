"""Words that lead straight to one setting, and what was going on meanwhile."""

import pytest

from dialogue import phrases
from handlers import settings
from handlers.commands import SETTINGS, recognise
from models.store import Store
from tests.chosen import WAYS, phone_in


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
        < ¿Qué tan avanzado va «Patrullaje», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
        > 60
        < ¿Qué le ha dificultado avanzar? [Nada] [Falta de recursos] [Falta de apoyo del mando] [Falta de tiempo]
          [Cambio de adscripción] [Rotación de personal] [Trámites o normas] [Inseguridad] [Otra cosa]
        > discreto
        < En modo discreto, la primera línea de lo que le mandamos no dice quiénes somos ni de qué se trata. ¿Lo quiere? [Sí, discreto] [No, como siempre]
        > sí
        < Listo. Lo que mandemos no dirá nada hasta que usted lo abra. Dejó algo pendiente: su reporte de avance. ¿Seguimos? [Seguir] [No seguir]
        > seguir
        < ¿Qué le ha dificultado avanzar? [Nada] [Falta de recursos] [Falta de apoyo del mando] [Falta de tiempo]
          [Cambio de adscripción] [Rotación de personal] [Trámites o normas] [Inseguridad] [Otra cosa]
    """)


def test_an_open_flow_waits_in_english(store: Store) -> None:
    phone_in(store, "en")("""
        > progress
        < How far along is “Patrullaje”, from 0 to 100? [Not started yet] [It is done] [The plan changed] [It was dropped]
        > 60
        < What got in the way, if anything? [Nothing] [Lack of resources] [Lack of command support] [Lack of time]
          [Transfer] [Staff turnover] [Rules or paperwork] [Insecurity] [Something else]
        > messages a week
        < How many messages a week may we send you at most, without your asking? [2 a week] [4 a week] [7 a week]
        > seven
        < Done. We will send you 7 a week at most. Answers to you do not count. You left something unfinished: your progress report. Shall we go on? [Go on] [Drop it]
    """)


@pytest.mark.parametrize("language", ["es", "en"])
def test_what_stands_on_the_buttons_is_understood_as_a_command(store: Store, language: str) -> None:
    labels = {choice.value: phrases.said(choice.label, language) for choice in settings.options({"channels": WAYS})}
    del labels["nothing"]
    for value, label in labels.items():
        command = recognise(label)
        assert command is not None, label
        assert value in (command.name, command.rest)
    for words in ("canal preferido", "preferred channel"):
        assert "Solo tenemos un lugar donde escribirle" in phone_in(store).write(words)[0].text
