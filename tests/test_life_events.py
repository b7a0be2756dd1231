"""Transferred, promoted, left: the profile, the history and the zone follow, the cohorts stay."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import select

from models import action_plans, people, plan_reading, postings, preferences
from models.people import PersonKey
from models.programmes import Enrolment
from models.store import Store
from tests.alumni import enrol
from tests.phones import Phone, phone_of

MOMENT = datetime(2026, 11, 24, 16, tzinfo=UTC)
PLAN = "Patrullaje de proximidad"
LEVELS = "[Operativo] [Supervisión] [Mando medio] [Alto mando] [Personal civil]"


def ana(store: Store, *plans: str, channel: str = "telegram") -> Phone:
    return phone_of(store, store.run(enrol, plans=plans or (PLAN,)), channel)


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
def test_she_is_transferred_and_takes_her_plan_along(store: Store, channel: str) -> None:
    phone = ana(store, channel=channel)
    with time_machine.travel(MOMENT, tick=False):
        phone(f"""
            > me cambiaron
            < ¿Qué cambió? [Otro lugar de trabajo] [Otro nivel] [Dejé el servicio]
            > 1
            < ¿Cómo se llama su nuevo lugar de trabajo?
            > Secretaría de Muestra
            < ¿En qué estado trabaja? Por ejemplo: Jalisco.
            > sonora
            < ¿En qué municipio? [Omitir]
            > Nogales
            < ¿También cambió su nivel? ¿Cuál es ahora? {LEVELS} [El mismo nivel]
            > [El mismo nivel]
            < ¿Desde qué día?
            > ayer
            < Gracias. Su lugar de trabajo ahora es: Secretaría de Muestra, Sonora. Nos guiamos por la hora de ahí: 9:00. ¿Se lleva su plan «{PLAN}» al nuevo lugar? [Sí, me lo llevo] [No, ahí se queda]
            > sí
            < Listo. Sus planes están en «mis planes».
        """)
    known = store.run(people.profile, 1)
    assert (known.agency, known.state, known.municipality) == ("Secretaría de Muestra", "SON", "Nogales")
    before, now = store.run(postings.history, 1)
    assert (before.agency, before.ended_on, before.ended_by) == (
        "Policía Municipal de Villa Ejemplo",
        date(2026, 11, 23),
        "transferred",
    )
    assert (now.agency, now.began_on, now.ended_on) == ("Secretaría de Muestra", date(2026, 11, 23), None)
    assert store.run(preferences.rhythm_of, 1).zone == "America/Hermosillo"
    assert len(store.run(lambda db: db.execute(select(Enrolment)).all())) == 1, "cohorts stay"
    (plan,) = store.run(action_plans.open_for, 1)
    assert store.run(plan_reading.history, 1, int(plan.id))[0].event == "carried_over"


def test_she_is_found_by_the_next_roster_of_her_new_agency(store: Store) -> None:
    phone = ana(store)
    for line in ("me cambiaron", "1", "Secretaría de Muestra", "sonora", "omitir", "el mismo nivel", "hoy", "sí", "sí"):
        phone.write(line)
    assert len(store.run(lambda db: db.execute(select(PersonKey).where(PersonKey.person_id == 1)).all())) == 1


def test_some_plans_stay_behind(store: Store) -> None:
    phone = ana(store, "Plan de turnos", "Plan de archivo", "Plan de armas")
    with time_machine.travel(MOMENT, tick=False):
        for line in ("cambio en mi trabajo", "1", "Secretaría de Muestra", "NL", "omitir", "el mismo nivel"):
            phone.write(line)
        phone("""
            > 24/11/2026
            < Gracias. Su lugar de trabajo ahora es: Secretaría de Muestra, Nuevo León. Nos guiamos por la hora de ahí: 10:00. ¿Qué planes se lleva? [Plan de turnos] [Plan de archivo] [Plan de armas] [No me llevo ninguno]
            > 1, 3
            < ¿Cierro los demás? [Sí, cerrar] [Que siga abierto]
            > [Sí, cerrar]
            < Listo. Sus planes están en «mis planes».
        """)
    assert [plan.title for plan in store.run(action_plans.open_for, 1)] == ["Plan de turnos", "Plan de armas"]


def test_she_is_promoted_in_english(store: Store) -> None:
    phone = ana(store)
    with time_machine.travel(MOMENT, tick=False):
        phone.write("english")
        phone("""
            > I was promoted
            < What has changed? [Another workplace] [Another level] [I left the service]
            > another level
            < Which level fits best? [Operative] [Supervisor] [Middle command] [Senior command] [Civilian]
            > supervisor
            < Since which day?
            > 31/2/2026
            < That day does not exist. That month ends on February 28, 2026. Since which day?
            > tomorrow
            < Please give a date up to November 24, 2026. For example: 24/11/2026 Since which day?
            > 1 October 2026
            < Thank you. Your level is now: Supervisor.
        """)
    assert store.run(people.profile, 1).rank_band == "supervisor"
    assert [post.ended_by for post in store.run(postings.history, 1)] == ["promoted", None]


def test_she_left_and_wants_to_be_left_alone(store: Store) -> None:
    phone = ana(store)
    with time_machine.travel(MOMENT, tick=False):
        phone("""
            > ya no trabajo ahí
            < ¿Qué cambió? [Otro lugar de trabajo] [Otro nivel] [Dejé el servicio]
            > [Dejé el servicio]
            < ¿Hasta qué día estuvo ahí? Por ejemplo: hoy.
            > hoy
            < Gracias por avisar. Lo que aprendió y compartió es suyo, y sus planes siguen aquí. ¿Podemos seguir escribiéndole? [Sí, sigamos] [Solo si yo escribo]
            > 2
            < De acuerdo. Solo le responderemos cuando usted nos escriba. Para volver a como estaba, escriba «alta».
        """)
    assert store.run(people.profile, 1).agency is None
    assert [post.ended_by for post in store.run(postings.history, 1)] == ["left"]
