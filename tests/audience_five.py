"""Five people for audiences, few enough to be counted by hand; one of them is being erased."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select

from models import audience
from models.people import Person
from tests.audience_world import Her, Phone

MOMENT = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 1, 6, 0, tzinfo=UTC)  # where the programme is, it is the first second of November


def days(count: int) -> datetime:
    return MOMENT - timedelta(days=count)


def hers(heard: datetime, channel: str = "telegram", standing: str = "hers", language: str | None = None) -> Phone:
    return Phone(channel, heard, language, standing)


PEOPLE = {
    "ana": Her(state="SON", rank="command", agency="Fiscalía de Prueba", language="es", joined=MIDNIGHT, plans=["started"]),
    "eva": Her(state="CHH", rank="operative", language="en", joined=days(30), plans=["done", "dropped"], tags={"trainer"}),
    "iris": Her(joined=days(90), cohorts={("Curso", "2024")}),
    "olga": Her(cohorts={("Curso", "Generación 12"), ("Instituto", "2024")}, tags={"más formación"}),
    "ursa": Her(state="SON", joined=days(1), erased=True, plans=["started"], tags={"trainer"}),
}  # fmt: skip
PEOPLE["ana"].phones = [hers(days(30)), hers(days(1), standing="doubted"), hers(days(40), "whatsapp", "unreachable")]
PEOPLE["eva"].phones = [hers(days(30) - timedelta(milliseconds=1), "whatsapp")]
PEOPLE["iris"].phones = [hers(days(3), language="en", standing="revoked"), hers(days(200), language="en")]
PEOPLE["ana"].answers, PEOPLE["eva"].answers = {1: "yes"}, {1: "no"}
PEOPLE["ana"].received, PEOPLE["eva"].received, PEOPLE["iris"].received = {1: "read"}, {1: "sent"}, {1: "queued"}


def selected(db: Connection, text: str) -> list[int]:
    return list(db.scalars(select(Person.id).where(audience.condition(db, audience.parse(text), MOMENT))))


def resolved(db: Connection, text: str) -> str:
    return audience.write(audience.resolve(db, audience.parse(text)))


def sentence(db: Connection, text: str) -> tuple[str, str]:
    phrase = audience.sentence(db, audience.parse(text))
    return phrase.said("en"), phrase.said("es")
