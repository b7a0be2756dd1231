"""A person is in no circle any more, since she takes no part, wants nothing unasked, or is erased."""

from datetime import datetime

from sqlalchemy import Connection

from models.circles import members, wishes
from models.circles.tables import IN, NO, ON_THE_WAY, OVER


def leave_all(db: Connection, person: int, moment: datetime) -> None:
    """She leaves every circle, and is asked for none; the clock tells the others that she is gone, and never why."""
    stop_waiting(db, person, moment)
    for seat in members.hers(db, person, IN):
        members.leave(db, seat, moment)


def stop_waiting(db: Connection, person: int, moment: datetime) -> None:
    """She is asked for no circle until she wishes for one again."""
    wishes.withdraw(db, person)
    for seat in members.hers(db, person, *ON_THE_WAY):
        members.set_seat(db, seat, ON_THE_WAY, state=NO, due_at=None)
        wishes.settle(db, person, seat.topic_id, OVER)
        members.look_at(db, seat.circle, moment)
