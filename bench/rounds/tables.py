"""The tables of matching rounds in `docs/performance.md`."""

from collections.abc import Callable, Mapping

from bench.figures import table
from bench.measured import Measured, figure
from bench.rounds.parts import ROUND_PAIRS, ROUNDS
from bench.rounds.people import PEOPLE


def tables() -> Mapping[str, Callable[[Measured], str]]:
    """What makes the table of each part."""
    return {ROUNDS: _made, ROUND_PAIRS: _pairs}


def _made(measured: Measured) -> str:
    head = [f"a round of {PEOPLE:,} people", "reading, s", "computing, s", "in all, s", "longest transaction, ms"]
    digits = {"reading": 1, "computing": 1, "total": 1, "longest": 0, "memory": 0, "beside": 0}
    rows = [
        [
            name.who,
            *(figure(measured, name, field).told(places) for field, places in digits.items()),
            f"{figure(measured, name, 'matched').middle:.1%}",
        ]
        for name in measured
        if name.part == ROUNDS
    ]
    return f"### Matching rounds\n\n{table([*head, 'MB', 'MB beside', 'matched'], rows)}"


def _pairs(measured: Measured) -> str:
    head = ["people", "matched", "greedily", "points beside greedily", "beside the best", "rustworkx, all pairs, s"]
    rows = []
    for name in (each for each in measured if each.part == ROUND_PAIRS):
        ours = figure(measured, name, "ours")
        told = [f"{figure(measured, name, field).middle:.1%}" for field in ("ours_matched", "greedy_matched")]
        for other in ("greedy", "best"):
            theirs = figure(measured, name, other)
            told.append(f"{(ours / theirs).middle:.3f}" if theirs.middle else "")
        seconds = [figure(measured, name, f"{library}_seconds") for library in ("rustworkx", "networkx")]
        rows.append([name.who, *told, *(each.told(1) if each.middle else "" for each in seconds)])
    return f"### The pairs of a round\n\n{table([*head, 'networkx, s'], rows)}"
