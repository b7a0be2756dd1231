"""Three invented people who would like a circle, on two channels; and the clock that gathers them."""

from datetime import timedelta

import time_machine
from sqlalchemy import Connection, select, update

from models.base import now
from models.circles import wishes
from models.circles.tables import IN, Circle, CircleMember
from models.contacts import Contact
from models.store import Store
from scheduler.jobs import JOBS
from tests.peered import Member, ana, beto, helps, member

TALKING = "[Más opciones] [Salir del círculo]"
UNDER = "[Contestar] [Reportar] [Bloquear]"
INSIDE = "[Escribir] [Más opciones]"
ASKED = (
    "Hay un círculo sobre «Capacitación en campo»: de 3 a 12 personas del programa que se escriben con nombres "
    "inventados. ¿Entra? [Sí, entro] [No, gracias] [Más tarde]"
)
TOPIC = "«Capacitación en campo»"
ENDED = f"El círculo sobre {TOPIC} terminó."
NOT_THIS_TIME = f"Por ahora no se pudo con el círculo sobre {TOPIC}. Si hay otro, le pregunto."
BEGUN = f"Ya está en el círculo sobre «Capacitación en campo». Ahí usted es «{{}}». {INSIDE}"


def carla(store: Store, language: str = "es") -> Member:
    """A third one, in Jalisco, on Telegram."""
    return member(store, "Carla", "Prueba Luna", "Fiscalía de Muestra", "JAL", address="500003", language=language)


def dora(store: Store) -> Member:
    """A fourth one, in Sonora, on Telegram."""
    return member(store, "Dora", "Ensayo Paz", "Juzgado de Prueba", "SON", address="500004")


def three(store: Store, language: str = "es") -> tuple[Member, Member, Member]:
    """Ana on WhatsApp, Beto and Carla on Telegram, each with a profile."""
    found = ana(store, language), beto(store, language), carla(store, language)
    for each in found:
        store.run(helps, each.person)
    return found


def wish(store: Store, who: Member, *, moderates: bool = False) -> None:
    """She would like a circle on field training."""
    assert store.run(wishes.wish, who.person, "field", moderates, now()) == wishes.NOTED


def tick(store: Store) -> None:
    """Whatever is due about circles is dealt with, now."""
    for name in ("gather_circles", "ask_for_circles", "move_circles") * 2:
        job = next(job for job in JOBS if job.name == name)
        while store.run(job.run, now()) == job.batch:
            pass


def pass_time(clock: time_machine.Traveller, store: Store, **time: float) -> None:
    """The clock moves on, and what is due is dealt with."""
    clock.move_to(now() + timedelta(**time))
    tick(store)


def circle_of_three(
    store: Store, clock: time_machine.Traveller, *more: Member, language: str = "es"
) -> tuple[Member, Member, Member]:
    """A circle that has begun: Ana moderates as Cedro Azul, Beto is Roble Azul, Carla is Pino Azul."""
    found = three(store, language)
    for each in (*found, *more):
        wish(store, each, moderates=each is found[0])
    pass_time(clock, store, hours=1)
    for each in (*found, *more):
        each.write("/open")
        each.hears()
        each.write("/circle yes 1")
        each.write("menú")
    tick(store)
    for each in (*found, *more):
        each.hears()
    return found


def members(store: Store) -> set[int]:
    """Who is in a circle now."""
    query = select(CircleMember.person_id).join(Circle).where(CircleMember.state == IN, Circle.ended_at.is_(None))
    return store.run(lambda db: set(db.scalars(query)))


def heard_long_ago(db: Connection, person: int) -> None:
    """She has not written for a while, but her window is open."""
    db.execute(update(Contact).where(Contact.person_id == person).values(heard_at=now() - timedelta(hours=2)))
