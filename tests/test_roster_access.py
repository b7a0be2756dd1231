"""Access codes: used once, for a while, by whoever knows the family name; nobody gets in by guessing."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import Connection

from models import access, people
from models.enrolling import enrol
from models.rosters import Row
from models.store import Store

SENDER = b"telegram 700000099"
START = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def code(store: Store) -> access.Issued:
    return store.run(_card)


def _card(db: Connection) -> access.Issued:
    enrol(db, [Row(2, "Ana", "De la Muestra Rivera", "Curso", "2024")])
    return access.issue(db, [(1, 1)])[0]


def _id_of(store: Store, issued: access.Issued) -> int:
    found = store.run(access.usable, SENDER, issued.code)
    assert found is not None
    return found


def test_a_code_has_eighty_bits_and_no_letter_that_looks_like_a_digit(code: access.Issued) -> None:
    assert [len(part) for part in code.code.split("-")] == [4, 4, 4, 4]
    assert len(set(access.ALPHABET)) ** access.LENGTH == 2**80
    assert not set(code.code) & set("OILU")


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: code.lower(),
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " "),
        lambda code: code.replace("-", "–"),
        lambda code: f"\u200e {code}\n",
        lambda code: code.replace("0", "o").replace("1", "l"),
    ],
)
def test_a_code_is_read_however_it_is_typed(store: Store, code: access.Issued, typed: object) -> None:
    assert callable(typed)
    assert store.run(access.usable, SENDER, typed(code.code)) is not None


@pytest.mark.parametrize("typed", ["", "hola", "0" * 15, "0" * 17, "ÑÑÑÑ-0000-0000-0000", "0" * 16])
def test_what_is_no_code_opens_nothing_and_counts(store: Store, code: access.Issued, typed: str) -> None:
    for _ in range(access.WRONG_CODES):
        assert not store.run(access.paused, SENDER)
        assert store.run(access.usable, SENDER, typed) is None
    assert store.run(access.paused, SENDER)


def test_five_wrong_codes_pause_that_sender_for_an_hour_and_nobody_else(store: Store, code: access.Issued) -> None:
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(access.WRONG_CODES):
            store.run(access.usable, SENDER, "0" * 16)
        assert store.run(access.paused, SENDER)
        assert not store.run(access.paused, b"another")
        clock.shift(timedelta(minutes=59, seconds=59))
        assert store.run(access.paused, SENDER)
        clock.shift(timedelta(seconds=2))
        assert not store.run(access.paused, SENDER)


def test_a_thousand_guesses_from_many_senders_open_nothing_while_the_owner_joins(
    store: Store, code: access.Issued
) -> None:
    def guess(db: Connection) -> list[int | None]:
        return [access.usable(db, b"sender %d" % (n % 100), f"{n:016d}") for n in range(1000)]

    assert store.run(guess) == [None] * 1000
    assert store.run(access.redeem, _id_of(store, code)) == code.person


def test_a_code_expires(store: Store) -> None:
    with time_machine.travel(START, tick=False) as clock:
        issued = store.run(_card)
        clock.shift(access.LIFETIME - timedelta(seconds=1))
        assert store.run(access.usable, SENDER, issued.code) is not None
        clock.shift(timedelta(seconds=2))
        assert store.run(access.usable, SENDER, issued.code) is None


def test_a_code_works_once(store: Store, code: access.Issued) -> None:
    found = _id_of(store, code)
    assert store.run(access.redeem, found) == code.person
    assert store.run(access.redeem, found) is None
    assert store.run(access.usable, SENDER, code.code) is None


def test_a_new_code_replaces_the_old_one(store: Store, code: access.Issued) -> None:
    found = _id_of(store, code)
    newer = store.run(access.issue, [(code.person, code.cohort)])[0]
    assert store.run(access.usable, SENDER, code.code) is None
    assert store.run(access.usable, SENDER, newer.code) is not None
    assert store.run(access.recognised, found, "Muestra") == "locked"


def test_three_wrong_family_names_lock_a_code_for_everybody(store: Store, code: access.Issued) -> None:
    found = _id_of(store, code)
    told = [store.run(access.recognised, found, name) for name in ("Rivera", "Luna", "Ficticio")]
    assert told == ["no", "no", "locked"]
    assert store.run(access.recognised, found, "De la Muestra") == "locked"
    assert store.run(access.redeem, found) is None
    assert store.run(access.locked) == [code.person]


def test_a_list_of_family_names_is_one_wrong_guess(store: Store, code: access.Issued) -> None:
    found = _id_of(store, code)
    assert store.run(access.recognised, found, "Luna Muestra Ficticio Ejemplo Modelo") == "no"


def test_the_right_name_after_two_wrong_ones_is_recognised(store: Store, code: access.Issued) -> None:
    found = _id_of(store, code)
    told = [store.run(access.recognised, found, name) for name in ("Luna", "Ficticio", "muestra")]
    assert told == ["no", "no", "yes"]


def test_new_invitations_unlock(store: Store, code: access.Issued) -> None:
    found = _id_of(store, code)
    for _ in range(access.NAME_TRIES):
        store.run(access.recognised, found, "Luna")
    newer = store.run(access.issue, [(code.person, code.cohort)])[0]
    assert store.run(access.locked) == []
    assert store.run(access.recognised, _id_of(store, newer), "Muestra") == "yes"


def test_joining_is_remembered(store: Store, code: access.Issued) -> None:
    store.run(access.redeem, _id_of(store, code))
    assert store.run(people.profile, code.person).family_name == "De la Muestra Rivera"
    assert store.run(access.locked) == []
