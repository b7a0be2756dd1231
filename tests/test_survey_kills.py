"""kill -9 in the middle of surveys: the answer, its record and the next question are one transaction.

A few kills here; `make faults` does as many as docs/reliability.md promises (LAZOS_SURVEY_KILLS=200).
"""

import asyncio
import os
import random
from collections import Counter
from itertools import cycle

from sqlalchemy import Connection, select

from models.sealing import vault
from models.surveys.tables import COMPLETE, SurveyAnonymous, SurveyInvitation, SurveyResponse
from tests.double import Double
from tests.house import House, store_of
from tests.measured import measured
from tests.survey_marathon import RECORDS, STORY, WAYS, Answering, Straight, invited, on_record

KILLS = int(os.environ.get("LAZOS_SURVEY_KILLS", "4"))
CHANNELS = ("telegram", "whatsapp")
PEOPLE = 4  # who answer again and again, on each channel; as many more answer once while nothing is killed
MOST = 60  # messages between two kills at the most, those that are repeated included
SEED = 20261124

Straights = dict[tuple[str, int], Straight]


async def test_every_record_is_that_of_a_straight_run_and_nothing_is_asked_twice(double: Double, house: House) -> None:
    store = store_of(house.database_url, house.keys)
    there = {each: store.run(invited, each, PEOPLE + len(WAYS), KILLS + 3) for each in CHANNELS}
    people = {
        channel: [Answering(double, store, address, numbers) for address, numbers in found.items()]
        for channel, found in there.items()
    }
    straights = await straight_runs(people)
    marathons = [(channel, each) for channel in CHANNELS for each in people[channel][len(WAYS) :]]
    done, chance = asyncio.Event(), random.Random(SEED)  # noqa: S311  # repeatable, not secret
    talks = [
        asyncio.create_task(
            answer_again_and_again(each, place, {way: straights[channel, way] for way in range(len(WAYS))}, done)
        )
        for place, (channel, each) in enumerate(marathons)
    ]
    for _ in range(KILLS):
        moment = arrivals(double) + chance.randrange(1, MOST)
        await double.until(lambda moment=moment: arrivals(double) >= moment, seconds=60)  # type: ignore[misc]
        await house.kill()
        for channel, each in marathons:
            await judge_acknowledged(each, straights, channel)
        await house.start()
    done.set()
    await asyncio.gather(*talks)
    everybody = [each for found in people.values() for each in found]
    for each in everybody:
        store.run(judge, each)
    assert store.run(told_by_nobody) == Counter(
        RECORDS[way][1] for each in everybody for way in each.ways if RECORDS[way][1]
    )
    repeated = [each.repeated() for _, each in marathons]
    assert max(repeated) <= KILLS, "at most one repeated prompt a kill"
    assert double.faults == []
    rounds = sum(len(each.ways) for _, each in marathons)
    measured("killed in surveys", house.database_url, kills=KILLS, responses=rounds, repeated=sum(repeated))
    store.close()


async def straight_runs(people: dict[str, list[Answering]]) -> Straights:
    """Each way on each channel, with nobody killed, and what it leaves on record as it should be."""
    found: Straights = {}
    for channel, theirs in people.items():
        for way in range(len(WAYS)):
            straight = found[channel, way] = await theirs[way].goes_straight(way)
            assert straight.records[-1] == RECORDS[way][0] | {"story": STORY}
    return found


async def answer_again_and_again(
    each: Answering, first: int, straights: dict[int, Straight], done: asyncio.Event
) -> None:
    """One person, who answers until `done`, each time in another way."""
    for number in cycle(range(first, first + len(WAYS))):
        if done.is_set() or len(each.ways) == len(each.invitations):
            return
        way = number % len(WAYS)
        await each.answers(way, straights[way])


async def judge_acknowledged(each: Answering, straights: Straights, channel: str) -> None:
    """Whatever was acknowledged is on record, and besides at most what was on its way."""
    if each.ways:
        records = straights[channel, each.ways[-1]].records
        assert await each.on_record() in records[each.acknowledged : each.acknowledged + 2]


def judge(db: Connection, each: Answering) -> None:
    """Every round of hers left its own record, once, and is over."""
    for number, way in enumerate(each.ways, 1):
        invitation = each.invitations[-number]
        assert on_record(db, invitation) == [RECORDS[way][0] | {"story": each.story(number)}]
        here = select(SurveyInvitation.state, SurveyResponse.completed_at).join(
            SurveyResponse, SurveyResponse.invitation_id == SurveyInvitation.id
        )
        state, completed_at = db.execute(here.where(SurveyInvitation.id == invitation)).one()
        assert (state, completed_at is not None) == (COMPLETE, True)


def told_by_nobody(db: Connection) -> Counter[str]:
    """How often each anonymous answer was given."""
    rows = db.execute(select(SurveyAnonymous.id, SurveyAnonymous.answer_sealed))
    opened = (vault(db).open(bytes(sealed), "survey_anonymous", "answer", bytes(id)) for id, sealed in rows)
    return Counter(answer.decode() for answer in opened)


def arrivals(double: Double) -> int:
    return sum(double.record.arrivals.values())
