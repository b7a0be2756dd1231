"""Everything that is measured, by name: what one round runs, one after another."""

from collections.abc import Mapping
from functools import partial
from itertools import product
from tempfile import TemporaryDirectory

from bench.announcements import parts
from bench.core import Milliseconds
from bench.end_to_end import AWAY, PTB_PERIOD, EndToEnd
from bench.filled import SQLITE, Filled
from bench.measured import Measure, Name
from bench.peers import parts as peers
from bench.processes import printed
from bench.provider import Provider
from bench.reminders import Ticks
from bench.resources import Search
from bench.rounds import parts as rounds
from bench.sending import Sent
from bench.store import Rates
from bench.surveys import parts as surveys

END_TO_END, SENDING, STORE, REMINDERS = "end_to_end", "sending", "store", "reminders"
RESOURCES, CORE = "resources", "core"
PARTS = (
    END_TO_END,
    SENDING,
    STORE,
    REMINDERS,
    *parts.PARTS,
    *surveys.PARTS,
    *rounds.PARTS,
    *peers.PARTS,
    RESOURCES,
    CORE,
)
CLIENTS = {
    "lazos_telegram": 32,  # clients by name, and how many messages each has in flight
    "ptb_bot": 32,
    "lazos_whatsapp": 256,
    "twilio_pooled": 256,
    "twilio_threads": 256,
}
SCHEDULERS = ("apscheduler", "job_queue")  # that would remind people of themselves, a job each


def measurements(filled: Filled, seconds: float, wanted: tuple[str, ...]) -> Mapping[Name, Measure]:
    """What a round of the wanted parts consists of; each measurement takes about so many seconds."""
    ends = EndToEnd(filled, seconds, seconds / 2)
    found: dict[Name, Measure] = {}
    for contender, latency in product(ends.contenders(), (0.0, AWAY)):
        if contender != PTB_PERIOD or not latency:  # far away too little is said in a minute for it to matter
            found[Name(END_TO_END, contender, latency > 0)] = partial(ends.measure, contender, latency)
    found |= {Name(SENDING, client): partial(_sending, filled, client, seconds) for client in CLIENTS}
    found |= {Name(STORE, kind): partial(_store, filled, kind, seconds) for kind in filled.kinds}
    found |= {Name(REMINDERS, kind): partial(_reminders, filled, kind) for kind in filled.kinds}
    found |= {Name(REMINDERS, scheduler): partial(_jobs, scheduler) for scheduler in SCHEDULERS}
    found |= {Name(RESOURCES, kind): partial(_resources, filled, kind) for kind in filled.kinds}
    found[Name(CORE)] = _core
    found |= parts.measurements(filled, seconds) | surveys.measurements(filled, seconds) | rounds.measurements(filled)
    found |= peers.measurements(filled, seconds)
    return {name: measure for name, measure in found.items() if name.part in wanted}


async def _sending(filled: Filled, client: str, seconds: float) -> Sent:
    with filled.fresh(SQLITE) as address:
        async with Provider() as provider:
            arguments = client, provider.url, str(seconds), str(CLIENTS[client])
            return await printed(Sent, "bench.sending", *arguments, settings=filled.at(address))


async def _store(filled: Filled, kind: str, seconds: float) -> Rates:
    with filled.fresh(kind) as address:
        return await printed(Rates, "bench.store", str(seconds), settings=filled.at(address))


async def _reminders(filled: Filled, kind: str) -> Ticks:
    with filled.fresh(kind) as address:
        return await printed(Ticks, "bench.reminders", settings=filled.at(address))


async def _jobs(scheduler: str) -> Ticks:
    with TemporaryDirectory() as folder:
        return await printed(Ticks, "bench.contenders.scheduling", scheduler, folder)


async def _resources(filled: Filled, kind: str) -> Search:
    with filled.fresh(kind) as address:
        return await printed(Search, "bench.resources", settings=filled.at(address))


async def _core() -> Milliseconds:
    return await printed(Milliseconds, "bench.core")
