"""The law of the matching: nobody twice, nobody kept apart, and nobody left over who could come first."""

from collections.abc import Iterator
from itertools import combinations
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.peers.rounds import matching
from models.peers.rounds.matching import match
from models.peers.rounds.people import Member, Pair, Round, shared_topic

TOPICS = st.lists(st.integers(1, 4), max_size=2, unique=True).map(tuple)
MEMBERS = st.builds(
    Member,
    id=st.just(0),
    agency=st.one_of(st.none(), st.integers(1, 3)),
    helps=TOPICS,
    seeks=TOPICS,
    languages=st.sampled_from([("es",), ("en",), ("es", "en"), ()]),
    region=st.sampled_from([None, "north", "south"]),
    level=st.sampled_from([None, "middle", "senior"]),
    same_agency=st.booleans(),
    first=st.booleans(),
)


@st.composite
def rounds(draw: st.DrawFn) -> Round:
    drawn = draw(st.lists(MEMBERS, min_size=2, max_size=8))
    members = [msgspec.structs.replace(each, id=100 + at) for at, each in enumerate(drawn)]
    pairs = st.tuples(*[st.integers(100, 99 + len(members))] * 2)
    return Round("2026-11", members, draw(st.lists(pairs, max_size=6)))


def allowed(round_: Round) -> set[frozenset[int]]:
    """The pairs that may be, said once more in other words."""
    apart = {frozenset(pair) for pair in round_.apart}
    return {
        frozenset((one.id, other.id))
        for one, other in combinations(round_.members, 2)
        if set(one.helps + one.seeks) & set(other.helps + other.seeks)
        and set(one.languages) & set(other.languages)
        and (one.agency is None or one.agency != other.agency or (one.same_agency and other.same_agency))
        and frozenset((one.id, other.id)) not in apart
    }


def every_matching(pairs: list[frozenset[int]]) -> Iterator[list[frozenset[int]]]:
    """All ways to choose pairs of which no two have somebody in common."""
    yield []
    for at, pair in enumerate(pairs):
        rest = [other for other in pairs[at + 1 :] if not other & pair]
        yield from ([pair, *more] for more in every_matching(rest))


@pytest.mark.parametrize("block", [matching.BLOCK, 3])
@settings(max_examples=150, deadline=None)
@given(round_=rounds())
def test_the_law_of_a_round(block: int, round_: Round) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "BLOCK", block)
        pairs = match(round_)
    people = {each.id: each for each in round_.members}
    met = [frozenset((pair.one, pair.other)) for pair in pairs]
    taken = [person for pair in met for person in pair]
    assert len(taken) == len(set(taken)), "nobody twice"
    assert set(met) <= allowed(round_), "nobody who is kept apart"
    for pair in pairs:
        assert pair.topic == shared_topic(people[pair.one], people[pair.other])
    if block < len(people):
        return  # blocks are matched one by one: what follows holds within each
    ways = list(every_matching(sorted(allowed(round_), key=sorted)))
    assert len(met) == max(len(way) for way in ways), "as many as can be"
    first = {each.id for each in round_.members if each.first}
    assert len(first & set(taken)) == max(len(first & set().union(*way)) for way in ways), "and first who had nobody"
    assert match(round_) == pairs, "the same for the same people"


def test_above_a_block_whoever_had_nobody_still_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """300 people in blocks of 50: the rare partner of each who comes first lies in another block."""
    monkeypatch.setattr(matching, "BLOCK", 50)
    rare = [Member(each, each, (100 + each,), (), ("es",), first=True) for each in range(20)]
    partners = [Member(1000 + each, 500 + each, (1,), (100 + each,), ("es",)) for each in range(20)]
    others = [Member(2000 + each, 900 + each, (1,), (), ("es",)) for each in range(260)]
    everybody = rare + partners + others
    Random(1).shuffle(everybody)  # noqa: S311  # the same order each time
    pairs = match(Round("2026-11", everybody, []))
    assert {(pair.one, pair.other) for pair in pairs} | {(pair.other, pair.one) for pair in pairs} >= {
        (each, 1000 + each) for each in range(20)
    }
    assert len(pairs) == 150


def test_help_counts_more_than_all_else_and_then_what_is_near() -> None:
    seeks = Member(1, 1, (), (1, 2), ("es",), "north", "middle")
    alike = Member(2, 2, (), (1, 2), ("es",), "north", "middle")
    far = Member(3, 3, (1,), (), ("es",), "south", "senior")
    near = Member(4, 4, (1,), (), ("es",), "north", "middle")
    both_ways = Member(5, 5, (1,), (7,), ("es",))
    assert match(Round("2026-11", [seeks, far, near], [])) == [Pair(1, 4, 1)]
    assert Pair(1, 2, 1) not in match(Round("2026-11", [seeks, alike, far], []))
    seeks_and_helps = Member(6, 6, (7,), (1,), ("es",), "north", "middle")
    assert match(Round("2026-11", [near, both_ways, seeks_and_helps], [])) == [Pair(5, 6, 1)]
