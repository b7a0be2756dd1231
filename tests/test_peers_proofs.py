"""The proofs of docs/security.md about peers: nobody can be counted or found out, and nothing gives anybody away."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection, event, select, update

from models import people
from models.base import now
from models.contacts import Contact
from models.freezes import Whom
from models.peers import requests
from models.peers.candidates import Wanted
from models.peers.tables import PeerIntroduction
from models.people import Profile
from models.store import Store
from tests.frozen import freeze, lift
from tests.peered import HIS_AGENCY, NOON, Member, agree, ana, beto, helps, member, pass_time, shelve, tick

A_WEEK_OF_QUERIES = 1000
MESSAGES = 200
SEEKING = ("buscar colega", "1", "1", "1", "¿Cómo ordenan los turnos?", "sí")


@pytest.fixture(autouse=True)
def noon(clock: time_machine.Traveller, store: Store) -> None:
    clock.move_to(NOON)
    store.run(shelve)


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """What is said to the database meanwhile; numbers of savepoints left out."""
    run: list[str] = []

    def listen(_db: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        run.append(sql)

    event.listen(store.engine, "before_cursor_execute", listen)
    try:
        yield run
    finally:
        event.remove(store.engine, "before_cursor_execute", listen)


def seeks(store: Store, who: Member) -> tuple[list[str], list[str]]:
    """All that is said to somebody who looks for a peer, and all statements that it takes."""
    said: list[str] = []
    with statements(store) as run:
        for line in SEEKING:
            who.write(line)
            said += who.hears()
    return said, [sql for sql in run if "message" not in sql.casefold().split("where")[0]]


@pytest.mark.parametrize("there", [1, 4])
def test_looking_for_somebody_is_the_same_whether_anybody_is_there(store: Store, there: int) -> None:
    first, second = ana(store), member(store, "Dora", "Ejemplo", "Otra de Prueba", "YUC", address="600009")
    for who in (first, second):
        store.run(agree, who.person)
    nobody = seeks(store, first)
    for number in range(there):
        helper = member(store, "Eva", f"Prueba {number}", f"Agencia {number}", "NLE", address=f"60001{number}")
        store.run(helps, helper.person)
    assert seeks(store, second) == nobody


def test_whoever_is_frozen_is_as_if_she_were_not_there(store: Store) -> None:
    first, second = ana(store), member(store, "Dora", "Ejemplo", "Otra de Prueba", "YUC", address="600009")
    for who in (first, second):
        store.run(agree, who.person)
    for number in range(5):
        helper = member(store, "Eva", f"Prueba {number}", f"Agencia {number}", "NLE", address=f"60001{number}")
        store.run(helps, helper.person)
    number = freeze(store, Whom(state="NLE"))
    assert seeks(store, first)[0][3].startswith("Tal vez alguien pueda ayudarle.")
    lift(store, number)
    assert seeks(store, second)[0][3].startswith("Varias personas podrían ayudarle.")


def test_from_five_on_there_are_several(store: Store) -> None:
    her = ana(store)
    store.run(agree, her.person)
    for number in range(5):
        helper = member(store, "Eva", f"Prueba {number}", f"Agencia {number}", "NLE", address=f"60001{number}")
        store.run(helps, helper.person)
    assert seeks(store, her)[0][3].startswith("Varias personas podrían ayudarle.")


def test_nobody_comes_on_the_same_day_whether_all_declined_or_nobody_was_there(
    store: Store, clock: time_machine.Traveller
) -> None:
    """Who is told that nobody can learns nothing from the words, nor from the day."""
    first, second = ana(store), member(store, "Dora", "Ejemplo", "Otra de Prueba", "YUC", address="600009")
    him = beto(store)
    store.run(helps, him.person)
    for who, topic in ((first, "field"), (second, "records")):
        store.run(agree, who.person)
        store.run(requests.ask, who.person, Wanted(topic), "¿Cómo empiezo?", now())
    pass_time(clock, store, hours=1)
    him.write("no")
    heard: dict[str, list[tuple[int, str]]] = {"first": [], "second": []}
    for day in range(20):
        pass_time(clock, store, days=1)
        for name, who in (("first", first), ("second", second)):
            who.write("menú")
            heard[name] += [(day, text) for text in who.hears() if "nadie" in text]
    assert len(heard["first"]) == 1
    assert heard["first"] == heard["second"]


def test_a_thousand_queries_reveal_three_people_at_the_most(store: Store, clock: time_machine.Traveller) -> None:
    """Everybody there says yes at once: still a week's worth of asking reveals no more than three."""
    her = ana(store)
    store.run(agree, her.person)
    helpers = [
        member(store, "Eva", f"Prueba {number}", f"Agencia {number}", "NLE", address=f"60001{number}")
        for number in range(8)
    ]
    for helper in helpers:
        store.run(helps, helper.person)
    lots = Random(5)  # noqa: S311
    for number in range(A_WEEK_OF_QUERIES):
        topic = lots.choice(("field", "records"))
        if store.run(requests.may_ask, her.person, now()):
            store.run(requests.ask, her.person, Wanted(topic, lots.choice((None, "north"))), "¿Cómo?", now())
        if number % 100 == 0:
            pass_time(clock, store, hours=1)
            for helper in helpers:
                if helper.hears():
                    helper.write("sí")
    opened = store.run(
        lambda db: db.scalars(select(PeerIntroduction.id).where(PeerIntroduction.opened_at > NOON)).all()
    )
    assert 0 < len(opened) <= requests.MOST_A_WEEK


