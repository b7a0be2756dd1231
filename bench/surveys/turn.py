"""What a turn of a survey costs beside a plain one: the store alone, 64 people at once, turn about.

Run as a process of its own: `python -m bench.surveys.turn seconds`, with the database and its keys in the environment.
"""

import asyncio
import sys
from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from bench.contenders.questions import HURDLES
from bench.load import PEOPLE
from bench.processes import MEASURED, pin
from bench.turn_about import turn_about
from bot.settings import Settings
from models.base import now
from models.store import Store
from models.surveys import forms, waves
from models.surveys.tables import COMPLETE, INVITED, PAUSED, SurveyInvitation, SurveyWave
from models.surveys.waves import Wanted
from surveys.form import Field, Form, Option

SLICES = 4  # of the time, in which one and the other take turns
TIMES = 5  # that everybody is invited: more than there is time for
#: Behind the command that begins it: as many questions as a plain conversation has, read back and kept.
ANSWERS = ("60", "4", "Capacitamos a 20 oficiales", "sí", "20", "omitir", "sí")


class Turns(msgspec.Struct):
    """Turns a second of plain conversations, and of surveys; how many of these are complete."""

    plain: float
    survey: float
    complete: int


async def measure(store: Store, seconds: float) -> Turns:
    """Hold conversations of both kinds. Raises `ValueError` where a survey did not come to its end."""
    first = store.run(invite)

    def other(place: int, before: int) -> Sequence[str]:
        return (f"/invited begin {first + before * PEOPLE + place}", *ANSWERS)

    rates = await turn_about(store, seconds, SLICES, other)
    complete = store.run(_complete)
    if complete * (len(ANSWERS) + 1) != rates.turns:
        raise ValueError("a survey was not answered as it was meant to be")
    return Turns(rates.plain, rates.other, complete)


def invite(db: Connection) -> int:
    """Invite everybody, again and again; the number of the first invitation, behind which they stand in order."""
    forms.keep(db, _form(), "bench")
    wave = waves.add(db, Wanted(name="bench", form="bench", anchor="date", on_date=now().date()), "bench").id
    db.execute(update(SurveyWave).values(state=PAUSED))
    at = now()
    usual = {"wave_id": wave, "state": INVITED, "planned_for": at, "invited_at": at, "moved_at": at}
    for before in range(TIMES):
        rows = [usual | {"person_id": place + 1, "occasion": before} for place in range(PEOPLE)]
        db.execute(insert(SurveyInvitation), rows)
    return db.execute(select(func.min(SurveyInvitation.id))).scalar_one()


def _form() -> Form:
    lists = {
        "hurdles": [Option(value=value, label={"es": label}) for value, label in HURDLES.items()],
        "yes_no": [Option(value="yes", label={"es": "Sí"}), Option(value="no", label={"es": "No"})],
    }
    rows = (
        Field(name="percent", kind="integer", row=2, label={"es": "¿Qué tan avanzado va, de 0 a 100?"}),
        Field(name="hurdle", kind="select_one", row=3, options="hurdles", label={"es": "¿Qué lo ha dificultado?"}),
        Field(name="note", kind="text", row=4, label={"es": "¿Qué cambió desde la última vez?"}),
        Field(name="trained", kind="select_one", row=5, options="yes_no", label={"es": "¿Ha capacitado a alguien?"}),
        Field(name="people", kind="integer", row=6, relevant="${trained} = 'yes'", label={"es": "¿A cuántas?"}),
        Field(name="else", kind="text", row=7, label={"es": "¿Algo más?"}),
    )
    kept = {name: tuple(options) for name, options in lists.items()}
    return Form(name="bench", title={"es": "Medida"}, version="1", languages=("es",), items=rows, lists=kept)


def _complete(db: Connection) -> int:
    query = select(func.count()).where(SurveyInvitation.state == COMPLETE)
    return db.execute(query).scalar_one()


def main(seconds: str) -> None:
    settings = Settings()
    store = Store(settings.database_url, settings.vault())
    turns = asyncio.run(measure(store, float(seconds)))
    store.close()
    sys.stdout.write(msgspec.json.encode(turns).decode())


if __name__ == "__main__":
    pin(MEASURED)
    main(*sys.argv[1:])
