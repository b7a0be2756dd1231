"""One questionnaire with everything in it, answered in several ways, again and again, by people on both channels.

What each way of answering shows and leaves on record is taken from a straight run of the same program; all others are
held against it.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from models.base import now
from models.store import Store
from models.surveys import forms, responses, waves
from models.surveys.tables import INVITED, PAUSED, SurveyInvitation, SurveyResponse, SurveyWave
from models.surveys.waves import Wanted
from tests.crowd import address, crowd
from tests.double import Double
from tests.surveyed import YES_NO, Repeat, form, options, row, words

STORY = "@"  # in a way of answering: a story that nobody else tells

FORM = form(
    row("welcome", "note", "Gracias por su tiempo.", "Thank you for your time."),
    row("trained", "select_one", "¿Ha capacitado a alguien?", "Have you trained anybody?", options="yes_no"),
    row("people", "integer", "¿A cuántas personas?", "How many people?", relevant="${trained} = 'yes'"),
    row("uses", "select_multiple", "¿Cuáles usa?", "Which do you use?", options="tools"),
    Repeat(
        name="course",
        row=5,
        label=words("Cursos que dio", "Courses you gave"),
        items=(
            row("topic", "text", "¿De qué fue?", "What was it about?"),
            row("number", "calculate", calculation="position(..)"),
        ),
    ),
    row(
        "support",
        "select_one",
        "¿Le apoya su mando?",
        "Does your command support you?",
        options="yes_no",
        anonymous=True,
    ),
    row("story", "text", "¿Qué cambió?", "What has changed?"),
    row("many", "calculate", calculation="if(${people} > 10, 'many', 'few')"),
    lists={
        "yes_no": YES_NO,
        "tools": options(("a", "Orden", "Order"), ("b", "Trato digno", "Dignity"), ("c", "Registro", "Records")),
    },
)

_BEGIN = ("encuesta", "sí")
_COURSES = ("sí", "Registro", "sí", "Trato digno", "no")
#: Each way of answering, from the first word to the thanks.
WAYS = (
    (*_BEGIN, "sí", "12", "1, 3", *_COURSES, "no", STORY, "sí"),
    (*_BEGIN, "no", "2", "no", "sí", STORY, "sí"),
    (*_BEGIN, "sí", "9", "atrás", "40", "1", "sí", "Bitácora", "no", "prefiero no contestar", STORY, "sí"),
)
#: What is on record at the end, but for the story, and what was said about the command by nobody.
RECORDS: Sequence[tuple[dict[str, str], str]] = (
    (
        {
            "trained": "yes",
            "people": "12",
            "uses": "a c",
            "course[1]/topic": "Registro",
            "course[1]/number": "1",
            "course[2]/topic": "Trato digno",
            "course[2]/number": "2",
            "many": "many",
        },
        "no",
    ),
    ({"trained": "no", "uses": "b", "many": "few"}, "yes"),
    (
        {
            "trained": "yes",
            "people": "40",
            "uses": "a",
            "course[1]/topic": "Bitácora",
            "course[1]/number": "1",
            "many": "many",
        },
        "",
    ),
)


class Straight(NamedTuple):
    """What a straight run shows, and what is on record after each message and before the first; stories are `STORY`."""

    shown: Sequence[str]
    records: Sequence[Mapping[str, str]]


@dataclass
class Answering:
    """Somebody who answers one invitation after the other; `acknowledged`: messages of the round she is in."""

    double: Double
    store: Store
    address: str
    invitations: list[int]
    read: list[str] = field(default_factory=list)
    ways: list[int] = field(default_factory=list)
    acknowledged: int = 0

    def story(self, number: int) -> str:
        """What she tells in her so manyth round."""
        return f"Relato {self.invitations[-number]}"

    async def goes_straight(self, way: int) -> Straight:
        """Answer once, and look at the record after each message."""
        self._begin(way)
        shown, records = list[str](), [await self.on_record()]
        for text in WAYS[way]:
            shown += await self._says(text)
            records.append(await self.on_record())
        return Straight(shown, records)

    async def answers(self, way: int, straight: Straight) -> None:
        """Answer once, and read what is shown in a straight run."""
        self._begin(way)
        shown = list[str]()
        for text in WAYS[way]:
            shown += await self._says(text)
            assert shown == list(straight.shown[: len(shown)]), (way, text)
        assert len(shown) == len(straight.shown)

    async def on_record(self) -> dict[str, str]:
        """What is on record of the round that she is in, or was in last."""
        if not self.ways:
            return {}
        found = await self.store.read(on_record, self.invitations[-len(self.ways)])
        assert len(found) <= 1, "one response to an invitation"
        story = self.story(len(self.ways))
        return {key: STORY if said == story else said for key, said in found[0].items()} if found else {}

    def repeated(self) -> int:
        """How many messages only said once more what stood there."""
        texts = [each.text for each in self.double.sent(self.address)]
        return len(texts) - len(_once(texts))

    def _begin(self, way: int) -> None:
        """The newest invitation that is open is the one that is offered."""
        self.ways.append(way)
        self.acknowledged = 0

    async def _says(self, text: str) -> list[str]:
        """Write, and wait; what is shown then, unless it only repeats what was there last."""
        story = self.story(len(self.ways))
        await deliver(self.double, self.address, story if text == STORY else text)
        self.acknowledged += 1
        await self.double.until(lambda: bool(self._new()), seconds=60)
        came = self._new()
        self.read += came
        return [each.replace(story, STORY) for each in came]

    def _new(self) -> list[str]:
        return _once([each.text for each in self.double.sent(self.address)])[len(self.read) :]


async def deliver(double: Double, address: str, text: str) -> None:
    """Post a message as its provider does: again and again until it is taken."""
    if address.startswith("whatsapp:"):
        form = double.forms.text(address, text)
        while (await double.whatsapp_message(form)).status not in (200, 204):  # noqa: ASYNC110  # the house is down
            await asyncio.sleep(0.05)
        return
    update_ = double.updates.text(int(address), text)
    while (await double.telegram_update(update_)).status != 200:  # noqa: ASYNC110
        await asyncio.sleep(0.05)


def invited(db: Connection, channel: str, people: int, times: int) -> dict[str, list[int]]:
    """So many people on a channel, each invited so many times: by address the numbers, the oldest first.

    Their wave is paused, so that the clock leaves them alone.
    """
    forms.keep(db, FORM, "tests")
    wanted = Wanted(name=channel, form=FORM.name, anchor="date", on_date=now().date())
    wave = waves.add(db, wanted, "tests")
    db.execute(update(SurveyWave).values(state=PAUSED))
    return {address(channel, person): _invite(db, wave.id, person, times) for person in crowd(db, people, channel)}


def _invite(db: Connection, wave: int, person: int, times: int) -> list[int]:
    at = now()
    usual = {
        "wave_id": wave,
        "person_id": person,
        "state": INVITED,
        "planned_for": at,
        "invited_at": at,
        "moved_at": at,
    }
    db.execute(insert(SurveyInvitation), [usual | {"occasion": number} for number in range(times)])
    hers = select(SurveyInvitation.id).where(SurveyInvitation.person_id == person)
    return list(db.scalars(hers.order_by(SurveyInvitation.id)))


def on_record(db: Connection, invitation: int) -> list[dict[str, str]]:
    """The answers of each response to an invitation."""
    rows = db.execute(select(SurveyResponse.__table__).where(SurveyResponse.invitation_id == invitation)).all()
    return [responses.answers(db, bytes(each.seal_id), bytes(each.answers_sealed)) for each in rows]


def _once(texts: list[str]) -> list[str]:
    return [text for text, _ in groupby(texts)]