#: How people give themselves away, on purpose or not.
SAYS = (
    "Soy {given} {family}",
    "{family}, {given}, para servirle",
    "me llamo {GIVEN} {FAMILY}",
    "Habla {given} de los {family}",
    "mi número: {phone}",
    "{spaced}",
    "({dotted}) marque cuando guste",
    "whatsapp {zero}",
    "trabajo en la {agency}",
    "{AGENCY}, a sus órdenes",
    "{email}",
    "escríbame a @{handle}",
    "t.me/{handle}",
    "Buenos días",
    "Tenemos 24 oficiales y 3 patrullas desde 2019",
    "el turno es de 08:00 a 20:00, 24x24",
    "¿Cómo le hicieron con el manual de 2024?",
)


def generated(lots: Random, who: Profile) -> tuple[str, str]:
    """A message, and the phone number that may be in it."""
    digits = "".join(str(lots.randrange(10)) for _ in range(8))
    phone = f"81{digits}"
    names = {"given": who.given_name, "family": who.family_name.split()[0], "agency": who.agency or ""}
    values = names | {name.upper(): value.upper() for name, value in names.items()}
    values |= {
        "phone": phone,
        "spaced": " ".join(phone[at : at + 2] for at in range(0, 10, 2)),
        "dotted": ".".join((phone[:2], phone[2:6], phone[6:])),
        "zero": "\u200b".join(phone),
        "email": f"{who.given_name.lower()}@ejemplo.mx",
        "handle": f"{who.given_name.lower()}_{digits[:3]}",
    }
    parts = [lots.choice(SAYS).format(**values) for _ in range(lots.randrange(1, 4))]
    return " ".join(parts), phone


def test_before_the_reveal_no_message_holds_what_identifies(store: Store, clock: time_machine.Traveller) -> None:
    """Generated messages: none that reaches the other holds name, agency, address or phone of its author."""
    her, him = ana(store), beto(store)
    store.run(helps, him.person)
    store.run(agree, her.person)
    store.run(requests.ask, her.person, Wanted("field"), "¿Cómo empiezo?", now())
    pass_time(clock, store, hours=1)
    him.hears()
    him.write("sí")
    known = store.run(people.profile, him.person)
    lots, reached, phones = Random(11), list[str](), list[str]()  # noqa: S311
    for _number in range(MESSAGES):
        text, phone = generated(lots, known)
        phones.append(phone)
        him.write(text)
        him.hears()
        reached += her.hears()
        clock.shift(130)
        store.run(keep_in_touch, her.person)
    through = [text for text in reached if text.startswith("«")]
    assert len(through) > 10
    for text in through:
        plain = text.casefold()
        assert "beto" not in plain or "muestra" not in plain, text
        assert HIS_AGENCY.casefold() not in plain
        assert "@" not in plain
        assert "t.me" not in plain
        assert not any(phone in "".join(filter(str.isdigit, text)) for phone in phones)


def test_the_words_of_the_bot_itself_hold_nothing_either(store: Store, clock: time_machine.Traveller) -> None:
    """Everything that is said to her until both agreed, in a whole introduction."""
    her, him = ana(store), beto(store)
    store.run(helps, him.person)
    store.run(agree, her.person)
    store.run(requests.ask, her.person, Wanted("field"), "¿Cómo empiezo?", now())
    pass_time(clock, store, hours=1)
    told_him = him.hears()
    for line in ("sí", "Hola", "darnos a conocer", "sí"):
        him.write(line)
        him.hears()
    told_her = her.hears()
    for line in ("/peer reply 1", "Gracias", "/peer report 1", "el último", "/peer keep 1", "terminar"):
        her.write(line)
        told_her += her.hears()
        told_him += him.hears()
    tick(store)
    told_him += him.hears()
    assert not [
        text for text in told_her for word in ("Beto", "Muestra Salas", HIS_AGENCY, "Nuevo León") if word in text
    ]
    assert not [
        text for text in told_him for word in ("Ana", "Ejemplo Rivera", "Academia Estatal", "Yucatán") if word in text
    ]


def keep_in_touch(db: Connection, person: int) -> None:
    """She has written lately, so that her window is open."""
    db.execute(update(Contact).where(Contact.person_id == person).values(heard_at=now()))
