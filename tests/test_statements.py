"""Prepared statements do the same as SQLAlchemy's own execution, on both databases."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, bindparam, func, insert, select, update

from models.base import now
from models.consents import Consent
from models.contacts import Contact
from models.people import Person
from models.programmes import Cohort, Programme
from models.statements import Prepared, Query
from models.store import Store

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOMENT = datetime(2026, 3, 8, 9, 59, 59, 999_000, tzinfo=UTC)


class Row(NamedTuple):
    id: int
    name: str
    starts_on: date | None


class Heard(NamedTuple):
    channel: str
    seal_id: bytes
    heard_at: datetime
    joined_at: datetime | None


ADD_PROGRAMME = Prepared(insert(Programme).values(name=bindparam("name")).returning(Programme.id))
ADD_COHORT = Prepared(
    insert(Cohort).values(
        programme_id=bindparam("programme"), name=bindparam("name"), starts_on=bindparam("starts"), ends_on=None
    )
)
COHORTS = Query(
    select(Cohort.id, Cohort.name, Cohort.starts_on)
    .where(Cohort.programme_id == bindparam("programme"))
    .order_by(Cohort.name)
    .limit(bindparam("most")),
    Row,
)
ADD_CONTACT = Prepared(
    insert(Contact)
    .values(
        channel=bindparam("channel"),
        seal_id=bindparam("seal"),
        address_sealed=b"\0sealed",
        created_at=bindparam("at"),
        heard_at=bindparam("at"),
        joined_at=bindparam("joined"),
    )
    .returning(Contact.id)
)
CONTACT = Query(
    select(Contact.channel, Contact.seal_id, Contact.heard_at, Contact.joined_at).where(
        Contact.id == bindparam("contact")
    ),
    Heard,
)


@pytest.fixture
def programme(store: Store) -> int:
    number = store.run(lambda db: ADD_PROGRAMME.number(db, name="Curso de ejemplo"))
    assert number is not None
    return number


def add_cohorts(db: Connection, programme: int, *names: str) -> None:
    ADD_COHORT.run_many(db, [{"programme": programme, "name": name, "starts": date(2026, 1, 31)} for name in names])


def test_the_new_number_is_that_of_the_row(store: Store, programme: int) -> None:
    assert store.run(lambda db: db.execute(select(Programme.id)).scalar_one()) == programme


def test_rows_come_back_as_tuples_in_order_and_no_more_than_asked_for(store: Store, programme: int) -> None:
    store.run(add_cohorts, programme, "c", "a", "b")
    store.run(add_cohorts, programme)
    rows = store.run(lambda db: COHORTS.all(db, programme=programme, most=2))
    assert [(row.name, row.starts_on) for row in rows] == [("a", date(2026, 1, 31)), ("b", date(2026, 1, 31))]
    assert store.run(lambda db: COHORTS.first(db, programme=programme, most=9)) == rows[0]
    assert store.run(lambda db: COHORTS.first(db, programme=programme + 1, most=9)) is None
    assert store.run(lambda db: COHORTS.all(db, programme=programme + 1, most=9)) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(
    seal=st.binary(max_size=20),
    at=st.integers(0, 7_000_000_000_000).map(lambda number: EPOCH + timedelta(milliseconds=number)),
    joined=st.none() | st.just(MOMENT),
)
def test_values_come_back_as_they_went_in(store: Store, seal: bytes, at: datetime, joined: datetime | None) -> None:
    def there_and_back(db: Connection) -> tuple[Heard | None, object]:
        number = ADD_CONTACT.number(db, channel="telegram", seal=seal, at=at, joined=joined)
        columns = (Contact.channel, Contact.seal_id, Contact.heard_at, Contact.joined_at)
        return CONTACT.first(db, contact=number), db.execute(select(*columns).where(Contact.id == number)).one()

    prepared, executed = store.run(there_and_back)
    assert prepared == Heard("telegram", seal, at, joined) == executed


def test_how_many_rows_were_written(store: Store, programme: int) -> None:
    store.run(add_cohorts, programme, "a", "b", "c")
    rename = Prepared(
        update(Cohort)
        .where(Cohort.name.in_(["a", "b"]))
        .values(name=Cohort.name + bindparam("more", type_=Cohort.name.type))
    )
    assert store.run(lambda db: rename.run(db, more=" 100 %")) == 2
    assert store.run(lambda db: rename.run(db, more=" 100 %")) == 0
    rows = store.run(lambda db: COHORTS.all(db, programme=programme, most=9))
    assert [row.name for row in rows] == ["a 100 %", "b 100 %", "c"]


def test_a_value_written_into_the_statement_need_not_be_given(store: Store) -> None:
    count = Prepared(select(func.count()).where(Contact.channel == "telegram", Contact.heard_at > MOMENT))

    def add(db: Connection, at: datetime) -> None:
        ADD_CONTACT.number(db, channel="telegram", seal=b"", joined=None, at=at)

    for at in (MOMENT - timedelta(days=1), MOMENT, MOMENT + timedelta(milliseconds=1)):
        store.run(add, at)
    assert store.run(lambda db: count.number(db))  # noqa: PLW0108 == 1


def test_yes_and_no_come_back_as_such(store: Store) -> None:
    class Given(NamedTuple):
        given: bool

    def write(db: Connection) -> None:
        number = ADD_CONTACT.number(db, channel="telegram", seal=b"", at=MOMENT, joined=None)
        names = {"given_name_sealed": b"", "family_name_sealed": b""}
        made = insert(Person).values(seal_id=b"", created_at=now(), **names).returning(Person.id)
        person = db.execute(made).scalar_one()
        decision = insert(Consent).values(
            person_id=person, contact_id=number, purpose="peers", given=bindparam("given"), notice="1", at=MOMENT
        )
        Prepared(decision).run_many(db, [{"given": True}, {"given": False}])

    store.run(write)
    rows = store.run(lambda db: Query(select(Consent.given).order_by(Consent.id), Given).all(db))
    assert [row.given for row in rows] == [True, False]
    assert [type(row.given) for row in rows] == [bool, bool]


def test_a_value_that_is_missing_is_named_before_anything_is_written(store: Store) -> None:
    with pytest.raises(KeyError, match="name"):
        store.run(lambda db: ADD_PROGRAMME.number(db))  # noqa: PLW0108
    assert store.run(lambda db: db.execute(select(func.count()).select_from(Programme)).scalar_one()) == 0


def test_what_is_undone_is_undone_for_prepared_statements_too(store: Store) -> None:
    def fail(db: Connection) -> None:
        ADD_PROGRAMME.number(db, name="x")
        raise ArithmeticError

    with pytest.raises(ArithmeticError):
        store.run(fail)
    assert store.run(lambda db: db.execute(select(func.count()).select_from(Programme)).scalar_one()) == 0
