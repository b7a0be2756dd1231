"""kill -9 in the middle of planning a wave and of asking it: nobody is left out, and nobody is asked twice.

A few kills on SQLite here; `make faults` does more on both databases (LAZOS_SURVEY_KILLS).
"""

import asyncio
import os
import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import Connection, delete, func, select, update

from models.base import now
from models.contacts import Contact
from models.conversations import Talk
from models.messages import SENDING, UNCERTAIN, Message
from models.prompts import Prompt
from models.store import Store
from models.surveys import forms, waves
from models.surveys.opening import Window
from models.surveys.tables import INVITED, SurveyInvitation, SurveyWave
from models.surveys.waves import Wanted
from tests.campaign import LOOK, REACHED, UNDER_WAY, Campaign, campaign
from tests.double import Double
from tests.measured import measured
from tests.surveyed import FOLLOW_UP

KILLS = int(os.environ.get("LAZOS_SURVEY_KILLS", "2"))
IN_FULL = KILLS > 2
EACH = 4 if IN_FULL else 2  # kills while one wave is asked
ASKED = 1_000 if IN_FULL else 300  # people of it
CROWD = 9_000  # people who are planned in several transactions
ROUNDS = max(1, KILLS // 20)  # waves that are planned, and waves that are asked
BETWEEN = ASKED // (EACH + 1)  # people who are asked between two kills at the most
RATE = 100  # messages a second on each of the two channels
AHEAD = timedelta(days=40)
ALWAYS = Window("1234567", 0, 24 * 60, skips_holidays=False)
SEED = 20261124

databases = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"] if IN_FULL else ["sqlite"], indirect=True)


class Standing(NamedTuple):
    """How a wave stands: whether all its people have been looked at, how many are in which state, and of all
    messages how many are in which."""

    planned: bool
    people: Counter[str]
    messages: Counter[str]


@databases
async def test_killed_while_people_are_planned_everybody_is_planned_once(
    double: Double, database_url: str, tmp_path: Path
) -> None:
    chance, halfway = random.Random(SEED), 0  # noqa: S311  # repeatable, not secret
    async with campaign(double, database_url, tmp_path, CROWD, 0) as ours:
        for number in range(ROUNDS):
            wave = ours.store.run(begun, number)
            await ours.house.start()
            await until(ours.store, wave, lambda stands: bool(stands.people))
            await asyncio.sleep(chance.random() * 0.1 * (number > 0))
            await ours.house.kill()
            halfway += not ours.store.run(standing, wave).planned
            await ours.house.start()
            await until(ours.store, wave, lambda stands: stands.planned)
            await ours.house.kill()
            assert ours.store.run(planned, wave) == sorted(ours.people)
    assert halfway
    assert double.record.arrivals.total() == 0, "it is asked in weeks"
    measured("killed while a wave is planned", database_url, kills=ROUNDS, people=CROWD, halfway=halfway)


@databases
async def test_killed_while_people_are_asked_everybody_is_asked_once(
    double: Double, database_url: str, tmp_path: Path
) -> None:
    chance, killed, uncertain = random.Random(SEED), list[Standing](), 0  # noqa: S311  # repeatable, not secret
    rates = {f"LAZOS_{name}_RATE": str(RATE) for name in ("TELEGRAM", "TWILIO")}
    async with campaign(double, database_url, tmp_path, ASKED // 2, ASKED // 2, **rates) as ours:
        for number in range(ROUNDS):
            wave = await due_now(ours, number)
            for _ in range(EACH):
                killed.append(await killed_while_asking(ours, wave, chance.randrange(1, BETWEEN)))
            await ours.house.start()
            await until(ours.store, wave, lambda stands: not UNDER_WAY & stands.messages.keys() and all_asked(stands))
            await ours.house.kill()
            uncertain += judge(ours)
            ours.store.run(start_over)
            double.record.screens.clear()
    halfway, in_the_air = sum(not all_asked(each) for each in killed), sum(each.messages[SENDING] for each in killed)
    assert halfway
    assert uncertain <= in_the_air
    assert double.faults == []
    told = {"kills": len(killed), "people": ROUNDS * ASKED, "halfway": halfway}
    measured("killed while a wave is asked", database_url, **told, in_the_air=in_the_air, uncertain=uncertain)


async def due_now(ours: Campaign, number: int) -> int:
    """A wave of which everybody was planned, and has become due meanwhile."""
    wave = ours.store.run(begun, number)
    await ours.house.start()
    await until(ours.store, wave, lambda stands: stands.planned)
    await ours.house.kill()
    ours.store.run(become_due, wave)
    return wave


async def killed_while_asking(ours: Campaign, wave: int, more: int) -> Standing:
    """Let so many more people be asked, and kill it; how the wave stands then."""
    before = ours.store.run(standing, wave).people[INVITED]
    await ours.house.start()
    await until(ours.store, wave, lambda stands: stands.people[INVITED] >= min(ASKED, before + more))
    await ours.house.kill()
    return ours.store.run(standing, wave)


def all_asked(stands: Standing) -> bool:
    return stands.people == {INVITED: ASKED}


def judge(ours: Campaign) -> int:
    """Everybody has one invitation, which arrived once where its state says so; how many are left in doubt."""
    rows = ours.store.run(prompted)
    assert sorted(person for person, _state in rows) == sorted(ours.people)
    for person, state in rows:
        came = len(ours.double.sent(ours.people[person]))
        assert came == 1 if state in REACHED else came <= (state == UNCERTAIN), (person, state, came)
    return sum(state == UNCERTAIN for _person, state in rows)


def begun(db: Connection, number: int) -> int:
    """A wave for everybody, in some weeks; its number."""
    forms.keep(db, FOLLOW_UP, "tests")
    wanted = Wanted(
        name=f"wave_{number}", form=FOLLOW_UP.name, anchor="date", on_date=(now() + AHEAD).date(), window=ALWAYS
    )
    return waves.add(db, wanted, "tests").id


def become_due(db: Connection, wave: int) -> None:
    """It is time to ask everybody, as it is when something was late."""
    here = update(SurveyInvitation).where(SurveyInvitation.wave_id == wave)
    db.execute(here.values(due_at=now(), planned_for=now(), why="late"))


def start_over(db: Connection) -> None:
    """As if nobody had been asked yet."""
    for table in (Prompt, Message, Talk, SurveyInvitation, SurveyWave):
        db.execute(delete(table))


async def until(store: Store, wave: int, true: Callable[[Standing], bool], seconds: float = 60) -> None:
    """Wait until a wave stands as expected."""
    async with asyncio.timeout(seconds):
        while not true(await store.read(standing, wave)):  # noqa: ASYNC110  # the database tells nobody
            await asyncio.sleep(LOOK / 10)


def standing(db: Connection, wave: int) -> Standing:
    """How a wave stands."""
    planned_at = db.execute(select(SurveyWave.planned_at).where(SurveyWave.id == wave)).scalar_one()
    people = select(SurveyInvitation.state, func.count()).where(SurveyInvitation.wave_id == wave)
    messages = select(Message.state, func.count()).group_by(Message.state)
    counted = [dict(db.execute(query).all()) for query in (people.group_by(SurveyInvitation.state), messages)]
    return Standing(planned_at is not None, *map(Counter, counted))


def planned(db: Connection, wave: int) -> list[int]:
    """The people of a wave."""
    return sorted(db.scalars(select(SurveyInvitation.person_id).where(SurveyInvitation.wave_id == wave)))


def prompted(db: Connection) -> list[tuple[int, str]]:
    """Of each message that nobody asked for whose it is, and its state."""
    query = select(Contact.person_id, Message.state).join(Contact, Contact.id == Message.contact_id)
    return [(person, state) for person, state in db.execute(query) if person is not None]
