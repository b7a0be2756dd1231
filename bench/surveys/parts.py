"""What is measured of surveys, by name."""

from collections.abc import Mapping
from functools import partial
from itertools import product
from tempfile import TemporaryDirectory

from bench import exporting
from bench.contenders.waving import REMEMBERED, STORED, Jobs
from bench.exporting import Exported
from bench.filled import POSTGRESQL, SQLITE, Filled
from bench.measured import Measure, Name
from bench.processes import printed
from bench.surveys import due
from bench.surveys.due import MANY, Waves
from bench.surveys.importing import Imported
from bench.surveys.turn import Turns

WAVES, SURVEY_TURN, IMPORTING, EXPORTING = "waves", "survey_turn", "importing", "exporting"
PARTS = (WAVES, SURVEY_TURN, IMPORTING, EXPORTING)

FEW = 10_000  # people of waves, beside `MANY`
PEOPLE: Mapping[str, tuple[int, ...]] = {SQLITE: (FEW, MANY), POSTGRESQL: (100_000,)}
JOBS_OF = {STORED: 10_000, REMEMBERED: 20_000}  # people for whom jobs are made: for `MANY` it would take hours
LITTLE, MUCH = 1_000, 100_000  # responses
FORMATS = ("csv", "xlsx", "sav")


def measurements(filled: Filled, seconds: float) -> dict[Name, Measure]:
    """All of them; what is timed for a while takes so many seconds."""
    found: dict[Name, Measure] = {}
    for kind in filled.kinds:
        found |= {Name(WAVES, waves(kind, people)): partial(_waves, filled, kind, people) for people in PEOPLE[kind]}
    found |= {Name(WAVES, kind): partial(_jobs, kind, people) for kind, people in JOBS_OF.items()}
    found |= {Name(SURVEY_TURN, kind): partial(_turn, filled, kind, seconds) for kind in filled.kinds}
    found[Name(IMPORTING)] = _imported
    for format, responses in product(FORMATS, (LITTLE, MUCH)):
        found[Name(EXPORTING, exports(format, responses))] = partial(_exported, filled, format, responses)
    return found


def waves(kind: str, people: int) -> str:
    """What waves for so many people on a database are called."""
    return f"{kind} {people}"


def exports(format: str, responses: int) -> str:
    """What an export of so many responses is called."""
    return f"{format} {responses}"


async def _waves(filled: Filled, kind: str, people: int) -> Waves:
    with filled.copied(kind, f"waves_{people}", lambda db: due.fill(db, people)) as address:
        return await printed(Waves, "bench.surveys.due", settings=filled.at(address))


async def _jobs(kind: str, people: int) -> Jobs:
    with TemporaryDirectory() as folder:
        return await printed(Jobs, "bench.contenders.waving", kind, folder, f"{people}")


async def _turn(filled: Filled, kind: str, seconds: float) -> Turns:
    with filled.fresh(kind) as address:
        return await printed(Turns, "bench.surveys.turn", f"{seconds}", settings=filled.at(address))


async def _imported() -> Imported:
    return await printed(Imported, "bench.surveys.importing")


async def _exported(filled: Filled, format: str, responses: int) -> Exported:
    with filled.copied(SQLITE, f"responses_{responses}", lambda db: exporting.fill(db, responses)) as address:
        return await printed(Exported, "bench.exporting", format, settings=filled.at(address))
