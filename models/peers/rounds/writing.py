"""A round is written down, some at a time. What was written stays: whoever has a seat gets no other.

Time has passed since it was computed. So each pair is looked at again, and two who may not meet any more get no seats:
they are matched with others, or have nobody.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, Integer, cast, func, insert, select, update

from models.circles.together import Together
from models.peers import introductions
from models.peers.rounds.eligible import still
from models.peers.rounds.people import Pair
from models.peers.rounds.tables import DONE, MATCHING, PeerRound, PeerRoundSeat
from models.peers.tables import PeerIntroduction

BATCH = 10  # some 20 ms, for which messages wait on SQLite
TOLD_WITHIN = timedelta(days=14)


def keep(db: Connection, round_: int, pairs: Collection[Pair], moment: datetime) -> int:
    """Write down a batch of pairs, each two seats and an introduction; how many."""
    if not _hold(db, round_):
        return 0
    free = still(db, round_, {person for pair in pairs for person in (pair.one, pair.other)})
    meeting, met, kept = Together(db, free), _met(db, free), []
    for pair in pairs:
        two = {pair.one, pair.other}
        if free >= two and frozenset(two) not in met and meeting.may(sorted(two)):
            free -= two
            kept.append(pair)
    introductions.pair(db, round_, [(pair.one, pair.other) for pair in kept], moment + TOLD_WITHIN, moment)
    _seat(db, round_, [(person, pair.topic) for pair in kept for person in (pair.one, pair.other)], moment)
    return len(kept)


def leave_over(db: Connection, round_: int, people: Collection[int], moment: datetime) -> int:
    """Write down a batch of those who have nobody this time; how many."""
    if not _hold(db, round_):
        return 0
    free = still(db, round_, people)
    _seat(db, round_, [(person, None) for person in sorted(free)], moment)
    return len(free)


def close(db: Connection, round_: int) -> None:
    """Everybody in a round has a seat: count them."""
    counts = func.count(), func.coalesce(func.sum(cast(PeerRoundSeat.matched, Integer)), 0)
    people, matched = db.execute(select(*counts).where(PeerRoundSeat.round_id == round_)).one()
    done = update(PeerRound).where(PeerRound.id == round_, PeerRound.state == MATCHING)
    db.execute(done.values(state=DONE, people=people, pairs=matched // 2))


def _hold(db: Connection, round_: int) -> bool:
    """Let nobody else write a round until the transaction ends; False when it is done."""
    query = select(PeerRound.id).where(PeerRound.id == round_, PeerRound.state == MATCHING)
    return db.execute(query.with_for_update()).first() is not None


def _met(db: Connection, people: Collection[int]) -> set[frozenset[int]]:
    """Those of them who were ever to be introduced to each other, whatever came of it."""
    asker, asked = PeerIntroduction.asker_id, PeerIntroduction.asked_id
    query = select(asker, asked).where(asker.in_(people), asked.in_(people))
    return {frozenset((one, other)) for one, other in db.execute(query)}


def _seat(db: Connection, round_: int, seats: Iterable[tuple[int, int | None]], moment: datetime) -> None:
    values = {"round_id": round_, "due_at": moment, "until": moment + TOLD_WITHIN}
    rows = [{**values, "person_id": person, "topic_id": topic, "matched": topic is not None} for person, topic in seats]
    if rows:
        db.execute(insert(PeerRoundSeat), rows)
