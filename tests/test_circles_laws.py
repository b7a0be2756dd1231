"""Laws of circles: never two in one who are to be kept apart, and the same words whoever is there."""

from collections.abc import Sequence
from itertools import combinations
from random import Random

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite
from sqlalchemy import Connection, select

from models import people
from models.base import now
from models.circles import gathering, members, wishes
from models.circles.choosing import Wants, chosen
from models.circles.tables import ASKED, CHOSEN, CONCERNED, FEWEST, KNOCKS, LIVE, MOST, Circle, CircleMember
from models.peers import introductions, profiles
from models.peers.profiles import Profile
from models.peers.tables import PeerBlock
from models.store import Store
from tests.circled import carla, dora, tick, wish
from tests.peered import NOON, Member, ana, beto, helps, member, shelve
from tests.test_peers_proofs import statements

WISHES = ("círculos", "1", "sí")
SURNAMES = ("Ensayo", "Muestra", "Prueba", "Modelo")
NAMES = [(f"Eva{number}", f"{SURNAMES[number % 4]} {number}") for number in range(20)]
AGENCIES = ("Academia de Muestra", "Fiscalía de Prueba", "Juzgado Ejemplo", "Centro Modelo", "Escuela de Ensayo")


@pytest.fixture
def noon(clock: time_machine.Traveller, store: Store) -> None:
    clock.move_to(NOON)
    store.run(shelve)


def crowd(store: Store, lots: Random) -> list[Member]:
    """Twenty people; some share agencies, some avoid names, speak one language, or have blocked somebody."""
    everybody = []
    for number in range(20):
        given_name, family = NAMES[number]
        who = member(store, given_name, family, lots.choice(AGENCIES), "NLE", address=f"60{number:04}")
        everybody.append(who)
        store.run(describe, who.person, lots)
    for _pair in range(20):
        one, other = lots.sample(everybody, 2)
        store.run(introductions.keep_apart, one.person, other.person, now())
    return everybody


def describe(db: Connection, person: int, lots: Random) -> None:
    """Her profile, and her wish."""
    languages = lots.choice((("es",), ("en",), ("es", "en"), ("es", "en"), ("es", "en")))
    named = (" ".join(lots.choice(NAMES)), " ".join(lots.choice(NAMES)), lots.choice(AGENCIES))
    avoids = named[: lots.randrange(4)]
    own = lots.random() < 0.5
    helps(db, person, "field", languages=languages, avoids=avoids, same_agency=own)
    wishes.wish(db, person, "field", lots.random() < 0.5, now())


@pytest.mark.usefixtures("noon")
def test_never_are_two_in_one_circle_who_are_to_be_kept_apart(store: Store, clock: time_machine.Traveller) -> None:
    """Whatever is chosen, agreed to and let in: each pair of each circle is looked at with eyes of its own."""
    lots = Random(7)  # noqa: S311
    everybody = crowd(store, lots)
    for _round in range(3):
        tick(store)
        for person, circle in store.run(asked):
            store.run(gathering.answer, person, circle, lots.random() < 0.7, now())
        tick(store)
        for seat in [seat for number in store.run(circles) for seat in store.run(members.seated, number, KNOCKS)]:
            store.run(gathering.admit, seat, now())
        for who in lots.sample(everybody, 5):
            store.run(wishes.wish, who.person, "field", lots.random() < 0.5, now())
    there = [store.run(seated, number) for number in store.run(circles)]
    assert len(there) > 1
    assert max(map(len, there)) <= MOST
    for people_there in there:
        assert not [(one, other) for one, other in combinations(people_there, 2) if not store.run(may_meet, one, other)]
        assert any(
            all(language in profile(store, person).languages for person in people_there) for language in ("es", "en")
        )
    shared = [len(one & other) for one, other in combinations(there, 2)]
    assert max(shared) < 2


