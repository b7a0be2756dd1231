"""What is written in a circle: kept for a report as long as the setting says, and found again to be forgotten."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from models.circles import members
from models.circles.members import Seat
from models.circles.tables import Circle
from models.conversations import ASIDE, OPEN, Talk
from models.peers import relaying, sweeping
from models.peers.relaying import Place
from models.peers.tables import RECEIVED, TALK


def keep(db: Connection, seat: Seat, text: str | None, files: Sequence[str], moment: datetime) -> None:
    """Keep what somebody writes to her circle; the silence begins anew, and she hears of the circle again."""
    relaying.keep_at(db, Place(circle=seat.circle, author=seat.person), text, files, moment)
    db.execute(update(Circle).where(Circle.id == seat.circle).values(spoke_at=moment))
    if seat.rests:
        members.set_seat(db, seat, rests=False)


def trace_what_came(db: Connection, seat: Seat, came: Sequence[int], moment: datetime, *, kept: bool) -> None:
    """Remember in which messages somebody wrote to her circle, or wanted to.

    What is not `kept`, since a freeze concerns her, goes with the next sweep, and the conversation with it.
    """
    place, at = Place(circle=seat.circle, author=seat.person), moment if kept else moment - sweeping.term(db)
    for row in came:
        relaying.trace_at(db, place, RECEIVED, row, at)
    hers = (Talk.owner == f"p{seat.person}", Talk.flow == "circle_talk", Talk.status.in_((OPEN, ASIDE)))
    talk = None if kept else db.execute(select(func.max(Talk.id)).where(*hers)).scalar()
    if talk is not None:
        relaying.trace_at(db, place, TALK, talk, at)
