"""`lazos freeze` and `lazos introductions`: what staff do and see, and what exports leave out meanwhile."""

import json
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection, select, update

from models import erasing, freeze_desk, freezes, my_data, suppressing
from models.base import now
from models.freezes import Freeze, FrozenPerson, Whom
from models.peers.rest_table import PeerRest
from models.people import Person
from models.store import Store
from tests.canaries import behind_seals, lying_open
from tests.desk import Lazos, desk
from tests.exported import export_desk, fill, table
from tests.frozen import frozen, tell
from tests.peered import HER_AGENCY, NOON, ana, beto, met, shelve
from tests.roster_desk import audited

SECRET = "Zafirelio perdió el teléfono"


@pytest.fixture(autouse=True)
def noon(clock: time_machine.Traveller, store: Store) -> None:
    clock.move_to(NOON)
    store.run(shelve)


@pytest.fixture
def lazos(store: Store) -> Lazos:
    return desk(store)


def test_a_freeze_is_set_listed_and_lifted(lazos: Lazos, store: Store) -> None:
    her, him = ana(store), beto(store)
    rehearsed = lazos("freeze", "state", "Nuevo León", "--dry-run")
    assert rehearsed.output == "It would concern 1 person. Nobody is frozen.\n"
    assert not frozen(store, him)
    done = lazos("freeze", "state", "Nuevo León", "--why", SECRET)
    assert done.output.splitlines() == [
        "Freeze 1: messages of peers, introductions and exports rest for 1 person.",
        "`lazos freeze lift 1` ends it.",
    ]
    assert (frozen(store, her), frozen(store, him)) == (False, True)
    lazos("freeze", "agency", HER_AGENCY.upper()), lazos("freeze", "person", him.person), lazos("freeze", "all")
    assert frozen(store, her)
    listed = json.loads(lazos("freeze", "list", "--json").output)
    told = [(each["kind"], each["whom"], each["people"], each["why"]) for each in listed]
    assert told == [
        ("all", None, 2, None),
        ("person", str(him.person), 1, None),
        ("agency", HER_AGENCY, 1, None),
        ("state", "NLE", 1, SECRET),
    ]
    for number in (4, 3, 1):
        assert lazos("freeze", "lift", number).exit_code == 0
    assert (frozen(store, her), frozen(store, him)) == (True, False)
    lines = lazos("freeze", "list").output.splitlines()
    assert lines[0].startswith(f"2  agency {HER_AGENCY}  since 2026-11-25 18:00 UTC by ")
    assert lines[0].endswith("  1 person")
    assert "lifted 2026-11-25 18:00 UTC by " in lines[3]
    assert [entry.action for entry in audited(store)] == ["freeze set"] * 4 + ["freeze lifted"] * 3
    assert not [entry for entry in audited(store) if "Zafirelio" in entry.detail]
    assert lying_open(store, [SECRET]) == set()


def test_what_cannot_be_frozen_is_said_in_one_line(lazos: Lazos, store: Store) -> None:
    her = ana(store)
    lazos("freeze", "person", her.person)
    for words, line in (
        (("person", 999), "There is no person 999."),
        (("person", her.person), "That is frozen already: freeze 1."),
        (("lift", 7), "There is no freeze 7 in force."),
        (("state", "Atlántida"), "'Atlántida' is no state"),
        (("agency", "Agencia que no hay"), "Agencia que no hay"),
        (("person", "Ana"), "'Ana' is not a number."),
        (("all", "--why", "x" * 201), "a reason has at most 200 letters"),
    ):
        refused = lazos("freeze", *words)
        assert refused.exit_code != 0
        assert line in " ".join(refused.output.replace("│", "").split())
    assert len(store.run(freeze_desk.listed)) == 1


