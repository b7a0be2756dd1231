"""An introduction ends: by a word, a block, an objection, silence. The other hears that it has ended, never why."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from models.circles import leaving
from models.peers import introductions, profiles, requests
from models.peers.introductions import Side
from models.peers.rounds import membership
from models.peers.tables import ASKER, BOTH, ENDED, LIVE, OPEN, SILENT, PeerIntroduction, PeerRequest


def end(db: Connection, side: Side, moment: datetime) -> bool:
    """End an introduction for one of the two; False when it was over."""
    if side.state != OPEN:
        return _withdraw(db, side, moment)
    return _end(db, side.id, "asked" if side.is_asker else ASKER, moment)


def end_in_silence(db: Connection, introduction: int, moment: datetime) -> bool:
    """End an introduction in which nobody wrote for so long; both hear of it."""
    return _end(db, introduction, BOTH, moment)


def leave(db: Connection, person: int, moment: datetime) -> None:
    """End whatever goes on between a person and others, also what she looks for."""
    for side in sorted(introductions.live_of(db, person)):  # in one order: others leave at the same time
        end(db, side, moment)
    open_ones = select(PeerRequest.id).where(PeerRequest.person_id == person, PeerRequest.state == OPEN)
    for request in db.scalars(open_ones).all():
        requests.settle(db, request)
    leaving.leave_all(db, person, moment)


def withdraw(db: Connection, person: int, moment: datetime) -> None:
    """A person takes no part any more: nobody is told of her, and what goes on ends."""
    profiles.pause(db, person, moment)
    membership.leave(db, person)
    leave(db, person, moment)


def _withdraw(db: Connection, side: Side, moment: datetime) -> bool:
    """Before anybody has said yes there is nothing to tell: who looks for somebody is not found, or goes on looking.

    The other of a pair that was not told yet is told that there is nobody.
    """
    if side.is_asker or side.request is None:
        return introductions.move(db, side.id, ENDED, None, *LIVE)
    return introductions.decline(db, side, moment, SILENT)


def _end(db: Connection, introduction: int, tell: str, moment: datetime) -> bool:
    if not introductions.move(db, introduction, ENDED, moment, OPEN):
        return False
    ended = update(PeerIntroduction).where(PeerIntroduction.id == introduction)
    db.execute(ended.values(ended_at=moment, tell=tell))
    return True