def may_meet(db: Connection, one: int, other: int) -> bool:
    """The rule once more, in plain words."""
    hers, theirs = people.profile(db, one), people.profile(db, other)
    mine, yours = profiles.of(db, one), profiles.of(db, other)
    assert mine is not None
    assert yours is not None
    named = {f"{who.given_name} {who.family_name}": whose for who, whose in ((theirs, mine), (hers, yours))}
    avoided = any(name in whose.avoids for name, whose in named.items())
    avoided = avoided or theirs.agency in mine.avoids or hers.agency in yours.avoids
    pair = (PeerBlock.person_id.in_((one, other)), PeerBlock.blocked_id.in_((one, other)))
    blocked = db.execute(select(PeerBlock.at).where(*pair)).first() is not None
    return not (avoided or blocked or (hers.agency == theirs.agency and not (mine.same_agency and yours.same_agency)))


def profile(store: Store, person: int) -> Profile:
    found = store.run(profiles.of, person)
    assert found is not None
    return found


def circles(db: Connection) -> list[int]:
    return list(db.scalars(select(Circle.id).where(Circle.state.in_(LIVE))))


def seated(db: Connection, circle: int) -> set[int]:
    """Who is in a circle, or on the way into it."""
    return {seat.person for seat in members.seated(db, circle, *CONCERNED)}


def asked(db: Connection) -> list[tuple[int, int]]:
    waits = CircleMember.state.in_((CHOSEN, ASKED))
    return [(row.person_id, row.circle_id) for row in db.execute(select(CircleMember.__table__).where(waits))]


@composite
def worlds(draw: DrawFn) -> tuple[list[Wants], set[frozenset[int]]]:
    """Some people who wait, and who of them may not meet."""
    number = draw(st.integers(1, 16))
    people = [Wants(person, draw(st.booleans())) for person in range(number)]
    pairs = [frozenset(pair) for pair in combinations(range(number), 2)]
    return people, draw(st.sets(st.sampled_from(pairs), max_size=len(pairs))) if pairs else set()


@given(worlds())
def test_whoever_is_chosen_may_meet_and_three_are_found_where_there_are_three(
    world: tuple[list[Wants], set[frozenset[int]]],
) -> None:
    (first, *others), apart = world

    def may(people: Sequence[int]) -> bool:
        return not any(frozenset(pair) in apart for pair in combinations(people, 2))

    found = chosen(first, others, may)
    triples = [[first, *pair] for pair in combinations(others, 2)]
    possible = any(may([each.person for each in three]) and any(each.moderates for each in three) for three in triples)
    assert bool(found) is possible
    if found:
        assert FEWEST <= len(found) <= MOST
        assert len(set(found)) == len(found)
        assert first in found
        assert may([each.person for each in found])
        assert any(each.moderates for each in found)


@pytest.mark.usefixtures("noon")
def test_a_wish_is_noted_in_the_same_words_whoever_is_there(store: Store, clock: time_machine.Traveller) -> None:
    """Nobody there, somebody waiting, a circle about to be asked for, a circle that goes on, somebody blocked."""
    first, second = ana(store), carla(store)
    for who in (first, second):
        store.run(helps, who.person)
    nobody = wishes_for_one(store, first)
    for number in range(4):
        other = member(store, "Eva", f"Prueba {number}", f"Agencia {number}", "NLE", address=f"60001{number}")
        store.run(helps, other.person)
        wish(store, other, moderates=True)
    tick(store)
    assert store.run(circles)
    assert wishes_for_one(store, second) == nobody
    assert first.person in [person for person, _circle in store.run(asked)]
    for line in ("círculos", "pedir un círculo", "1", "no"):  # somebody has been found, and she is not asked yet
        first.write(line)
    assert first.hears()[-1] == nobody[0][-1]
    third, fourth = beto(store), dora(store)
    for who in (third, fourth):
        store.run(helps, who.person)
    for person, circle in store.run(asked):
        store.run(gathering.answer, person, circle, True, now())
    tick(store)
    store.run(introductions.keep_apart, third.person, first.person, now())
    assert [wishes_for_one(store, each) for each in (third, fourth)] == [nobody, nobody]


def wishes_for_one(store: Store, who: Member) -> tuple[list[str], list[str]]:
    """All that is said to somebody who would like a circle, and all statements that it takes."""
    said: list[str] = []
    with statements(store) as run:
        for line in WISHES:
            who.write(line)
            said += who.hears()
    return said, [sql for sql in run if "message" not in sql.casefold().split("where")[0]]
