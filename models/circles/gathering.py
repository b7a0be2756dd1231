"""How a circle comes about: who is asked for which one, who comes in, and what becomes of those who do not."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, select, update

from models import prompts
from models.circles import members, wishes
from models.circles.choosing import Wants, chosen
from models.circles.members import Seat
from models.circles.tables import (
    ASKED,
    CHOSEN,
    CONCERNED,
    ENDED,
    FEWEST,
    GATHERING,
    IN,
    KNOCKS,
    LIVE,
    MOST,
    NO,
    OPEN,
    OVER,
    REFUSED,
    RUNNING,
    SILENT,
    WISHED,
    YES,
    Circle,
    CircleMember,
)
from models.circles.together import Together, free
from models.circles.wishes import AGAIN, Wish
from models.peers import aliases

ANSWER, A_WEEK = timedelta(days=10), timedelta(days=7)
LAST_MOMENT = timedelta(hours=1)  # before the end, for whoever wants to be asked later
LOOKED_AT = 30  # wishes for the same topic


def seek(db: Connection, wish: Wish, moment: datetime) -> None:
    """Find a circle for somebody who waits for one, or make one with others who do; else look again tomorrow."""
    if not wishes.still(db, wish):
        return
    here = wish.person in free(db, [wish.person])
    if not (here and (_join(db, wish, moment) or _form(db, wish, moment))):
        wishes.put_off(db, wish.id, moment + AGAIN)


def answer(db: Connection, person: int, circle: int, willing: bool, moment: datetime) -> bool:
    """Somebody who was asked says yes or no; False when it is too late.

    A yes is taken in the same way whatever comes of it.
    """
    seat = members.find(db, person, circle, holds=True)
    if seat is None or seat.state not in (CHOSEN, ASKED) or seat.circle_state not in LIVE:
        return False
    if not willing:
        turn_down(db, seat, NO)
    elif _may_come(db, seat):
        _come(db, seat, moment)
    else:
        members.set_seat(db, seat, state=REFUSED, due_at=None, tell=True)
    members.look_at(db, circle, moment)
    return True


def admit(db: Connection, seat: Seat, moment: datetime) -> bool:
    """Let somebody in who waits for it, if it can still be."""
    lets_in = seat.circle_state in RUNNING and _may_come(db, seat)
    values = {"state": IN, "joined_at": moment} if lets_in else {"state": REFUSED}
    admitted = members.set_seat(db, seat, (KNOCKS,), due_at=None, tell=True, **values)
    members.look_at(db, seat.circle, moment)
    return admitted


def refuse(db: Connection, seat: Seat, moment: datetime) -> bool:
    """Do not let somebody in who waits for it."""
    refused = members.set_seat(db, seat, (KNOCKS,), state=REFUSED, due_at=None, tell=True)
    members.look_at(db, seat.circle, moment)
    return refused


def turn_down(db: Connection, seat: Seat, state: str) -> None:
    """She does not want to, or did not answer: she is not asked again until she wishes for it again."""
    members.set_seat(db, seat, (CHOSEN, ASKED), state=state, due_at=None)
    wishes.settle(db, seat.person, seat.topic_id, OVER)


def open_(db: Connection, circle: int, moment: datetime) -> bool:
    """Let a circle begin as soon as three may who said yes, one of them to moderate; False when they are too few."""
    yes = members.seated(db, circle, YES)
    here = free(db, [seat.person for seat in yes])
    willing = [Wants(seat.person, seat.moderates) for seat in yes if seat.person in here]
    leader = next((each for each in willing if each.moderates), None)
    if leader is None or len(willing) < FEWEST:
        return False
    meet = Together(db, [each.person for each in willing], but=circle)
    comes = {each.person for each in chosen(leader, [each for each in willing if each is not leader], meet.may)}
    if not comes:
        return False
    for seat in yes:
        values = {"state": IN, "joined_at": moment} if seat.person in comes else {"state": REFUSED}
        members.set_seat(db, seat, tell=True, leads=seat.person == leader.person, **values)
    opened = update(Circle).where(Circle.id == circle)
    db.execute(opened.values(state=OPEN, opened_at=moment, spoke_at=moment))
    return True


def end(db: Connection, circle: int, moment: datetime) -> bool:
    """End a circle, also one that has not begun; the clock tells those who are in it. Whoever said yes waits again."""
    ended = update(Circle).where(Circle.id == circle, Circle.state.in_(LIVE))
    if not db.execute(ended.values(state=ENDED, ended_at=moment, due_at=moment)).rowcount:
        return False
    for seat in members.seated(db, circle, CHOSEN, ASKED, YES, KNOCKS):
        if seat.state == ASKED:
            turn_down(db, seat, SILENT)
        elif seat.state == CHOSEN:
            members.set_seat(db, seat, state=SILENT, due_at=None)
            wishes.settle(db, seat.person, seat.topic_id, WISHED, moment + A_WEEK)
        else:
            members.set_seat(db, seat, state=REFUSED, due_at=None, tell=True)
    return True


def wait_again(db: Connection, seat: Seat, moment: datetime) -> None:
    """Somebody who could not come in waits for another circle."""
    members.set_seat(db, seat, tell=False)
    wishes.settle(db, seat.person, seat.topic_id, WISHED, moment + AGAIN)


def _come(db: Connection, seat: Seat, moment: datetime) -> None:
    """Whoever was asked before the circle began comes in by a yes; later whoever moderates is asked."""
    if seat.circle_state == GATHERING:
        members.set_seat(db, seat, state=YES, due_at=None)
    elif seat.opened_at is not None and seat.begun_at <= seat.opened_at:
        members.set_seat(db, seat, state=IN, joined_at=moment, due_at=None, tell=True)
    else:
        members.set_seat(db, seat, state=KNOCKS, until=moment + A_WEEK, due_at=None, tell=True)


def _may_come(db: Connection, seat: Seat) -> bool:
    """Whether she may still be with all who are there or on the way: much may have happened since she was chosen."""
    others = [each.person for each in members.seated(db, seat.circle, *CONCERNED) if each.id != seat.id]
    together = Together(db, [seat.person, *others], but=seat.circle)
    return seat.person in free(db, [seat.person]) and together.may([seat.person, *others])


def _join(db: Connection, wish: Wish, moment: datetime) -> bool:
    """Ask her for a circle that gathers or goes on, if there is one in which she may be."""
    there = (CircleMember.circle_id == Circle.id, CircleMember.state.in_(CONCERNED))
    seats = select(func.count()).where(*there).correlate(Circle.__table__).scalar_subquery()
    going_on = select(Circle.id).where(Circle.topic_id == wish.topic, Circle.state.in_((GATHERING, OPEN)), seats < MOST)
    been = select(CircleMember.circle_id).where(CircleMember.person_id == wish.person)
    found = going_on.where(Circle.id.not_in(been)).order_by(Circle.id)
    for circle in db.scalars(found.with_for_update(skip_locked=True)).all():
        together = [wish.person, *(seat.person for seat in members.seated(db, circle, *CONCERNED))]
        if len(together) <= MOST and Together(db, together, but=circle).may(together):
            _choose(db, circle, [wish], moment)
            return True
    return False


def _form(db: Connection, wish: Wish, moment: datetime) -> bool:
    """Make a circle of those who wait for one on the same topic, if enough of them may be together."""
    like = [each for each in wishes.like(db, wish, LOOKED_AT) if prompts.hold(db, each.person)]
    here = free(db, [each.person for each in like])
    waiting = {each.person: each for each in (wish, *like) if each.person in here or each is wish}
    wants = [Wants(each.person, each.moderates) for each in waiting.values()]
    asked = chosen(wants[0], wants[1:], Together(db, list(waiting)).may)
    if not asked:
        return False
    values = {"topic_id": wish.topic, "state": GATHERING, "begun_at": moment, "until": moment + ANSWER}
    circle = db.execute(insert(Circle).values(**values, due_at=moment + ANSWER).returning(Circle.id)).scalar_one()
    _choose(db, circle, [waiting[each.person] for each in asked], moment)
    return True


def _choose(db: Connection, circle: int, asked: Sequence[Wish], moment: datetime) -> None:
    taken = set(db.scalars(select(CircleMember.alias).where(CircleMember.circle_id == circle)))
    common = {"circle_id": circle, "state": CHOSEN, "leads": False, "rests": False, "tell": False}
    common |= {"begun_at": moment, "until": moment + ANSWER, "due_at": moment}
    rows = []
    for wish in asked:
        alias = aliases.drawn(taken)
        taken.add(alias)
        rows.append({**common, "person_id": wish.person, "alias": alias, "moderates": wish.moderates})
    db.execute(insert(CircleMember), rows)
    wishes.met(db, [wish.id for wish in asked])
