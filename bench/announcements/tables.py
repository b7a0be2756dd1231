"""The tables of announcements in `docs/performance.md`."""

from collections.abc import Callable, Mapping

from bench.announcements import parts, unpaced
from bench.announcements.paced import FEW, RECIPIENTS
from bench.announcements.takeover import EACH, PEOPLE
from bench.figures import Figure, table
from bench.filled import POSTGRESQL, SQLITE
from bench.measured import Measured, Name, figure


def tables() -> Mapping[str, Callable[[Measured], str]]:
    """What makes the table of each part."""
    return {
        parts.SPREADING: _spreading,
        parts.ANNOUNCING: _announcing,
        parts.UNPACED: _unpaced,
        parts.RECEIPTS: _receipts,
        parts.RENDERING: _rendering,
        parts.WEB_PROCESSES: _webs,
        parts.TAKEOVER: _takeover,
    }


def _spreading(measured: Measured) -> str:
    head = ["a copy for each of 100,000 people", "s", "Lazos is", "longest transaction, ms"]
    rows = []
    for kind in (SQLITE, POSTGRESQL):
        ours, orm = Name(parts.SPREADING, kind), Name(parts.SPREADING, f"{kind} {parts.ORM}")
        if ours not in measured:
            continue
        total, longest = figure(measured, ours, "total"), figure(measured, ours, "longest")
        rows.append([f"Lazos on {kind}", total.told(2), "", longest.told()])
        for what, field in (("loads people, decides, `add_all`", "total"), ("`add_all` alone", "bare")):
            theirs = figure(measured, orm, field)
            waits = figure(measured, orm, "longest").told() if field == "total" else ""
            rows.append([f"SQLAlchemy's ORM on {kind}: {what}", theirs.told(1), f"{(theirs / total).told(1)} ×", waits])
    return f"### Announcements: a copy for everybody\n\n{table(head, rows)}"


def _announcing(measured: Measured) -> str:
    head = ["copies/s as set, Telegram + WhatsApp", "of that, kept", "most in any second, of the rate", "of a core"]
    rows = []
    for name, paced in _paces(measured):
        kept, most, cpu = (_percent(figure(measured, name, field)) for field in ("kept", "most", "cpu"))
        receipts, other = figure(measured, name, "receipts"), _percent(figure(measured, name, "other_side"))
        rows.append([paced, kept, most, cpu, receipts.told(ranged=False), other])
    text = f"### Announcements: at a pace\n\n{table([*head, 'receipts/s', 'other core'], rows)}"
    return f"{text}\n\n{_people(measured)}\n\n{_memory(measured)}"


def _people(measured: Measured) -> str:
    head = [
        "people write meanwhile; copies/s as set",
        "kept of that",
        "p99 before, ms",
        "p99 meanwhile, ms",
        "÷",
        "replies",
    ]
    rows = []
    for name, paced in _paces(measured):
        idle, busy = (figure(measured, name, field).told() for field in ("idle_last", "busy_last"))
        slower = f"{figure(measured, name, 'slower').told(1)} ×"
        replies = f"{sum(each.samples for each in measured[name]):,}"
        rows.append([paced, _percent(figure(measured, name, "beside")), idle, busy, slower, replies])
    return table(head, rows)


def _paces(measured: Measured) -> list[tuple[Name, str]]:
    """The paces that were measured, and how they are called."""
    found = [(Name(parts.ANNOUNCING, pace), rates) for pace, rates in parts.PACES.items()]
    return [(name, f"{rates.telegram:g} + {rates.whatsapp:g}") for name, rates in found if name in measured]


def _memory(measured: Measured) -> str:
    rows = []
    for people in (FEW, RECIPIENTS):
        name = Name(parts.ANNOUNCING, f"{parts.MEMORY} {people}")
        told = [figure(measured, name, field).told() for field in ("before", "after")]
        rows.append([f"{people:,}", *told])
    return table(["recipients", "memory before, MB", f"when {FEW:,} have been written to, MB"], rows)


def _unpaced(measured: Measured) -> str:
    head = ["no pace, provider 50 ms away", "messages/s", "Lazos is", "CPU ms a message"]
    rows, lazos = [], figure(measured, Name(parts.UNPACED, unpaced.LAZOS), "rate")
    for name in [name for name in measured if name.part == parts.UNPACED]:
        rate = figure(measured, name, "rate")
        ratio = "" if name.who in (unpaced.LAZOS, unpaced.BOTH) else f"{_ratio(lazos / rate)} ×"
        rows.append([name.who, rate.told(), ratio, figure(measured, name, "cpu").told(2)])
    return f"### Announcements: as fast as it goes\n\n{table(head, rows)}"


def _receipts(measured: Measured) -> str:
    head = ["receipts/s", "posted to the program", "CPU ms each", "the store alone", "one by one through the ORM"]
    rows = []
    for kind in (SQLITE, POSTGRESQL):
        name, store = Name(parts.RECEIPTS, kind), Name(parts.RECEIPTS, f"{kind} {parts.STORE}")
        if name in measured:
            posted = [figure(measured, name, "rate").told(), figure(measured, name, "cpu").told(2)]
            rows.append(
                [kind, *posted, *(figure(measured, store, field).told() for field in ("grouped", "one_by_one"))]
            )
    return f"### Announcements: receipts\n\n{table(head, rows)}"


def _rendering(measured: Measured) -> str:
    head, rows = ["messages/s", "the same for everybody made once", "all made each time", "Lazos is"], []
    for what, ours, naive in (("in words", "ours", "naive"), ("in words, and drawn", "ours_drawn", "naive_drawn")):
        one, other = (figure(measured, Name(parts.RENDERING), field) for field in (ours, naive))
        rows.append([what, one.told(), other.told(), f"{(one / other).told(1)} ×"])
    return f"### Announcements: the words\n\n{table(head, rows)}"


def _webs(measured: Measured) -> str:
    head = ["PostgreSQL, one sender, 64 people write at once", "replies/s", "p50, ms", "p99, ms", "CPU ms a reply"]
    names, rows = [name for name in measured if name.part == parts.WEB_PROCESSES], []
    for name in names:
        told = [figure(measured, name, field).told() for field in ("rate", "middle", "last")]
        rows.append([f"{name.who} web", *told, figure(measured, name, "cpu").told(2)])
    return f"### Several processes\n\n{table(head, rows)}"


def _takeover(measured: Measured) -> str:
    head = ["two senders, the one that sends is killed", "measured"]
    name = Name(parts.TAKEOVER)
    rows = [
        ["seconds without a message", figure(measured, name, "silence").told(2)],
        ["most in any second, of the rate", _percent(figure(measured, name, "most"))],
        [f"of {PEOPLE} people with {EACH} replies each, in another order", _sum(measured, name, "disordered")],
        ["recipients who got the announcement twice", _sum(measured, name, "twice")],
        ["recipients of whom it is uncertain, and who got nothing", figure(measured, name, "nothing").told()],
    ]
    return table(head, rows)


def _percent(found: Figure) -> str:
    """As a percentage of one."""
    return f"{Figure(tuple(each * 100 for each in found.rounds)).told(1)}%"


def _ratio(found: Figure) -> str:
    return found.told(0 if found.middle >= 20 else 2 if found.middle < 2 else 1)


def _sum(measured: Measured, name: Name, field: str) -> str:
    return f"{sum(getattr(each, field) for each in measured[name])}"
