"""Circles: who is asked for which one, what has become of each, and who hears of it. A batch is one transaction."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection, Row, select, update

from handlers import circle_telling, prompting, ways
from models import consents, freezes, prompts
from models.arbiter import Never, Send
from models.circles import gathering, members, wishes
from models.circles.members import Seat
from models.circles.tables import (
    ASKED,
    CHOSEN,
    FEWEST,
    GATHERING,
    GONE,
    KNOCKS,
    LIVE,
    NO,
    OPEN,
    REFUSED,
    RESTS,
    RUNNING,
    SILENT,
    Circle,
    CircleMember,
)
from models.statements import savepoint

BATCH, WISHES = 50, 1  # for a wish many people are weighed, and messages wait meanwhile on SQLite
SILENCE = timedelta(days=30)
_SOON, _A_DAY = timedelta(minutes=1), timedelta(days=1)

Due = TypeVar("Due")
log = structlog.get_logger()


def gather(db: Connection, moment: datetime) -> int:
    """For the next of those who wait find a circle, or make one; how many."""
    return _each(wishes.due(db, moment, WISHES), _gather, _wait, db, moment)


def ask(db: Connection, moment: datetime) -> int:
    """Ask up to a batch of people whether they come in, and give up those who did not answer; how many."""
    rows = _due(db, CircleMember, moment)
    return _each(rows, _ask, _ask_later, db, moment)


def move_on(db: Connection, moment: datetime) -> int:
    """Deal with up to a batch of circles that are due; how many."""
    rows = _due(db, Circle, moment)
    return _each(rows, _move_on, _look_later, db, moment)


def _each(
    due: Sequence[Due],
    deal: Callable[[Connection, Due, datetime], None],
    put_off: Callable[[Connection, Due, datetime], None],
    db: Connection,
    moment: datetime,
) -> int:
    for each in due:
        try:
            with savepoint(db):
                deal(db, each, moment)
        except Exception as problem:
            log.error("circle_failed", exc_info=problem)
            put_off(db, each, moment + _A_DAY)
    return len(due)


def _due(db: Connection, table: type[Circle] | type[CircleMember], moment: datetime) -> Sequence[Row[Any]]:
    query = select(table.__table__).where(table.due_at <= moment).order_by(table.due_at, table.id).limit(BATCH)
    return db.execute(query.with_for_update(skip_locked=True)).all()


def _gather(db: Connection, wish: wishes.Wish, moment: datetime) -> None:
    if prompts.hold(db, wish.person):
        gathering.seek(db, wish, moment)
    else:
        wishes.put_off(db, wish.id, moment + _SOON)


def _wait(db: Connection, wish: wishes.Wish, until: datetime) -> None:
    wishes.put_off(db, wish.id, until)


def _ask(db: Connection, row: Row[Any], moment: datetime) -> None:
    seat = members.find(db, row.person_id, row.circle_id)
    if seat is None or seat.circle_state not in LIVE or seat.state not in (CHOSEN, ASKED):
        return _ask_later(db, row, None)
    if moment >= seat.until:
        gathering.turn_down(db, seat, SILENT)
    elif seat.state == CHOSEN:
        _prompt(db, seat, moment)
    return None


def _prompt(db: Connection, seat: Seat, moment: datetime) -> None:
    """Ask her when the arbiter lets it; who does not want to be asked at all is passed over."""
    if freezes.is_frozen(db, seat.person):
        members.set_seat(db, seat, due_at=min(moment + _A_DAY, seat.until))
        return
    given, kind = {"about": seat.circle}, consents.PEERS
    verdict = prompting.prompt(
        db, seat.person, "circle_asked", given, kind, moment, purpose=kind, template=ways.DISCREET
    )
    if isinstance(verdict, Send):
        members.set_seat(db, seat, (CHOSEN,), state=ASKED, due_at=seat.until)
    elif isinstance(verdict, Never):
        gathering.turn_down(db, seat, NO)
    else:
        members.set_seat(db, seat, due_at=min(verdict.until, seat.until))


def _ask_later(db: Connection, row: Row[Any], until: datetime | None) -> None:
    db.execute(update(CircleMember).where(CircleMember.id == row.id).values(due_at=until))


def _move_on(db: Connection, row: Row[Any], moment: datetime) -> None:
    if row.state == GATHERING and not gathering.open_(db, row.id, moment):
        if moment < row.until:
            return _look_later(db, row, row.until)
        gathering.end(db, row.id, moment)
    elif row.state in RUNNING and _is_over(db, row, moment):
        gathering.end(db, row.id, moment)
    _tell(db, row.id, moment)
    standing = db.execute(select(Circle.__table__).where(Circle.id == row.id)).one()
    if standing.state in RUNNING:
        return _go_on(db, standing, moment)
    return _close(db, standing, moment)


def _is_over(db: Connection, row: Row[Any], moment: datetime) -> bool:
    return len(members.seated(db, row.id)) < FEWEST or bool(moment >= row.spoke_at + SILENCE)


def _tell(db: Connection, circle: int, moment: datetime) -> None:
    """Let those hear of it whom it concerns who has come or gone; whoever waited too long has not come in."""
    for seat in members.seated(db, circle, KNOCKS):
        if moment >= seat.until:
            gathering.refuse(db, seat, moment)
    for seat in members.to_tell(db, circle):
        circle_telling.tell_of(db, seat, moment)
        if seat.state == REFUSED:
            gathering.wait_again(db, seat, moment)


def _go_on(db: Connection, row: Row[Any], moment: datetime) -> None:
    there = members.seated(db, row.id)
    if not any(seat.leads for seat in there):
        _find_leader(db, row, there, moment)
        _tell(db, row.id, moment)  # whoever waits to come in, to the new one
    waits = [seat.until for seat in members.seated(db, row.id, KNOCKS)]
    _look_later(db, row, min([*waits, row.spoke_at + SILENCE]))


def _find_leader(db: Connection, row: Row[Any], there: Sequence[Seat], moment: datetime) -> None:
    """The first who said that she would; else it rests, and all are asked."""
    willing = next((seat for seat in there if seat.moderates), None)
    if willing is not None:
        members.lead(db, willing)
        circle_telling.tell_to_lead(db, willing, moment)
    elif row.state == OPEN:
        db.execute(update(Circle).where(Circle.id == row.id).values(state=RESTS))
        circle_telling.ask_for_leader(db, row.id, moment)


def _close(db: Connection, row: Row[Any], moment: datetime) -> None:
    """It has ended, by a word, in silence or with too few left; everybody hears the same."""
    for seat in members.seated(db, row.id):
        circle_telling.tell_closed(db, seat, moment)
        members.set_seat(db, seat, state=GONE, leads=False)
    _look_later(db, row, None)


def _look_later(db: Connection, row: Row[Any], until: datetime | None) -> None:
    db.execute(update(Circle).where(Circle.id == row.id).values(due_at=until))
