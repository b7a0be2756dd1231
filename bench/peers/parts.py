"""What is measured of peers, by name."""

from functools import partial

from bench.filled import Filled
from bench.measured import Measure, Name
from bench.peers import people, telling_apart
from bench.peers.people import PEOPLE
from bench.peers.relay import Relayed
from bench.peers.searching import Found
from bench.peers.telling_apart import Told
from bench.processes import printed

PEER_RELAY, PEER_SEARCH, PEER_TELLING = "peer_relay", "peer_search", "peer_telling"
PARTS = (PEER_RELAY, PEER_SEARCH, PEER_TELLING)
TRIALS = 2_000


def measurements(filled: Filled, seconds: float) -> dict[Name, Measure]:
    """All of them; to tell how long answers take is not tried for seconds, but so many times."""
    found: dict[Name, Measure] = {}
    for kind in filled.kinds:
        found[Name(PEER_RELAY, kind)] = partial(_relayed, filled, kind, seconds)
        found[Name(PEER_SEARCH, kind)] = partial(_searched, filled, kind)
        found[Name(PEER_TELLING, kind)] = partial(_told, filled, kind)
    return found


async def _relayed(filled: Filled, kind: str, seconds: float) -> Relayed:
    with filled.fresh(kind) as address:
        return await printed(Relayed, "bench.peers.relay", f"{seconds}", settings=filled.at(address))


async def _searched(filled: Filled, kind: str) -> Found:
    with filled.copied(kind, f"peers_{PEOPLE}", lambda db: people.fill(db, PEOPLE)) as address:
        return await printed(Found, "bench.peers.searching", settings=filled.at(address))


async def _told(filled: Filled, kind: str) -> Told:
    with filled.copied(kind, "peers", telling_apart.fill) as address:
        store = filled.store(address)
        try:
            return telling_apart.turns(store, TRIALS)
        finally:
            store.close()