def test_exports_leave_out_the_frozen_and_are_refused_when_nobody_is_left(store: Store, tmp_path: Path) -> None:
    lazos = export_desk(store)
    store.run(fill)
    person = store.run(lambda db: db.execute(select(Person.id).order_by(Person.id).limit(1)).scalar_one())
    store.run(freezes.begin, Whom(person=person), None, "test", now())
    done = lazos("export", "responses", "--out", tmp_path / "r.csv")
    assert "1 person is left out: freeze 1 is in force." in done.output
    assert len(table(tmp_path / "r.csv")) == 7
    assert table(tmp_path / "r.about.csv") != []
    before = lazos("export", "indicators", "--json").output
    lazos("freeze", "all")
    for words in (("responses",), ("plans",)):
        refused = lazos("export", *words, "--out", tmp_path / "none.csv")
        assert refused.exit_code == 1
        assert refused.output == "No people are exported: freeze 2 is in force. `lazos freeze lift 2` ends it.\n"
    refused = lazos("person", "export", person, "--out", tmp_path / "p.json", "--reason", "she asks")
    assert refused.output.startswith(f"Person {person} is not exported: freezes 1, 2 are in force.")
    assert not tmp_path.joinpath("none.csv").exists()
    assert lazos("export", "indicators", "--json").output == before
    lazos("freeze", "lift", 2), lazos("freeze", "lift", 1)
    lazos("export", "responses", "--force", "--out", tmp_path / "r.csv")
    assert len(table(tmp_path / "r.csv")) == 8


def test_staff_see_that_there_are_introductions_and_nobody_in_them(
    lazos: Lazos, store: Store, clock: time_machine.Traveller
) -> None:
    assert lazos("introductions").output == "Nobody has been introduced yet.\n"
    her, him = met(store, clock)
    him.write("/peer reply 1"), him.write(SECRET), her.hears(), him.write("menú")
    her.write("/peer report 1"), her.write("el último")
    lazos("freeze", "person", him.person)
    shown = json.loads(lazos("introductions", "--json").output)
    (only,) = shown["introductions"]
    assert shown["totals"] == {"open": 1}
    assert only == {
        "id": 1,
        "state": "open",
        "topic": "field",
        "begun_on": "2026-11-25",
        "opened_on": "2026-11-25",
        "ended_on": None,
        "rests": True,
        "reported": True,
    }
    assert lazos("introductions").output.splitlines() == [
        "     1 open",
        "1  open  field  begun 2026-11-25, open since 2026-11-25  rests  reported",
    ]


def test_a_freeze_goes_with_her_and_stands_in_her_file(
    lazos: Lazos, store: Store, clock: time_machine.Traveller
) -> None:
    her, him = met(store, clock)
    lazos("freeze", "person", her.person, "--why", SECRET), lazos("freeze", "state", "YUC")
    tell(store)
    file = store.run(my_data.as_file, her.person)
    assert file["rests"] == [{"set_at": "2026-11-25T19:00:00+00:00", "lifted_at": None, "why": SECRET}]
    store.run(erasing.block, her.person, now())
    clock.shift(31 * 86400)
    store.run(suppressing.suppress, her.person, now())
    assert behind_seals(store, [SECRET]) == set()
    assert rows(store, FrozenPerson) == rows(store, PeerRest) == []
    assert [row.kind for row in rows(store, Freeze)] == ["state"]
    assert not frozen(store, him)


def test_a_freeze_is_forgotten_a_year_after_it_was_lifted(lazos: Lazos, store: Store) -> None:
    lazos("freeze", "all"), lazos("freeze", "lift", 1), lazos("freeze", "all")
    store.run(lambda db: db.execute(update(Freeze).where(Freeze.id == 1).values(lifted_at=now() - freeze_desk.KEPT)))
    assert store.run(freeze_desk.forget, now()) == 0
    assert store.run(freeze_desk.forget, now() + freeze_desk.KEPT) == 1
    assert [row.id for row in rows(store, Freeze)] == [2]


def rows(store: Store, table: Any) -> list[Any]:
    """Everything in a table."""

    def read(db: Connection) -> list[Any]:
        return list(db.execute(select(table.__table__)))

    return store.run(read)
