"""What an export of responses costs: seconds, and the most memory that it took at any moment.

Run as processes of their own, with the database and its keys in the environment: first `python -m bench.exporting fill
100000`, then `python -m bench.exporting csv` (or xlsx, sav). Memory is flat where ten times as many responses take no
more of it.
"""

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection, insert

from bench.processes import MEASURED, most_memory, pin
from bot.exports.books import Format, open_book
from bot.exports.reading import reader
from bot.exports.responses import Responses, Wanted
from bot.settings import Settings
from models.base import now
from models.sealing import new_seal_id, vault
from models.store import Store
from models.surveys import exported, forms
from models.surveys.exported import Selection
from models.surveys.tables import SurveyResponse
from surveys.form import Field, Form, Option
from tests.crowd import crowd

SURVEY, QUESTIONS = "measured", 30
_AT_ONCE = 5_000
_SCALE = tuple(Option(value=str(number), label={"es": str(number), "en": str(number)}) for number in range(5))
_SAID = "Se capacitó al turno de la mañana y ya se aplica en dos áreas."


class Exported(msgspec.Struct):
    """Seconds, the most memory in MB, and the size of the files in MB."""

    seconds: float
    memory: float
    size: float


def fill(db: Connection, responses: int) -> None:
    """So many people of three states, each with one response to a survey of thirty questions."""
    form = forms.keep(db, _form(), "bench").id
    states = ("CMX", "CHH", "SON")
    people = [each for state in states for each in crowd(db, -(-responses // len(states)), state=state)][:responses]
    answers = {f"q{number}": _SAID if number % 10 == 9 else str(number % 5) for number in range(QUESTIONS)}
    content, moment = msgspec.json.encode(answers), now()
    for start in range(0, responses, _AT_ONCE):
        rows = []
        for person in people[start : start + _AT_ONCE]:
            seal_id = new_seal_id()
            sealed = vault(db).seal(content, "survey_response", "answers", seal_id)
            rows.append(
                {
                    "talk_id": person,
                    "form_id": form,
                    "person_id": person,
                    "channel": "telegram",
                    "language": "es",
                    "answered": QUESTIONS,
                    "begun_at": moment,
                    "moved_at": moment,
                    "completed_at": moment,
                    "seal_id": seal_id,
                    "answers_sealed": sealed,
                }
            )
        db.execute(insert(SurveyResponse), rows)


def measure(store: Store, kind: Format) -> Exported:
    """Export all of it once."""
    with TemporaryDirectory() as folder, reader(store) as reading:
        began = time.perf_counter()
        versions = reading(exported.versions, SURVEY)
        wanted = Wanted(Selection(tuple(versions)), versions, ZoneInfo("America/Mexico_City"), split=kind is Format.sav)
        responses = Responses(reading, store.vault, wanted)
        with open_book(kind, Path(folder) / f"measured.{kind}", "es", force=False) as book:
            responses.write(book, lambda: None)
        seconds = time.perf_counter() - began
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
    return Exported(seconds, most_memory(), size / 1e6)


def _form() -> Form:
    items = tuple(
        Field(name=f"q{number}", kind="text", row=number + 2)
        if number % 10 == 9
        else Field(name=f"q{number}", kind="select_one", row=number + 2, options="scale")
        for number in range(QUESTIONS)
    )
    titles = {"es": "Medida", "en": "Measured"}
    return Form(name=SURVEY, title=titles, version="1", languages=("es", "en"), items=items, lists={"scale": _SCALE})


def main() -> None:
    settings = Settings()
    store = Store(settings.database_url, settings.vault())
    if sys.argv[1] == "fill":
        store.run(fill, int(sys.argv[2]))
    else:
        sys.stdout.write(msgspec.json.encode(measure(store, Format(sys.argv[1]))).decode())
    store.close()


if __name__ == "__main__":
    pin(MEASURED)
    main()
