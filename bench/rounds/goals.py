"""What was wanted of matching rounds."""

from collections.abc import Iterator

from bench.filled import SQLITE
from bench.goal import Goal
from bench.measured import Name
from bench.rounds.parts import ROUND_PAIRS, ROUNDS
from bench.rounds.people import PEOPLE


def goals() -> Iterator[Goal]:
    """All of them."""
    made, pairs = Name(ROUNDS, SQLITE), Name(ROUND_PAIRS, f"{PEOPLE}")
    yield Goal(f"a matching round of {PEOPLE:,} people under 30 s", made, "total", most=30.0)
    yield Goal("a round: no transaction over 100 ms", made, "longest", most=100.0)
    yield Goal("more points than a greedy matching", pairs, "ours", least=1.0, other=pairs, others="greedy")
