"""Whoever has had her data erased: kept out of everything, brought back within the term, deleted after it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import Connection, func, select

from bot.erased import delete_erased
from bot.files import FileStore
from handlers import inbound
from models import (
    access,
    action_plans,
    audit,
    enrolling,
    erasing,
    invitations,
    joined,
    people,
    rights,
    suppressing,
)
from models.base import now
from models.erasing import NotErased
from models.people import Agency, Municipality, Person
from models.received import Arrival, Received
from models.rights import CANCELLATION
from models.rosters import Row
from models.store import Store
from tests.alumni import code_for, enrol
from tests.lives import HERS, OTHER
from tests.phones import Phone, phone_of

MOMENT = datetime(2026, 11, 24, 16, tzinfo=UTC)
NEUTRAL = "Este servicio es por invitación. Si tiene una clave de acceso, escríbala completa, por favor: son 16 letras y números."


@pytest.fixture(autouse=True)
def _on_that_day() -> object:
    with time_machine.travel(MOMENT, tick=False):
        yield


def ana(store: Store) -> Phone:
    return phone_of(store, store.run(enrol, plans=("Patrullaje",)))


def test_whoever_is_blocked_cannot_join_and_is_not_invited_counted_or_shown(store: Store) -> None:
    person = store.run(enrol)
    code = store.run(code_for, person)
    store.run(erasing.block, person, now())
    phone = Phone(store)
    assert phone.write(code)[0].text == NEUTRAL
    fresh = store.run(code_for, person)
    assert phone.write(fresh)[0].text == NEUTRAL
    assert store.run(invitations.guests) == []
    assert store.run(invitations.guests, None, [person]) == []
    assert store.run(joined.totals, now()).people == 0
    assert store.run(access.locked) == []


def test_a_joining_that_was_begun_before_does_not_end_in_a_blocked_account(store: Store) -> None:
    person = store.run(enrol)
    phone = Phone(store)
    phone.write(store.run(code_for, person))
    store.run(erasing.block, person, now())
    assert "queda en espera" in phone.write("Ejemplo")[0].text


def test_blocking_twice_or_nobody_is_told(store: Store) -> None:
    person = store.run(enrol)
    store.run(erasing.block, person, now())
    with pytest.raises(NotErased, match="already"):
        store.run(erasing.block, person, now())
    with pytest.raises(NotErased, match="not on record"):
        store.run(erasing.block, 99, now())
    with pytest.raises(NotErased, match="is not being erased"):
        store.run(erasing.restore, 99, now())


def test_within_the_term_she_comes_back_with_a_new_code(store: Store) -> None:
    phone = ana(store)
    for line in ("eliminar mis datos", "eliminar todo"):
        phone.write(line)
    store.run(erasing.restore, 1, now())
    (request,) = store.run(rights.everything)
    assert (request.due, request.withdrawn_on is not None) == (None, True)
    for line in (store.run(code_for, 1), "Ejemplo", "acepto", "ninguna"):
        phone.write(line)
    assert phone.write("sí")[0].text.startswith("Gracias. Sus datos están al día.")
    assert [plan.title for plan in store.run(action_plans.open_for, 1)] == ["Patrullaje"]


async def test_when_the_term_is_over_she_is_deleted(store: Store, tmp_path: Path) -> None:
    kept = FileStore(f"file://{tmp_path}/files")
    phone = ana(store)
    for line in ("eliminar mis datos", "eliminar todo"):
        phone.write(line)
    with time_machine.travel(MOMENT + timedelta(days=29, hours=23), tick=False):
        assert await delete_erased(store, kept) == 0
    with time_machine.travel(MOMENT + timedelta(days=30, minutes=1), tick=False):
        assert await delete_erased(store, kept) == 1
        assert await delete_erased(store, kept) == 0
    assert store.run(lambda db: db.scalar(select(func.count()).select_from(Person))) == 0
    (request,) = store.run(rights.everything)
    assert (request.person, request.kind, request.due) == (1, CANCELLATION, None)
    assert str(request.done_on) == "2026-12-24"
    assert store.run(audit.altered) is None
    assert [entry.action for entry in store.run(audited)] == ["person suppressed"]


def test_whoever_is_not_blocked_is_never_deleted(store: Store) -> None:
    person = store.run(enrol)
    assert store.run(suppressing.suppress, person, now()) == []
    assert store.run(people.profile, person).given_name == "Ana"


def test_a_replay_of_what_she_wrote_is_still_known(store: Store) -> None:
    phone = ana(store)
    arrival = Arrival("the same", "hola")
    store.run(inbound.receive, phone.from_here(), arrival, MOMENT)
    store.run(erasing.block, 1, now())
    store.run(suppressing.suppress, 1, now())
    assert store.run(inbound.receive, phone.from_here(), arrival, MOMENT) == inbound.Took()
    bodies = store.run(lambda db: db.execute(select(Received.body_sealed, Received.owner)).all())
    assert [tuple(each) for each in bodies] == [(None, "")]


def test_places_stay_as_long_as_somebody_is_or_was_there(store: Store) -> None:
    colleague = OTHER._replace(agency=HERS.agency, municipality="Villa de Muestra")
    store.run(enrolling.enrol, [HERS, colleague])
    (hers,) = [person for person in (1, 2) if store.run(people.profile, person).given_name == HERS.given_name]
    store.run(erasing.block, hers, now())
    store.run(suppressing.suppress, hers, now())
    left = store.run(
        lambda db: [db.scalar(select(func.count()).select_from(table)) for table in (Agency, Municipality)]
    )
    assert left == [1, 1]
    assert store.run(people.profile, 3 - hers).agency == HERS.agency


AGENCY = "Policía Municipal de Villa Ejemplo"


def on_roster(number: int, given: str = "Ana", **more: object) -> Row:
    return Row(number, given, "Ejemplo Rivera", "Curso", "2024", AGENCY)._replace(**more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (on_roster(2), "is person 1, who is being erased"),
        (on_roster(2, email="ana@example.org", cohort="2027", plan_title="Otro"), "is person 1, who is being erased"),
        (on_roster(2, cohort="2027"), "has the name and agency of person 1, who is being erased"),
    ],
)
def test_a_new_roster_neither_revives_nor_fills_her_and_says_so(store: Store, row: Row, told: str) -> None:
    store.run(enrolling.enrol, [on_roster(2, email="ana@example.org")])
    store.run(erasing.block, 1, now())
    before = store.run(people.profile, 1)
    outcome = store.run(enrolling.enrol, [row._replace(phone="+525550000009"), on_roster(3, "Beto", cohort="2027")])
    assert outcome.problems == []
    assert [(notice.row, notice.reason.startswith(told)) for notice in outcome.notices] == [(2, True)]
    assert (outcome.new_people, outcome.enrolments) == (1, 1)
    assert store.run(people.profile, 1) == before
    assert store.run(lambda db: db.scalar(select(func.count()).select_from(Person))) == 2


def test_a_namesake_with_another_e_mail_is_somebody_else(store: Store) -> None:
    store.run(enrolling.enrol, [on_roster(2, email="ana@example.org")])
    store.run(erasing.block, 1, now())
    rows = [on_roster(2, email="otra.ana@example.org"), on_roster(3, email="otra.ana@example.org", cohort="2027")]
    outcome = store.run(enrolling.enrol, rows, lambda row: True)
    assert (outcome.new_people, outcome.notices, outcome.same) == (1, [], [])


def test_of_two_namesakes_only_the_one_who_is_blocked_is_left_out(store: Store) -> None:
    both = [on_roster(2), on_roster(3)]
    store.run(enrolling.enrol, both)
    store.run(erasing.block, 1, now())
    again = store.run(enrolling.enrol, [both[0], both[1]._replace(plan_title="Plan de la segunda")])
    assert [notice.row for notice in again.notices] == [2]
    assert [plan.title for plan in store.run(action_plans.open_for, 2)] == ["Plan de la segunda"]


def audited(db: Connection) -> list[audit.AuditEntry]:
    return list(db.execute(select(audit.AuditEntry.__table__)))  # type: ignore[arg-type]  # rows with its columns
