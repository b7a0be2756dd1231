"""The tables of surveys in `docs/performance.md`."""

from collections.abc import Callable, Mapping

from bench.contenders.waving import REMEMBERED, STORED
from bench.figures import table
from bench.filled import SQLITE
from bench.measured import Measured, Name, figure
from bench.surveys import parts
from bench.surveys.due import DUE, MANY, OFFSETS
from bench.surveys.importing import ROWS

_CALLED = {
    STORED: "APScheduler, a job each, in SQLAlchemy's job store",
    REMEMBERED: "APScheduler, a job each, in memory as `JobQueue` has them",
}


def tables() -> Mapping[str, Callable[[Measured], str]]:
    """What makes the table of each part."""
    return {
        parts.WAVES: _waves,
        parts.SURVEY_TURN: _turn,
        parts.IMPORTING: _importing,
        parts.EXPORTING: _exporting,
    }


def _waves(measured: Measured) -> str:
    ours = Name(parts.WAVES, parts.waves(SQLITE, MANY))
    head = [f"{len(OFFSETS)} waves; a day's {DUE:,} are due"]
    head += [
        "planning, ms each",
        "Lazos is",
        "asking, ms each",
        "Lazos is",
        f"MB for {MANY:,}",
        "lost in three days down",
    ]
    rows = []
    for name in [name for name in measured if name.part == parts.WAVES]:
        row = [_CALLED.get(name.who) or _people(name.who)]
        for field in ("planning_each", "drain_each"):
            each = figure(measured, name, field)
            compared = name.who in _CALLED and ours in measured
            ratio = f"{(each / figure(measured, ours, field)).told(1)} ×" if compared else ""
            row += [each.told(4 if field == "planning_each" else 2), ratio]
        rows.append([*row, figure(measured, name, "memory").told(), f"{sum(each.lost for each in measured[name]):,}"])
    return f"### Surveys: waves\n\n{table(head, rows)}\n\n{_waits(measured)}"


def _waits(measured: Measured) -> str:
    head = [
        "others wait",
        "a tick with nothing due, ms",
        "at most while it is planned, ms",
        "at most while people are asked, ms",
    ]
    names = [name for name in measured if name.part == parts.WAVES and name.who not in _CALLED]
    rows = []
    for name in names:
        told = [figure(measured, name, field).told() for field in ("longest_planning", "longest")]
        rows.append([_people(name.who), figure(measured, name, "idle").told(3), *told])
    return table(head, rows)


def _people(who: str) -> str:
    kind, people = who.split()
    return f"Lazos on {kind}, {int(people):,} people"


def _turn(measured: Measured) -> str:
    head, rows = ["the store alone, 64 at once", "plain turns/s", "turns of a survey/s", "a survey's takes"], []
    for name in [name for name in measured if name.part == parts.SURVEY_TURN]:
        plain, survey = (figure(measured, name, field) for field in ("plain", "survey"))
        rows.append([name.who, plain.told(), survey.told(), f"{(plain / survey).told(2)} ×"])
    return f"### Surveys: a turn\n\n{table(head, rows)}"


def _importing(measured: Measured) -> str:
    name = Name(parts.IMPORTING)
    rows = [
        [f"a form of {ROWS:,} rows, read and checked, s", figure(measured, name, "seconds").told(2)],
        ["an expression worked out, µs", figure(measured, name, "expression").told(1)],
        ["an expression read, µs", figure(measured, name, "parsing").told(1)],
    ]
    return f"### Surveys: forms\n\n{table(['importing', 'measured'], rows)}"


def _exporting(measured: Measured) -> str:
    head, rows = ["export of responses to 30 questions", "responses", "s", "responses/s", "memory, MB", "files, MB"], []
    for format in parts.FORMATS:
        for responses in (parts.LITTLE, parts.MUCH):
            name = Name(parts.EXPORTING, parts.exports(format, responses))
            told = [figure(measured, name, field) for field in ("seconds", "memory", "size")]
            rate = f"{responses / told[0].middle:,.0f}"
            rows.append([format, f"{responses:,}", told[0].told(1), rate, told[1].told(), told[2].told(1)])
    return f"### Surveys: exports\n\n{table(head, rows)}"
