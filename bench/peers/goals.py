"""What was wanted of peers."""

from collections.abc import Iterator

from bench.filled import POSTGRESQL, SQLITE
from bench.goal import Goal
from bench.measured import Name
from bench.peers.parts import PEER_RELAY, PEER_SEARCH, PEER_TELLING
from bench.peers.people import PEOPLE
from bench.peers.telling_apart import LIMIT


def goals() -> Iterator[Goal]:
    """All of them."""
    for kind in (SQLITE, POSTGRESQL):
        relay, search, telling = (Name(part, kind) for part in (PEER_RELAY, PEER_SEARCH, PEER_TELLING))
        what = f"a message to a peer takes ≤ 1.5 × a plain reply, {kind}"
        yield Goal(what, relay, "plain", most=1.5, other=relay, others="relayed")
        yield Goal(f"are there several among {PEOPLE:,}: p99 < 50 ms, {kind}", search, "several_last", most=50.0)
        yield Goal(f"whom to ask among {PEOPLE:,}: p99 < 50 ms, {kind}", search, "last", most=50.0)
        what = f"no time tells whether anybody is there: medians within {LIMIT:.0%}, {kind}"
        yield Goal(what, telling, "apart", most=LIMIT)
        yield Goal(f"no words and no statements tell it, {kind}", telling, "different", most=1)
