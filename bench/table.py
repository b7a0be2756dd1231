"""The tables of `docs/performance.md`, made from what the rounds of one run measured."""

from collections.abc import Callable

from bench.announcements import tables as announcements
from bench.end_to_end import LAZOS
from bench.figures import Figure, table
from bench.filled import POSTGRESQL, SQLITE
from bench.measured import Measured, Name, figure
from bench.measurements import CLIENTS, CORE, END_TO_END, REMINDERS, RESOURCES, SENDING, STORE
from bench.peers import tables as peers
from bench.reminders import DUE
from bench.resources import ITEMS
from bench.rounds import tables as rounds
from bench.surveys import tables as surveys

_CLIENTS = {
    "lazos_telegram": "Lazos, Telegram",
    "ptb_bot": "`telegram.Bot`, its own client",
    "lazos_whatsapp": "Lazos, WhatsApp",
    "twilio_pooled": "Twilio's asynchronous client, pooled",
    "twilio_threads": "Twilio's client in threads",
}
_SCHEDULERS = {
    SQLITE: "Lazos on SQLite",
    POSTGRESQL: "Lazos on PostgreSQL",
    "apscheduler": "APScheduler, a job each, in SQLAlchemy's job store",
    "job_queue": "python-telegram-bot's `JobQueue`, a job each, in memory",
}


def tables(measured: Measured) -> str:
    """Every table for which there is something."""
    parts: dict[str, Callable[[Measured], str]] = {
        END_TO_END: _end_to_end,
        SENDING: _sending,
        STORE: _store,
        REMINDERS: _reminders,
        **announcements.tables(),
        **surveys.tables(),
        **rounds.tables(),
        **peers.tables(),
        RESOURCES: _resources,
        CORE: _core,
    }
    there = {name.part for name in measured}
    return "\n\n".join(make(measured) for part, make in parts.items() if part in there)


def _end_to_end(measured: Measured) -> str:
    head = ["64 people write at once", "replies/s", "Lazos is", "p50, ms", "p99, ms", "CPU ms a reply", "other core"]
    texts = []
    for away, where in ((False, "provider at once"), (True, "provider 50 ms away")):
        names = [name for name in measured if name.part == END_TO_END and name.away == away]
        texts.append(f"### End to end, {where}\n\n{table(head, [_contender(measured, name) for name in names])}")
    return "\n\n".join(texts)


def _contender(measured: Measured, name: Name) -> list[str]:
    def told(field: str, digits: int = 0, *, ranged: bool = True) -> str:
        return figure(measured, name, field).told(digits, ranged=ranged)

    lazos = Name(END_TO_END, LAZOS, name.away)
    faster = figure(measured, lazos, "rate") / figure(measured, name, "rate") if lazos in measured else None
    ratio = "" if faster is None or name == lazos else f"{faster.told(1)} ×"
    other = f"{figure(measured, name, 'other_side').middle:.0%}"
    return [name.who, told("rate"), ratio, told("middle", ranged=False), told("last"), told("cpu", 2), other]


def _sending(measured: Measured) -> str:
    head = ["sending", "in flight", "messages/s", "Lazos is", "CPU ms a message", "wrong id"]
    rows = []
    for client, at_once in CLIENTS.items():
        name = Name(SENDING, client)
        ours = Name(SENDING, "lazos_telegram" if client == "ptb_bot" else "lazos_whatsapp")
        faster = figure(measured, ours, "rate") / figure(measured, name, "rate")
        ratio = "" if client.startswith("lazos") else f"{faster.told(1)} ×"
        wrong = f"{sum(each.mistaken for each in measured[name])}"
        rate, cpu = figure(measured, name, "rate").told(), figure(measured, name, "cpu").told(2)
        rows.append([_CLIENTS[client], str(at_once), rate, ratio, cpu, wrong])
    return f"### Sending\n\n{table(head, rows)}"


def _store(measured: Measured) -> str:
    head = ["the store alone, 64 at once", "turns/s", "messages claimed and marked/s"]
    names = [name for name in measured if name.part == STORE]
    rows = [[name.who, *(figure(measured, name, field).told() for field in ("turns", "messages"))] for name in names]
    return f"### The store\n\n{table(head, rows)}"


def _reminders(measured: Measured) -> str:
    head = [f"100,000 people, {DUE:,} of them due", "nothing due, ms", "all that are due, s", "ms each", "Lazos is"]
    names, rows = [name for name in measured if name.part == REMINDERS], []
    for name in names:
        total = figure(measured, name, "total")
        faster = total / figure(measured, Name(REMINDERS, SQLITE), "total")
        each = Figure(tuple(seconds / DUE * 1000 for seconds in total.rounds))
        ratio = "" if name.who == SQLITE else f"{faster.told(1)} ×"
        blocked, start = (figure(measured, name, field) for field in ("longest", "start"))
        told = figure(measured, name, "idle").told(3), total.told(1), each.told(2, ranged=False), ratio
        rows.append([_SCHEDULERS[name.who], *told, blocked.told(), start.told(1, ranged=False)])
    return f"### Reminders\n\n{table([*head, 'others wait at most, ms', 'after a restart, s'], rows)}"


def _resources(measured: Measured) -> str:
    head = [f"{ITEMS:,} resources", "a search, ms", "p99, ms", "all read anew, s", "MB"]
    rows = [
        [name.who, *(figure(measured, name, field).told(1) for field in ("middle", "last", "start", "memory"))]
        for name in measured
        if name.part == RESOURCES
    ]
    return f"### Resources\n\n{table(head, rows)}"


def _core(measured: Measured) -> str:
    rows = {
        "mean of a flow of 30 questions": "mean",
        "the last of them": "last",
        "after 1,000 answers": "after_many",
    }
    told = [[what, figure(measured, Name(CORE), field).told(3)] for what, field in rows.items()]
    return f"### The conversation core\n\n{table(['a turn without the database', 'ms'], told)}"
