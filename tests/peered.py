"""Two invented people on two channels: an instructor in Yucatán on WhatsApp, a chief in Nuevo León on Telegram."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import time_machine
from sqlalchemy import Connection, select, update

from dialogue.drawing.content import Content
from models import addresses, consents, outbox, people
from models.base import now
from models.contacts import Contact
from models.messages import QUEUED, SENT, Message
from models.peers import profiles, requests
from models.peers.candidates import Wanted
from models.peers.profiles import Profile
from models.peers.tables import PeerIntroduction
from models.people import Person
from models.resources import topics
from models.resources.items import Topic
from models.store import Store
from scheduler.jobs import JOBS
from tests.alumni import enrol
from tests.phones import Phone, check_the_law, drawn, phone_of

TOPICS = [
    Topic("field", {"es": "Capacitación en campo", "en": "Field training"}),
    Topic("records", {"es": "Llenado de registros", "en": "Keeping records"}),
]
NOON = datetime(2026, 11, 25, 18, tzinfo=UTC)  # a Wednesday in Mexico
#: What a phone shows of it, in Spanish.
UNDER = "[Contestar] [Terminar] [Bloquear] [Reportar]"
NOBODY = "Por ahora nadie puede ayudarle con esto. Puede volver a buscar otra semana, o con otro tema."
ENDED = "Su plática con «{}» terminó."
GONE = "No tiene pláticas abiertas con colegas. Para buscar, escriba «colegas»."

REASON = "¿Cómo ordenan ustedes los turnos?"
HER_AGENCY, HIS_AGENCY = "Academia Estatal de Muestra", "Dirección Municipal de Prueba"


@dataclass
class Member:
    """Somebody with a phone; `hears` is what came to it since the last look, whatever its lane."""

    store: Store
    person: int
    phone: Phone
    seen: int = 0

    def __call__(self, transcript: str) -> None:
        self.phone.moment = now()
        self.phone(transcript)
        self.hears()

    def write(self, line: str) -> list[Content]:
        """What a line of a transcript stands for, now; what is said in answer."""
        self.phone.moment = now()
        return self.phone.write(line)

    def hears(self) -> list[str]:
        """What was said to this phone and not looked at yet; its buttons can be pressed."""
        contents, self.seen = self.store.run(_since, self.phone, self.seen)
        self.phone.shown = contents or self.phone.shown
        self.store.run(check_the_law, self.phone.from_here())
        return [drawn(content) for content in contents]

    def waiting(self) -> list[datetime]:
        """When what is queued for this phone may go out."""
        return self.store.run(_due, self.phone)


def member(
    store: Store,
    given: str,
    family: str,
    agency: str,
    state: str,
    channel: str = "telegram",
    address: str = "500002",
    language: str = "es",
) -> Member:
    """Somebody who has joined, and agreed to nothing else yet."""
    person = store.run(enrol, given, family)
    phone = phone_of(store, person, channel, address, language)
    store.run(place, person, agency, state, language)
    return Member(store, person, phone)


def ana(store: Store, language: str = "es") -> Member:
    """The instructor in Yucatán."""
    address = "whatsapp:+529995000001"
    return member(store, "Ana", "Ejemplo Rivera", HER_AGENCY, "YUC", "whatsapp", address, language)


def beto(store: Store, language: str = "es") -> Member:
    """The chief in Nuevo León."""
    return member(store, "Beto", "Muestra Salas", HIS_AGENCY, "NLE", language=language)


def shelve(db: Connection) -> None:
    """There are two topics."""
    topics.keep(db, TOPICS)


def agree(db: Connection, person: int) -> None:
    """She takes part."""
    contact = next(iter(db.scalars(select(Contact.id).where(Contact.person_id == person))), 0)
    consents.record(db, person, contact, "2026-11b", {consents.PEERS: True})


def helps(db: Connection, person: int, topic: str = "field", /, **chosen: object) -> None:
    """She takes part, and can help with a topic."""
    agree(db, person)
    profile = Profile((topic,), (), ("es", "en"), True, True, False, ())
    profiles.keep(db, person, profile._replace(**chosen), now())  # type: ignore[arg-type]


def tick(store: Store) -> None:
    """Whatever is due about peers is dealt with, now."""
    for name in ("choose_peers", "move_introductions", "choose_peers", "move_introductions"):
        job = next(job for job in JOBS if job.name == name)
        store.run(job.run, now())


def pass_time(clock: time_machine.Traveller, store: Store, **time: float) -> None:
    """The clock moves on, and what is due is dealt with."""
    clock.move_to(now() + timedelta(**time))
    tick(store)


def place(db: Connection, person: int, agency: str, state: str, language: str) -> None:
    """Somebody has joined, and works there."""
    values = {"agency_id": people.named(db, people.Agency, agency), "state": state, "joined_at": now()}
    db.execute(update(Person).where(Person.id == person).values({**values, "language": language}))


def _due(db: Connection, phone: Phone) -> list[datetime]:
    theirs = (Message.contact_id == addresses.at(db, phone.from_here()).id, Message.state == QUEUED)
    return list(db.scalars(select(Message.due_at).where(*theirs).order_by(Message.id)))


def _since(db: Connection, phone: Phone, last: int) -> tuple[list[Content], int]:
    contact = addresses.at(db, phone.from_here()).id
    ready = (Message.contact_id == contact, Message.id > last, Message.state == QUEUED)
    rows = db.execute(select(Message.__table__).where(*ready).order_by(Message.id)).all()
    db.execute(update(Message).where(Message.id.in_([row.id for row in rows])).values(state=SENT))
    contents = [outbox.content_of(db, row.seal_id, row.body_sealed) for row in rows]
    return contents, max([last, *(row.id for row in rows)])


def looks(store: Store, who: Member, topic: str = "field") -> None:
    """Somebody looks for a peer."""
    store.run(agree, who.person)
    assert store.run(requests.ask, who.person, Wanted(topic), REASON, now()) is not None


def met(store: Store, clock: time_machine.Traveller) -> tuple[Member, Member]:
    """Ana and Beto, who write to each other as Cedro Azul and Roble Azul."""
    her, him = ana(store), beto(store)
    store.run(helps, him.person)
    looks(store, her)
    pass_time(clock, store, hours=1)
    him.hears()
    him.write("[Sí, le ayudo]")
    him.write("menú")
    her.write("hola")
    her.hears(), him.hears()
    return her, him


def states(store: Store) -> list[str]:
    """How all introductions stand."""
    return store.run(lambda db: list(db.scalars(select(PeerIntroduction.state).order_by(PeerIntroduction.id))))
