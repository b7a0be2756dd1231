"""What was wanted of announcements."""

from collections.abc import Iterator

from bench.announcements import parts, unpaced
from bench.announcements.paced import FEW, RECIPIENTS
from bench.filled import POSTGRESQL, SQLITE
from bench.goal import Goal
from bench.measured import Name

_LAZOS = Name(parts.UNPACED, unpaced.LAZOS)
_WAITS = {"30": 1.5, "80": 1.5, "1,000": 3.0}  # times as long as before, at the most


def goals() -> Iterator[Goal]:
    """All of them; what is a ratio is taken within a round."""
    yield from _spreading()
    yield from _paced()
    yield from _unpaced()
    yield from _receipts()
    rendering = Name(parts.RENDERING)
    yield Goal("words ≥ 7 × those made each time", rendering, "ours", least=7.0, other=rendering, others="naive")
    yield Goal("a sender is killed: the pace is kept", Name(parts.TAKEOVER), "most", most=1.0)
    yield Goal("a sender is killed: nobody's replies change order", Name(parts.TAKEOVER), "disordered", most=0)
    yield Goal("a sender is killed: nobody gets it twice", Name(parts.TAKEOVER), "twice", most=0)


def _spreading() -> Iterator[Goal]:
    for kind in (SQLITE, POSTGRESQL):
        ours, orm = Name(parts.SPREADING, kind), Name(parts.SPREADING, f"{kind} {parts.ORM}")
        for what, field in (("the ORM", "total"), ("`add_all` alone", "bare")):
            yield Goal(f"copies on {kind} ≥ 40 × {what}", orm, field, least=40.0, other=ours, others="total")
        yield Goal(f"copies on {kind}: no transaction over 50 ms", ours, "longest", most=50.0)


def _paced() -> Iterator[Goal]:
    for pace in parts.PACES:
        name = Name(parts.ANNOUNCING, pace)
        yield Goal(f"{pace}/s: ≥ 99% of the pace", name, "kept", least=0.99)
        yield Goal(f"{pace}/s: never above the rate in any second", name, "most", most=1.0)
        if pace in _WAITS:
            what = f"{pace}/s: who writes waits ≤ {_WAITS[pace]:g} × as long (p99)"
            yield Goal(what, name, "slower", most=_WAITS[pace])
    yield Goal("1,000/s: ≤ 60% of a core, receipts included", Name(parts.ANNOUNCING, "1,000"), "cpu", most=0.6)
    more, fewer = (Name(parts.ANNOUNCING, f"{parts.MEMORY} {people}") for people in (RECIPIENTS, FEW))
    yield Goal("memory: for 100,000 recipients ≤ 1.05 × that for 10,000", more, "after", most=1.05, other=fewer)


def _unpaced() -> Iterator[Goal]:
    others = ((unpaced.LOOP, 100.0), (unpaced.ROWS, 10.0), (unpaced.GROUPED, 1.5), (unpaced.UNTRACKED, 0.95))
    for who, least in others:
        yield Goal(f"unpaced ≥ {least:g} × {who}", _LAZOS, "rate", least=least, other=Name(parts.UNPACED, who))


def _receipts() -> Iterator[Goal]:
    for kind in (SQLITE, POSTGRESQL):
        posted, store = Name(parts.RECEIPTS, kind), Name(parts.RECEIPTS, f"{kind} {parts.STORE}")
        yield Goal(f"receipts on {kind} ≥ 3,000/s", posted, "rate", least=3000)
        what = f"receipts on {kind} ≥ 7 × one by one through the ORM"
        yield Goal(what, store, "grouped", least=7.0, other=store, others="one_by_one")
