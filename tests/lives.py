"""A whole life in the service, of an invented alumna whose every word is a canary: roster, phones, plans, questions."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

import time_machine
from sqlalchemy import Connection, select

from models import access, enrolling, freezes, invitations, milestones, people, postings, staff, tickets
from models.action_plans import ActionPlan
from models.freezes import Whom
from models.peers import profiles, requests, resting
from models.peers.candidates import Wanted
from models.peers.profiles import Profile
from models.people import Person
from models.postings import TRANSFERRED, Change
from models.rosters import Row
from models.store import Store
from tests.peered import agree, helps, member, shelve, tick
from tests.phones import Phone

MOMENT = datetime(2026, 11, 24, 16, tzinfo=UTC)  # a Tuesday, ten in the morning in Mexico City
TELEGRAM, WHATSAPP = "730000191", "whatsapp:+525550007391"

GIVEN, FAMILY, FIRST, CORRECTED = "Zulmarina", "Quetzalupe Ñandú", "Quetzalupe", "Berilupe"
AGENCY, MUNICIPALITY, NEW_AGENCY = "Corporación Zafirela", "Villa Nopalúdica", "Instituto Granatelo"
EMAIL, PHONE = "zulmarina.canaria@example.org", "+525550007391"
PLAN, GOAL, MILESTONE = "Turmalina escondida", "Obsidiana callada", "Malaquita pendiente"
NOTE, QUESTION, ANSWER = "jadeíta en la academia", "ambarina sobre el taller", "amatistela en febrero"
AVOIDED, SOUGHT, TOLD, REACHED = "Opalina del Cuarzo", "rubelita en turnos", "serpentina de noche", "citrinela_ejemplo"
FROZEN = "espinela perdida"
TYPED, HIDDEN = "Coralinda entre líneas", "Perlavista secreta"
_AT_WORK = (AGENCY, MUNICIPALITY, NEW_AGENCY, PLAN, GOAL, MILESTONE)
_SAID = (NOTE, QUESTION, ANSWER, TYPED, HIDDEN)
_TO_PEERS = (AVOIDED, SOUGHT, TOLD, REACHED, FROZEN)
CANARIES = frozenset((GIVEN, FAMILY, CORRECTED, EMAIL, PHONE, TELEGRAM, *_AT_WORK, *_SAID, *_TO_PEERS))

HERS = Row(
    *(2, GIVEN, FAMILY, "Curso", "2024", AGENCY, "command", "CHH", MUNICIPALITY, EMAIL, PHONE, "es"),
    plan_title=PLAN,
    plan_goal=GOAL,
    plan_due=date(2027, 6, 30),
)
#: Somebody else, who stays: her words must not go with the others.
OTHER = Row(
    3, "Grace", "Sample", "Curso", "2024", "Academia de Muestra", email="grace@example.org", plan_title="Sample"
)


@dataclass
class Life:
    """What she leaves behind, and what stays with others."""

    person: int
    other: int
    telegram: Phone
    whatsapp: Phone
    staff: Phone


@contextmanager
def lived(store: Store) -> Iterator[Life]:
    """Her life so far, with the clock at its end."""
    with time_machine.travel(MOMENT, tick=False):
        person, other = store.run(_enrol)
        phones = (("telegram", TELEGRAM), ("whatsapp", WHATSAPP), ("telegram", "9"))
        life = Life(person, other, *(Phone(store, channel, address, moment=MOMENT) for channel, address in phones))
        _join(store, life)
        _meet(store, life)
        _report(store, life)
        _ask(store, life)
        yield life


def _enrol(db: Connection) -> tuple[int, int]:
    enrolling.enrol(db, [HERS, OTHER])
    hers, other = db.scalars(select(Person.id).order_by(Person.id))
    return hers, other


def _join(store: Store, life: Life) -> None:
    for line in (
        _code(store, life.person),
        FIRST,
        "acepto",
        "1 y 3",
        "corregir algo",
        "apellidos",
        CORRECTED,
    ):
        life.telegram.write(line)
    for line in ("sí", TYPED, b64encode(f"me llamo {HIDDEN}".encode()).decode()):
        life.telegram.write(line)
    link = life.telegram.write("usar otro teléfono")[0].text.split("\n\n")[1]
    for line in (link, FIRST, "hola"):
        life.whatsapp.write(line)


def _meet(store: Store, life: Life) -> None:
    """She looks for a peer, writes with him, says how she can be reached, and is frozen for a moment."""
    store.run(shelve)
    him = member(store, "Beto", "Muestra Salas", "Dirección de Prueba", "NLE", address="500012")
    store.run(helps, him.person)
    store.run(agree, life.person)
    store.run(profiles.keep, life.person, Profile((), ("field",), ("es",), True, True, False, (AVOIDED,)), MOMENT)
    store.run(requests.ask, life.person, Wanted("field"), f"Quiero saber de {SOUGHT}", MOMENT)
    tick(store)
    him.write("/peer yes 1")
    for line in ("/peer reply 1", f"Le cuento de {TOLD}", "menú", "/peer share 1", "sí"):
        life.telegram.write(line)
    for line in ("/peer share 1", "sí"):
        him.write(line)
    for line in ("/peer share 1", f"@{REACHED}", "sí", "menú"):
        life.telegram.write(line)
    store.run(_freeze, life.person)


def _freeze(db: Connection, person: int) -> None:
    """As the commands do it, when a phone was thought lost."""
    number = freezes.begin(db, Whom(person=person), f"Una {FROZEN}", "test", MOMENT)
    resting.settle(db, MOMENT)
    freezes.lift(db, number, "test", MOMENT)
    resting.settle(db, MOMENT)


def _report(store: Store, life: Life) -> None:
    store.run(_plan_more, life.person)
    for line in ("avance", "60", "nada", f"capacitamos con {NOTE}", "omitir", "(photo)", "avance", "65"):
        life.telegram.write(line)


def _ask(store: Store, life: Life) -> None:
    """Ask the staff, who answer from a phone of theirs; what is left unfinished is a report."""
    life.telegram.write(f"hablar con una persona {QUESTION}")
    member = store.run(staff.add, "Eva Muestra", "officer")
    for line in (store.run(staff.issue_code, member), "pendientes", "contestar", f"Sí, {ANSWER}"):
        assert line is not None
        life.staff.write(line)
    (open_now,) = store.run(tickets.all_open)
    assert [said.author for said in store.run(tickets.thread, open_now.id)] == ["person", "staff"]


def _code(store: Store, person: int) -> str:
    def issued(db: Connection) -> str:
        (guest,) = invitations.guests(db, only=[person])
        return access.issue(db, [(person, guest.cohort_id)])[0].code

    return store.run(issued)


def _plan_more(db: Connection, person: int) -> None:
    plan = db.execute(select(ActionPlan.id).where(ActionPlan.person_id == person)).scalar_one()
    milestones.add(db, person, plan, MILESTONE, date(2027, 1, 15))
    postings.change(db, person, Change(TRANSFERRED, date(2026, 11, 1), agency=NEW_AGENCY, state="COA"))
    people.confirm_profile(db, person)
