"""What was wanted of surveys."""

from collections.abc import Iterator

from bench.contenders.waving import REMEMBERED, STORED
from bench.filled import POSTGRESQL, SQLITE
from bench.goal import Goal
from bench.measured import Name
from bench.surveys import parts
from bench.surveys.due import MANY


def goals() -> Iterator[Goal]:
    """All of them; what is a ratio is taken within a round."""
    yield from _waves()
    for kind in (SQLITE, POSTGRESQL):
        turn = Name(parts.SURVEY_TURN, kind)
        yield Goal(
            f"a turn of a survey on {kind} ≤ 1.3 × a plain one", turn, "plain", most=1.3, other=turn, others="survey"
        )
    importing = Name(parts.IMPORTING)
    yield Goal("the largest form < 2 s", importing, "seconds", most=2.0)
    yield Goal("an expression < 50 µs", importing, "expression", most=50.0)
    for format in ("csv", "xlsx"):
        little, much = (Name(parts.EXPORTING, parts.exports(format, count)) for count in (parts.LITTLE, parts.MUCH))
        what = f"{format} of {parts.MUCH:,} responses: memory ≤ 1.25 × that of {parts.LITTLE:,}"
        yield Goal(what, much, "memory", most=1.25, other=little)


def _waves() -> Iterator[Goal]:
    ours, few = (Name(parts.WAVES, parts.waves(SQLITE, people)) for people in (MANY, parts.FEW))
    stored, remembered = Name(parts.WAVES, STORED), Name(parts.WAVES, REMEMBERED)
    yield Goal("planning ≥ 200 × a stored job each", stored, "planning_each", least=200.0, other=ours)
    yield Goal("asking ≥ 10 × a stored job each", stored, "drain_each", least=10.0, other=ours)
    yield Goal("memory ≤ 1/20 of that of a job each in memory", ours, "memory", most=0.05, other=remembered)
    yield Goal("nobody is lost in three days down", ours, "lost", most=0)
    yield Goal(f"a tick with nothing due at {MANY:,} ≤ 2 × that at {parts.FEW:,}", ours, "idle", most=2.0, other=few)
    yield Goal("planning: no transaction over 50 ms", ours, "longest_planning", most=50.0)
    yield Goal("asking: no transaction over 50 ms", ours, "longest", most=50.0)
