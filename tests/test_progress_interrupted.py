"""A progress report that does not go straight on: left and offered again, another language, another phone."""

import pytest

from models.store import Store
from tests.alumni import enrol
from tests.phones import phone_of

PLANS = ("Patrullaje de proximidad", "Academia de mandos")


def test_a_half_done_report_goes_on_and_is_not_begun_anew(store: Store) -> None:
    phone = phone_of(store, store.run(enrol, plans=PLANS[:1]))
    for line in ("avance", "60"):
        phone.write(line)
    hurdle = phone.shown[0].text
    assert phone.write("avance")[0].text == hurdle
    phone.write("menú")
    phone("""
        > [Reportar avance]
        < Dejó algo pendiente: su reporte de avance. ¿Seguimos? [Seguir] [No seguir]
        > no seguir
        < De acuerdo. ¿Qué tan avanzado va «Patrullaje de proximidad», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
    """)


def test_a_change_of_language_and_back_in_the_middle(store: Store) -> None:
    phone = phone_of(store, store.run(enrol, plans=PLANS))
    phone("""
        > avance
        < ¿De qué plan se trata? [Patrullaje de proximidad] [Academia de mandos]
        > 2
        < ¿Qué tan avanzado va «Academia de mandos», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
        > english
        < How far along is “Academia de mandos”, from 0 to 100? [Not started yet] [It is done] [The plan changed] [It was dropped]
        > back
        < Which plan is it about? [Patrullaje de proximidad] [Academia de mandos]
        > back
        < There is no earlier step to go back to. To leave this, write “cancel”. Which plan is it about? [Patrullaje de proximidad] [Academia de mandos]
        > cancel
        < All right, we leave it here.
    """)


def test_begun_in_whatsapp_and_finished_in_telegram(store: Store) -> None:
    person = store.run(enrol, plans=PLANS[:1])
    whatsapp = phone_of(store, person, "whatsapp", "whatsapp:+525550000001")
    telegram = phone_of(store, person, "telegram", "500002")
    whatsapp("""
        > avance
        < ¿Qué tan avanzado va «Patrullaje de proximidad», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
    """)
    telegram("""
        > 2
        < ¿Qué tan avanzado va «Patrullaje de proximidad», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
        > 35
        < ¿Qué le ha dificultado avanzar? [Nada] [Falta de recursos] [Falta de apoyo del mando] [Falta de tiempo]
          [Cambio de adscripción] [Rotación de personal] [Trámites o normas] [Inseguridad] [Otra cosa]
    """)


def test_an_interrupted_report_is_offered_again(store: Store) -> None:
    phone = phone_of(store, store.run(enrol, plans=PLANS[:1]))
    phone("""
        > avance
        < ¿Qué tan avanzado va «Patrullaje de proximidad», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
        > ayuda
        < [la ayuda] ¿Qué tan avanzado va «Patrullaje de proximidad», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
        > 60
        < ¿Qué le ha dificultado avanzar? [Nada] [Falta de recursos] [Falta de apoyo del mando] [Falta de tiempo]
          [Cambio de adscripción] [Rotación de personal] [Trámites o normas] [Inseguridad] [Otra cosa]
        > mi perfil
        < Esto es lo que tenemos de usted: Nombre: Ana Apellidos: Ejemplo Rivera Lugar de trabajo: Policía Municipal de Villa
          Ejemplo Estado: Chihuahua ¿Es correcto? [Sí, es correcto] [Corregir algo]
        > sí
        < Gracias. Sus datos están al día. Dejó algo pendiente: su reporte de avance. ¿Seguimos? [Seguir] [No seguir]
        > seguir
        < ¿Qué le ha dificultado avanzar? [Nada] [Falta de recursos] [Falta de apoyo del mando] [Falta de tiempo]
          [Cambio de adscripción] [Rotación de personal] [Trámites o normas] [Inseguridad] [Otra cosa]
    """)


@pytest.mark.parametrize("word", ["avance", "plan nuevo", "hablar con una persona", "cambio en mi trabajo", "perfil"])
def test_what_nothing_was_said_in_is_not_offered_again(store: Store, word: str) -> None:
    phone = phone_of(store, store.run(enrol, plans=PLANS[:1]))
    phone("""
        > avance
        < ¿Qué tan avanzado va «Patrullaje de proximidad», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
        > menú
        < ¿Qué quiere hacer? [menú]
    """)
    phone.write(word)
    phone("""
        > menú
        < ¿Qué quiere hacer? [menú]
        > english
        < What would you like to do? [menu]
        > hello
        < What would you like to do? [menu]
        > cancel
        < All right, we leave it here.
    """)
