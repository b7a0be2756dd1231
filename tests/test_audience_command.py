"""`lazos audience`, and that the database looks nobody up without an index."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, select, text

from models import audience
from models.announcements import drafts
from models.announcements.drafts import Draft, Words
from models.base import now
from models.people import Agency, Person, named
from models.programmes import Cohort, Programme
from models.store import Store
from models.tags import PersonTag
from tests.crowd import crowd
from tests.desk import Lazos, desk


@pytest.fixture
def lazos(store: Store) -> Lazos:
    return desk(store)


def test_an_audience_is_shown_in_words_and_numbers(store: Store, lazos: Lazos) -> None:
    store.run(lambda db: crowd(db, 3, state="SON"))
    store.run(lambda db: crowd(db, 2, "whatsapp", state="SON", language="en"))
    store.run(lambda db: crowd(db, 1, "whatsapp", now() - timedelta(days=2), state="SON"))
    store.run(lambda db: crowd(db, 4, state="SON", joined_at=None))
    assert lazos("audience", "estado = son y no plan = alguno").stdout == (
        "es: Todas las personas de Sonora y sin un plan.\n"
        "en: All people in Sonora and without a plan.\n"
        "An announcement would reach 5 of 10 people now.\n"
        "  3 on Telegram\n"
        "  2 on WhatsApp at once\n"
        "  2 in en\n"
        "  3 in es\n"
        "Left out:\n"
        "  4 have not joined\n"
        "  1 needs a template that is not approved\n"
    )
    assert json.loads(lazos("audience", "estado = son y no plan = alguno", "--json").stdout) == {
        "expression": "state = Sonora and plan != any",
        "sentence": {
            "es": "Todas las personas de Sonora y sin un plan.",
            "en": "All people in Sonora and without a plan.",
        },
        "in_audience": 10,
        "people": 5,
        "by": {"telegram": 3, "whatsapp_open": 2, "whatsapp_closed": 0},
        "languages": {"en": 2, "es": 3},
        "excluded": {
            "not_joined": 4,
            "stopped": 0,
            "no_consent": 0,
            "unreachable": 0,
            "paused": 0,
            "no_template": 1,
            "duplicate": 0,
        },
    }


def test_nobody_is_told_plainly(lazos: Lazos) -> None:
    assert lazos("audience", "todos").stdout == (
        "es: Todas las personas.\nen: Everybody.\nAn announcement would reach 0 of 0 people now.\n"
    )


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ("state = Sonoro", "There is no “Sonoro” under “state”. Did you mean: Sonora?"),
        ("cohort = 2024", "There is no “2024” under “cohort”. There are none yet."),
        ("state", "After “state” comes “=”, “in” or “not in”."),
    ],
)
def test_what_is_unclear_is_wrong_usage(lazos: Lazos, expression: str, told: str) -> None:
    result = lazos("audience", expression)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in re.sub(r"[\s│]+", " ", result.stderr)


EVERYTHING = (
    "cohort = C or programme = P or (cohort = C and programme = P) or agency = A or channel = telegram or plan = open or "
    "tag = t or active within 30 days or silent for 90 days or answered 1 or answered 1 with yes or received 1 or language = en"
)


def test_every_table_but_that_of_people_is_searched_by_an_index(store: Store) -> None:
    store.run(fill)
    plan = store.run(plan_of, EVERYTHING)
    scanned = re.findall(r"(?:SCAN|Seq Scan on) (\w+)", plan)
    assert set(scanned) <= {"person", "cohort"}  # there are some dozens of cohorts, and they are asked for once
    assert "person" in scanned


def fill(db: Connection) -> None:
    drafts.write(db, Draft("all", {"es": Words("Hola")}, "rsvp"), "staff 1", now())
    programme = db.execute(insert(Programme).values(name="P").returning(Programme.id)).scalar_one()
    db.execute(insert(Cohort).values(programme_id=programme, name="C"))
    named(db, Agency, "A")
    (person,) = crowd(db, 1)
    db.execute(insert(PersonTag).values(person_id=person, tag="t"))


def plan_of(db: Connection, expression: str) -> str:
    wanted = select(Person.id).where(audience.condition(db, audience.parse(expression), now()))
    sql = str(wanted.compile(db.engine, compile_kwargs={"literal_binds": True}))
    if db.dialect.name == "postgresql":
        db.execute(text("SET LOCAL enable_seqscan = off"))
    rows = db.exec_driver_sql(("EXPLAIN " if db.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN ") + sql)
    return "\n".join(str(row[-1]) for row in rows)
