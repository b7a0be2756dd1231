"""`lazos tickets`, `lazos staff`, `lazos who`."""

import json
import re

import pytest

from models import audit, tickets
from models.store import Store
from tests.alumni import enrol
from tests.desk import Lazos, desk
from tests.phones import Phone, everything_for, phone_of


@pytest.fixture
def lazos(store: Store) -> Lazos:
    return desk(store)


def asked(store: Store) -> Phone:
    phone = phone_of(store, store.run(enrol))
    phone.write("persona ¿cuándo es el taller?")
    return phone


def test_a_ticket_is_listed_shown_answered_and_closed(store: Store, lazos: Lazos) -> None:
    phone = asked(store)
    (row,) = json.loads(lazos("tickets", "list", "--json").stdout)
    assert (row["id"], row["person"], row["waits_for"], row["messages"]) == (1, 1, "staff", 1)
    assert "¿cuándo es el taller?" in lazos("tickets", "show", 1).stdout
    assert lazos("tickets", "reply", 1, "-", stdin="El 12 de febrero.\n").stdout == "The answer is on its way.\n"
    assert store.run(everything_for, phone)[-1].text == "El equipo le contesta: El 12 de febrero."
    assert lazos("tickets", "list").stdout.startswith("1  person 1  waits for person since 20")
    assert lazos("tickets", "close", 1).stdout == "Ticket 1 is closed.\n"
    assert lazos("tickets", "list").stdout == "No ticket is open.\n"
    assert store.run(audit.altered) is None


@pytest.mark.parametrize("words", [("reply", 7, "Sí"), ("close", 7), ("show", 7)])
def test_a_ticket_that_is_not_there(lazos: Lazos, words: tuple[object, ...]) -> None:
    result = lazos("tickets", *words)
    assert (result.exit_code, result.stdout) == (1, "")
    assert re.fullmatch(r"There is no (open )?ticket 7\.\n", result.stderr)


@pytest.mark.parametrize("text", ["  ", "x" * 1201])
def test_an_answer_that_is_empty_or_too_long_is_refused(store: Store, lazos: Lazos, text: str) -> None:
    asked(store)
    assert lazos("tickets", "reply", 1, text).exit_code == 2
    assert len(store.run(tickets.thread, 1)) == 1


def test_staff_come_and_go(store: Store, lazos: Lazos) -> None:
    added = lazos("staff", "add", "Eva Muestra", "--role", "officer").stdout
    assert added.startswith("Staff member 1.\nCode for their phone, once, for one hour: ")
    code = added.split()[-1]
    phone = Phone(store, address="900001")
    assert "equipo" in phone.write(code)[0].text
    assert json.loads(lazos("staff", "list", "--json").stdout) == [
        {"id": 1, "name": "Eva Muestra", "role": "officer", "phones": 1, "second_factor": False}
    ]
    assert lazos("staff", "remove", 1).stdout == "Staff member 1 is removed.\n"
    assert lazos("staff", "list").stdout == "Nobody is on the staff yet.\n"
    assert "16 letras" in phone.write("pendientes")[0].text
    assert (lazos("staff", "remove", 1).exit_code, lazos("staff", "code", 1).exit_code) == (1, 1)
    assert lazos("staff", "add", "Eva Muestra", "--role", "queen").exit_code == 2


def test_who_has_joined(store: Store, lazos: Lazos) -> None:
    store.run(enrol)
    found = json.loads(lazos("who", "--json").stdout)
    assert (found["people"], found["joined"], found["cohorts"][0]["people"]) == (1, 0, 1)
    assert lazos("who").stdout.startswith("0 of 1 person has joined, 0 of them this week.\n     0 of 1      Programa")
