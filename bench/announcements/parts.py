"""What is measured of announcements, by name."""

from collections.abc import Mapping
from functools import partial
from itertools import product

from bench.announcements import unpaced
from bench.announcements.applying import Applied
from bench.announcements.paced import FEW, RECIPIENTS, paced, used
from bench.announcements.receipts import taken
from bench.announcements.rendering import Rendered
from bench.announcements.running import Rates
from bench.announcements.spreading import Spread
from bench.announcements.takeover import taken_over
from bench.announcements.webs import WEBS, answered
from bench.end_to_end import AWAY
from bench.filled import POSTGRESQL, SQLITE, Filled
from bench.measured import Measure, Name
from bench.processes import printed
from bench.provider import Provider
from bench.sending import Sent
from bot.delivery import MOST_BULK

SPREADING, ANNOUNCING, UNPACED, RECEIPTS = "spreading", "announcing", "unpaced", "receipts"
RENDERING, WEB_PROCESSES, TAKEOVER = "rendering", "webs", "takeover"
PARTS = (SPREADING, ANNOUNCING, UNPACED, RECEIPTS, RENDERING, WEB_PROCESSES, TAKEOVER)

ORM, MEMORY, STORE = "ORM", "memory", "store"
PACES: Mapping[str, Rates] = {
    "30": Rates(15, 15),
    "80": Rates(40, 40),
    "30 and 80": Rates(30, 80),  # as the settings have it, unless they are changed
    "500": Rates(250, 250),
    "1,000": Rates(500, 500),
}
FASTEST = PACES["1,000"]


def measurements(filled: Filled, seconds: float) -> dict[Name, Measure]:
    """Each of them takes about so many seconds, or a few times as long where people write."""
    found: dict[Name, Measure] = {}
    for kind, orm in product(filled.kinds, (False, True)):
        found[Name(SPREADING, f"{kind} {ORM}" if orm else kind)] = partial(_spread, filled, kind, orm=orm)
    found |= {Name(ANNOUNCING, pace): partial(paced, filled, rates, seconds) for pace, rates in PACES.items()}
    for people in (FEW, RECIPIENTS):
        found[Name(ANNOUNCING, f"{MEMORY} {people}")] = partial(used, filled, people, FASTEST)
    found |= {Name(UNPACED, who): partial(_unpaced, filled, who, seconds) for who in unpaced.contenders()}
    for kind in filled.kinds:
        found[Name(RECEIPTS, kind)] = partial(taken, filled, kind, seconds)
        found[Name(RECEIPTS, f"{kind} {STORE}")] = partial(_applied, filled, kind, seconds)
    found[Name(RENDERING)] = partial(_rendered, filled, seconds)
    if POSTGRESQL in filled.kinds:
        found |= {Name(WEB_PROCESSES, f"{webs}"): partial(answered, filled, webs, seconds) for webs in WEBS}
        found[Name(TAKEOVER)] = partial(taken_over, filled)
    return found


async def _spread(filled: Filled, kind: str, *, orm: bool) -> Spread:
    with filled.fresh(kind, RECIPIENTS) as address:
        module = "bench.contenders.spreading" if orm else "bench.announcements.spreading"
        return await printed(Spread, module, settings=filled.at(address))


async def _unpaced(filled: Filled, who: str, seconds: float) -> unpaced.Unpaced:
    if who in unpaced.AUDIENCES:
        return await unpaced.unpaced(filled, unpaced.AUDIENCES[who], seconds)
    if who in unpaced.OTHERS:
        return await unpaced.other(who, seconds)
    return await _untracked(filled, seconds)


async def _untracked(filled: Filled, seconds: float) -> unpaced.Unpaced:
    """What our channel sends when nothing is kept, with as many in flight as delivery has."""
    with filled.fresh(SQLITE) as address:
        async with Provider() as provider:
            provider.latency = AWAY
            arguments = "lazos_telegram", provider.url, f"{seconds}", f"{MOST_BULK}"
            sent = await printed(Sent, "bench.sending", *arguments, settings=filled.at(address))
            return unpaced.Unpaced(sent.rate, sent.cpu)


async def _applied(filled: Filled, kind: str, seconds: float) -> Applied:
    with filled.fresh(kind, RECIPIENTS) as address:
        return await printed(Applied, "bench.announcements.applying", f"{seconds}", settings=filled.at(address))


async def _rendered(filled: Filled, seconds: float) -> Rendered:
    with filled.fresh(SQLITE) as address:
        return await printed(Rendered, "bench.announcements.rendering", f"{seconds}", settings=filled.at(address))
