"""What is measured of matching rounds, by name."""

from functools import partial

from bench.filled import Filled
from bench.measured import Measure, Name
from bench.processes import printed
from bench.rounds import people
from bench.rounds.people import PEOPLE
from bench.rounds.weighed import ALL, Weighed
from bench.rounds.whole import Made

ROUNDS, ROUND_PAIRS = "rounds", "round_pairs"
PARTS = (ROUNDS, ROUND_PAIRS)
FEW = 600  # so many that the best of all pairs can be found


def measurements(filled: Filled) -> dict[Name, Measure]:
    """All of them."""
    found: dict[Name, Measure] = {Name(ROUNDS, kind): partial(_made, filled, kind) for kind in filled.kinds}
    found[Name(ROUND_PAIRS, f"{FEW}")] = partial(_weighed, str(FEW), ALL)
    found[Name(ROUND_PAIRS, f"{PEOPLE}")] = partial(_weighed, str(PEOPLE))
    return found


async def _made(filled: Filled, kind: str) -> Made:
    with filled.copied(kind, f"rounds_{PEOPLE}", lambda db: people.fill(db, PEOPLE)) as address:
        return await printed(Made, "bench.rounds.whole", settings=filled.at(address))


async def _weighed(*asked: str) -> Weighed:
    return await printed(Weighed, "bench.rounds.weighed", *asked)
