"""The tables of peers in `docs/performance.md`."""

from collections.abc import Callable, Mapping

from bench.figures import table
from bench.measured import Measured, figure
from bench.peers.parts import PEER_RELAY, PEER_SEARCH, PEER_TELLING
from bench.peers.people import PEOPLE


def tables() -> Mapping[str, Callable[[Measured], str]]:
    """What makes the table of each part."""
    return {PEER_RELAY: _relay, PEER_SEARCH: _search, PEER_TELLING: _telling}


def _relay(measured: Measured) -> str:
    rows = []
    for name in (each for each in measured if each.part == PEER_RELAY):
        plain, relayed = figure(measured, name, "plain"), figure(measured, name, "relayed")
        rows.append([name.who, plain.told(), relayed.told(), f"{(plain / relayed).told(2)} ×"])
    head = ["the store alone, 64 at once", "plain turns/s", "turns to peers/s", "one takes"]
    return f"### Messages between peers\n\n{table(head, rows)}"


def _search(measured: Measured) -> str:
    fields = ("several", "several_last", "middle", "last", "longest")
    rows = [
        [name.who, *(figure(measured, name, field).told(1) for field in fields)]
        for name in measured
        if name.part == PEER_SEARCH
    ]
    head = [f"{PEOPLE:,} profiles", "are there several, ms", "p99, ms", "whom to ask, ms", "p99, ms", "longest, ms"]
    return f"### Looking for a peer\n\n{table(head, rows)}"


def _telling(measured: Measured) -> str:
    rows = [
        [
            name.who,
            *(figure(measured, name, field).told(3) for field in ("somebody", "nobody")),
            f"{figure(measured, name, 'apart').middle:.1%}",
            figure(measured, name, "different").told(),
        ]
        for name in measured
        if name.part == PEER_TELLING
    ]
    head = ["the turn that tells whether", "somebody, ms", "nobody, ms", "apart", "different answers or ways"]
    return f"### Telling apart\n\n{table(head, rows)}"
