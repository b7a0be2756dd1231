"""Matching rounds: each is told of the other, or that there is nobody, and asked two weeks later. A batch is one
transaction. The round itself is made by `bot.peer_rounds`, since it computes for a while.
"""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from dialogue.messages import Outgoing
from handlers import prompting
from handlers.peer_delivering import deliver
from handlers.peer_round_words import NOBODY
from handlers.ways import DISCREET, choose_contact
from models import arbiter, freezes, prompting_facts, prompts
from models.arbiter import Later, Never, Send, Verdict
from models.consents import PEERS
from models.peers import ending, introductions
from models.peers.introductions import Side
from models.peers.rounds import seats
from models.peers.rounds.seats import Seat
from models.peers.tables import OPEN, PAIRED
from models.statements import savepoint
from models.surveys.asking import Knocks

BATCH, FORGOTTEN = 50, 500
_SOON, _AN_HOUR, _A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

log = structlog.get_logger()


def tell(db: Connection, moment: datetime) -> int:
    """Deal with up to a batch of seats that are due, so that none of them is due any more; how many."""
    due, knocks = seats.due(db, moment, BATCH), Knocks(db, moment)
    for seat in due:
        try:
            with savepoint(db):
                _deal_with(db, seat, knocks, moment)
        except Exception as problem:
            log.error("round_failed", exc_info=problem)
            seats.put_off(db, seat, moment + _A_DAY)
    return len(due)


def forget(db: Connection, moment: datetime) -> int:
    """Forget the seats of rounds of long ago."""
    return seats.forget(db, moment, FORGOTTEN)


def _deal_with(db: Connection, seat: Seat, knocks: Knocks, moment: datetime) -> None:
    side = introductions.of_round(db, seat.person, seat.round) if seat.matched else None
    if seat.told_at is not None:
        return _ask(db, seat, side, knocks, moment)
    if seat.matched and (side is None or side.state not in (PAIRED, OPEN)):
        return _console(db, seats.has_nobody(db, seat, moment), moment)
    if side is None:
        return _console(db, seat, moment)
    return _introduce(db, seat, side, knocks, moment)


def _introduce(db: Connection, seat: Seat, side: Side, knocks: Knocks, moment: datetime) -> None:
    """Tell her of the other; both may write as soon as one of them knows."""
    if freezes.either_frozen(db, side.person, side.other):
        return seats.put_off(db, seat, moment + _AN_HOUR)
    if seats.has_written(db, side):
        return seats.told(db, seat, side, moment)
    if moment >= seat.until:
        return _give_up(db, seat, side, moment)
    verdict = _prompt(db, seat, side, "round_told", knocks, moment)
    if isinstance(verdict, Send):
        return seats.told(db, seat, side, moment)
    if isinstance(verdict, Never):
        return _give_up(db, seat, side, moment)
    return _put_off(db, seat, verdict, moment)


def _give_up(db: Connection, seat: Seat, side: Side, moment: datetime) -> None:
    """She cannot be told: the other hears that it has ended, or that there is nobody, and comes first next time."""
    seats.settle(db, seat)
    if ending.end(db, side, moment):
        seats.comes_first(db, seat.round, side.other)


def _console(db: Connection, seat: Seat, moment: datetime) -> None:
    """Say once, kindly, that there is nobody this time. For that alone nobody is knocked at."""
    if not prompts.hold(db, seat.person):
        return seats.put_off(db, seat, moment + _SOON)
    about = prompting_facts.circumstances(db, seat.person, PEERS, moment)
    verdict = arbiter.decide(about.facts, moment)
    if isinstance(verdict, Never) or moment >= seat.until:
        return seats.settle(db, seat)
    if isinstance(verdict, Later):
        return _put_off(db, seat, verdict, moment)
    way = choose_contact(db, about, moment, DISCREET)
    if way is None or way.knock is not None:
        return seats.put_off(db, seat, moment + _AN_HOUR)
    seats.settle(db, seat)
    deliver(db, seat.person, None, [Outgoing(NOBODY)], moment)
    return None


def _ask(db: Connection, seat: Seat, side: Side | None, knocks: Knocks, moment: datetime) -> None:
    """Ask whether they could talk."""
    if side is None or moment >= seat.until or not seats.could_talk(db, side):
        return seats.settle(db, seat)
    if freezes.either_frozen(db, side.person, side.other):
        return seats.put_off(db, seat, moment + _AN_HOUR)
    verdict = _prompt(db, seat, side, "round_asked", knocks, moment)
    if isinstance(verdict, Send):
        return seats.asked(db, seat, moment)
    return seats.settle(db, seat) if isinstance(verdict, Never) else _put_off(db, seat, verdict, moment)


def _prompt(db: Connection, seat: Seat, side: Side, flow: str, knocks: Knocks, moment: datetime) -> Verdict:
    given = {"about": side.id}
    return prompting.prompt(
        db, seat.person, flow, given, PEERS, moment, purpose=PEERS, may_knock=knocks.take, template=DISCREET
    )


def _put_off(db: Connection, seat: Seat, verdict: Later, moment: datetime) -> None:
    seats.put_off(db, seat, min(verdict.until, seat.until, moment + _A_DAY))
