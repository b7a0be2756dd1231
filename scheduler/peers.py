"""Peers: who is asked next, who is asked now, what ends, and what is forgotten. A batch is one transaction."""

from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection, Row, select, update

from dialogue.messages import Outgoing
from dialogue.phrases import _
from handlers import peer_words, prompting, ways
from handlers.peer_delivering import deliver
from models import consents, freezes, prompts, reported
from models.arbiter import Never, Send
from models.peers import aliases, candidates, ending, introductions, relaying, requests, resting, sweeping
from models.peers.introductions import Side
from models.peers.requests import Request
from models.peers.tables import (
    ASKED,
    BOTH,
    CHOSEN,
    ENDED,
    LIVE,
    MESSAGE,
    OPEN,
    SILENT,
    TALK,
    PeerIntroduction,
)
from models.prompts import Prompt
from models.statements import savepoint
from models.surveys.asking import Knocks

BATCH, FORGOTTEN = 50, sweeping.BATCH
_SOON, _AN_HOUR, _A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

log = structlog.get_logger()


def choose(db: Connection, moment: datetime) -> int:
    """For up to a batch of requests choose who is asked next; how many."""
    due = requests.due(db, moment, BATCH)
    for request in due:
        try:
            with savepoint(db):
                _choose(db, request, moment)
        except Exception as problem:
            log.error("introduction_failed", exc_info=problem)
            requests.put_off(db, request.id, moment + _A_DAY)
    return len(due)


def move_on(db: Connection, moment: datetime) -> int:
    """Deal with up to a batch of introductions that are due; how many."""
    table = PeerIntroduction.__table__
    query = select(table).where(PeerIntroduction.due_at <= moment, resting.awake(PeerIntroduction))
    query = query.order_by(PeerIntroduction.due_at).limit(BATCH)
    due = db.execute(query.with_for_update(skip_locked=True)).all()
    for row in due:
        try:
            with savepoint(db):
                _move_on(db, row, moment)
        except Exception as problem:
            log.error("introduction_failed", exc_info=problem)
            _look_again(db, row.id, moment + _A_DAY)
    return len(due)


def forget(db: Connection, moment: datetime) -> int:
    """Forget what peers wrote once it is needed no more."""
    return sweeping.sweep(db, moment) + reported.sweep(db, moment)


def _choose(db: Connection, request: Request, moment: datetime) -> None:
    """Somebody who was not asked yet; when nobody is left the answer comes on its day, as if nobody had been there."""
    if not prompts.hold(db, request.person):
        return requests.put_off(db, request.id, moment + _SOON)
    asked = requests.states(db, request.id)
    if any(state in LIVE for state in asked):
        return requests.put_off(db, request.id, request.answer_at + _SOON)
    if moment >= request.answer_at:
        requests.settle(db, request.id)
        deliver(db, request.person, None, [Outgoing(peer_words.NOBODY)], moment, at_any_hour=False)
        return None
    left = len(asked) < requests.MOST_ASKED
    found = candidates.find(db, request.person, request.wanted, 1) if left else []
    for person in found:
        if not prompts.hold(db, person):
            return requests.put_off(db, request.id, moment + _SOON)
        introductions.begin(db, request, person, moment)
    return requests.put_off(db, request.id, request.answer_at)


def _move_on(db: Connection, row: Row[Any], moment: datetime) -> None:
    asked = introductions.seen_from(row, row.asked_id)
    if row.state in (CHOSEN, ASKED) and moment >= row.until:
        introductions.decline(db, asked, moment, SILENT)
    elif row.state == CHOSEN:
        _ask(db, asked, moment)
    elif row.state == OPEN:
        ending.end_in_silence(db, row.id, moment)
    elif row.state == ENDED:
        _tell_end(db, row, asked, moment)
    else:
        _look_again(db, row.id, None)


def _ask(db: Connection, side: Side, moment: datetime) -> None:
    """Ask her when the arbiter lets it; who does not want to be asked at all is passed over."""
    if freezes.either_frozen(db, side.person, side.other):
        return _look_again(db, side.id, min(moment + _AN_HOUR, side.until))
    given = {"about": side.id}
    kind = purpose = consents.PEERS
    knocks = Knocks(db, moment)
    verdict = prompting.prompt(
        db,
        side.person,
        "peer_asked",
        given,
        kind,
        moment,
        purpose=purpose,
        may_knock=knocks.take,
        template=ways.DISCREET,
    )
    if isinstance(verdict, Send):
        introductions.move(db, side.id, ASKED, side.until, CHOSEN)
        return _trace(db, side, moment)
    if isinstance(verdict, Never):
        introductions.decline(db, side, moment)
        return None
    return _look_again(db, side.id, min(verdict.until, side.until))


def _trace(db: Connection, side: Side, moment: datetime) -> None:
    query = select(Prompt.talk_id, Prompt.message_id).where(Prompt.person_id == side.person)
    row = db.execute(query.order_by(Prompt.id.desc()).limit(1)).one()
    for kind, number in ((TALK, row.talk_id), (MESSAGE, row.message_id)):
        relaying.trace(db, side.id, kind, number, moment)


def _tell_end(db: Connection, row: Row[Any], asked: Side, moment: datetime) -> None:
    """Let the other know that it has ended, in words that are the same whatever the reason."""
    _look_again(db, row.id, None)
    asker = introductions.seen_from(row, row.asker_id)
    hear = [side for side in (asker, asked) if row.tell in (side.who, BOTH)]
    for side in hear:
        told = _("Your introduction with “{alias}” has ended.", alias=aliases.said(side.alias))
        deliver(db, side.person, side.id, [Outgoing(told)], moment, at_any_hour=False)


def _look_again(db: Connection, introduction: int, due_at: datetime | None) -> None:
    db.execute(update(PeerIntroduction).where(PeerIntroduction.id == introduction).values(due_at=due_at))
