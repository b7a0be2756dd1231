"""Who is introduced to whom: as many as can be, first whoever had nobody last time, and as well matched as can be.

rustworkx finds the matching of the greatest weight. Its time grows with the cube of their number, so more than `BLOCK`
people are matched in blocks, after those who come first have been matched among all.
"""

from collections.abc import Iterator

import numpy as np
import rustworkx

from models.peers.rounds.people import Member, Pair, Round, shared_topic
from models.peers.rounds.weighing import MOST, Numbers, Weights

BLOCK = 2_000


def match(round_: Round) -> list[Pair]:
    """The pairs of a round, nobody in two; the same for the same people."""
    people, weights = round_.members, Weights(round_)
    taken: dict[int, int] = {}
    for rows, among in _steps(people, taken):
        taken |= _matched(people, weights, rows, among)
    pairs = sorted((one, other) for one, other in taken.items() if one < other)
    return [_pair(people[one], people[other]) for one, other in pairs]


def _steps(people: list[Member], taken: dict[int, int]) -> Iterator[tuple[Numbers, Numbers]]:
    """Whom to match among whom, one step after another; all at once where they are few."""
    if len(people) <= BLOCK:
        yield _free(len(people), taken), _free(len(people), taken)
        return
    first = np.array([place for place, each in enumerate(people) if each.first], dtype=np.int64)
    for begin in range(0, len(first), BLOCK):
        some = first[begin : begin + BLOCK]
        yield some[[int(place) not in taken for place in some]], _free(len(people), taken)
    for _blocks_and_whoever_is_left in range(2):
        free = np.random.default_rng(len(people)).permutation(_free(len(people), taken))
        for begin in range(0, len(free), BLOCK):
            yield free[begin : begin + BLOCK], free[begin : begin + BLOCK]


def _free(number: int, taken: dict[int, int]) -> Numbers:
    return np.array([place for place in range(number) if place not in taken], dtype=np.int64)


def _matched(people: list[Member], weights: Weights, rows: Numbers, among: Numbers) -> dict[int, int]:
    """Each of those who are matched by her place, and the other's."""
    best = {(min(one, other), max(one, other)): points for one, other, points in weights.best(rows, among)}
    if not best:
        return {}
    before = len(people) * MOST  # more than all points of everybody together
    places = sorted({place for pair in best for place in pair})
    at = {place: node for node, place in enumerate(places)}
    graph: rustworkx.PyGraph[int, int] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(places)
    graph.add_edges_from(
        (at[one], at[other], points + before * (people[one].first + people[other].first))
        for (one, other), points in sorted(best.items())
    )
    found = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    pairs = [(places[one], places[other]) for one, other in found]
    return dict(pairs) | {other: one for one, other in pairs}


def _pair(one: Member, other: Member) -> Pair:
    topic = shared_topic(one, other)
    if topic is None:
        raise LookupError("two without a topic were matched")
    return Pair(one.id, other.id, topic)
