"""How good the pairs are: beside a greedy matching, and where they are few beside the best of all possible ones.

Run as a process of its own: `python -m bench.rounds.weighed 10000`, or with `all` behind a small number.
"""

import sys
import time
from collections.abc import Iterable
from random import Random

import msgspec
import networkx
import numpy as np
import rustworkx

from bench.processes import MEASURED, pin
from bench.rounds.people import AGENCIES, ALONE, SHOWS, TOPICS, TWO_LANGUAGES
from models.peers.rounds import weighing
from models.peers.rounds.matching import match
from models.peers.rounds.people import Member, Round
from models.peers.rounds.weighing import Weights
from models.ranks import BANDS

Edges = dict[tuple[int, int], int]
ALL = "all"
MOST = 40  # partners of each that a greedy matching chooses from, where all pairs are too many


class Weighed(msgspec.Struct):
    """Points of all pairs, and s: ours, a greedy matching, and the best of all pairs (0: too many)."""

    ours: float
    greedy: float
    ours_matched: float
    greedy_matched: float
    seconds: float
    best: float = 0.0
    rustworkx_seconds: float = 0.0
    networkx_seconds: float = 0.0


def people(number: int) -> Round:
    """So many people, as those of the database."""
    return Round("2026-11", [_member(Random(each), each) for each in range(number)], [])


def _member(chance: Random, number: int) -> Member:
    topics = chance.sample(range(TOPICS), chance.randint(1, 5))
    helps = chance.randint(0, len(topics))
    return Member(
        number,
        chance.randrange(AGENCIES),
        tuple(topics[:helps]),
        tuple(topics[helps:]),
        ("es", "en") if chance.random() < TWO_LANGUAGES else ("es",),
        chance.choice(("north", "centre_north", "centre", "south")) if chance.random() < SHOWS else None,
        chance.choice(BANDS) if chance.random() < SHOWS else None,
        False,
        chance.random() < ALONE,
    )


def edges(round_: Round, most: int) -> Edges:
    """The points of the best `most` partners of each; of all pairs where that is everybody."""
    weighing.BEST = most
    everybody = np.arange(len(round_.members))
    return {(min(a, b), max(a, b)): points for a, b, points in Weights(round_).best(everybody, everybody)}


def measure(number: int, *, exactly: bool) -> Weighed:
    """Match so many people in each way."""
    round_ = people(number)
    began = time.perf_counter()
    pairs = [(pair.one, pair.other) for pair in match(round_)]
    seconds = time.perf_counter() - began
    known = edges(round_, number if exactly else MOST)
    greedy = _greedily(known)
    (ours, ours_matched), (theirs, theirs_matched) = (_worth(round_, each) for each in (pairs, greedy))
    found = Weighed(ours, theirs, ours_matched, theirs_matched, seconds)
    if exactly:
        _compare(found, round_, known)
    return found


def _compare(found: Weighed, round_: Round, known: Edges) -> None:
    began = time.perf_counter()
    graph: rustworkx.PyGraph[int, int] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(len(round_.members)))
    graph.add_edges_from([(one, other, points) for (one, other), points in known.items()])
    best = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    found.best, found.rustworkx_seconds = _points(round_, best), time.perf_counter() - began
    began = time.perf_counter()
    also = networkx.Graph()
    also.add_weighted_edges_from((one, other, points) for (one, other), points in known.items())
    networkx.max_weight_matching(also, maxcardinality=True)
    found.networkx_seconds = time.perf_counter() - began


def _greedily(known: Edges) -> list[tuple[int, int]]:
    taken: set[int] = set()
    pairs = []
    for pair in sorted(known, key=lambda each: (-known[each], each)):
        if taken.isdisjoint(pair):
            taken.update(pair)
            pairs.append(pair)
    return pairs


def _points(round_: Round, pairs: Iterable[tuple[int, int]]) -> float:
    weights = Weights(round_)
    return sum(float(weights.points(np.array([one]), np.array([other]))[0, 0]) for one, other in pairs)


def _worth(round_: Round, pairs: list[tuple[int, int]]) -> tuple[float, float]:
    """The points of pairs, and the share of people who are in one."""
    return _points(round_, pairs), 2 * len(pairs) / len(round_.members)


if __name__ == "__main__":
    pin(MEASURED)
    sys.stdout.write(msgspec.json.encode(measure(int(sys.argv[1]), exactly=ALL in sys.argv)).decode())
