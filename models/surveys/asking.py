"""When somebody who is due may be asked, and what is kept of it once she was."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select, update

from models import hours, prompts
from models.announcements import quota
from models.hours import Rhythm
from models.messages import QUEUED, Message
from models.prompts import Begun, Prompt
from models.statements import Prepared, Query
from models.surveys import invitations, opening
from models.surveys.due import Due
from models.surveys.ending import KIND
from models.surveys.invitations import A_DAY
from models.surveys.tables import BEGUN, INVITED, PLANNED, SurveyInvitation, SurveyResponse


class _At(NamedTuple):
    at: datetime


_OWN = Query(
    select(Prompt.id, Prompt.person_id, Prompt.talk_id)
    .where(Prompt.person_id == bindparam("person"), Prompt.kind == KIND, Prompt.ended_at.is_(None))
    .limit(1),
    Begun,
)
_SET_ENDED = Prepared(update(Prompt).where(Prompt.id == bindparam("prompt")).values(ended_at=bindparam("moment")))
_LAST_ANSWER = Query(
    select(SurveyResponse.moved_at)
    .where(SurveyResponse.invitation_id == bindparam("invitation"))
    .order_by(SurveyResponse.moved_at.desc())
    .limit(1),
    _At,
)
_ASKED = Prepared(
    update(SurveyInvitation)
    .where(SurveyInvitation.id == bindparam("invitation"))
    .values(
        state=bindparam("to"),
        invited_at=bindparam("invited"),
        reminded=bindparam("times"),
        due_at=bindparam("due"),
        moved_at=bindparam("moment"),
        promised=False,
        why=None,
    )
)


def not_before(db: Connection, due: Due, rhythm: Rhythm, moment: datetime) -> datetime:
    """When it is time to ask her: `moment`, or later. What she was promised is not up to the wave's hours."""
    if due.promised:
        return moment
    start = moment
    if due.state == PLANNED and due.why is None:
        start = max(moment, opening.at_her_hour(due.window, rhythm, hours.local_date(rhythm, moment)))
    if due.state == BEGUN and (last := _LAST_ANSWER.first(db, invitation=due.id)) is not None:
        start = max(moment, last.at + A_DAY * due.remind_after_days)
    if due.state != PLANNED and due.reminded >= due.reminders:
        start = max(start, due.closes_at)
    return opening.next_open(due.window, rhythm, start)


def asked(db: Connection, due: Due, rhythm: Rhythm, moment: datetime) -> None:
    """She was invited, or reminded; what she was promised is no reminder of ours."""
    first = due.state == PLANNED
    times = due.reminded + (not first and not due.promised)
    invited = moment if first or due.invited_at is None else due.invited_at
    closes = max(invited + A_DAY * due.expires_days, moment + A_DAY)
    again = hours.local_date(rhythm, moment) + A_DAY * due.remind_after_days
    next_at = min(closes, opening.at_her_hour(due.window, rhythm, again)) if times < due.reminders else closes
    _ASKED.run(
        db,
        invitation=due.id,
        to=INVITED if first else due.state,
        invited=invited,
        times=times,
        due=next_at,
        moment=moment,
    )


def set_own_aside(db: Connection, due: Due, moment: datetime) -> Begun | None:
    """What of a survey still waits for her does not stand in the way of its own reminder; what that was."""
    own = _OWN.first(db, person=due.person) if due.state != PLANNED else None
    if own is not None:
        _SET_ENDED.run(db, prompt=own.id, moment=moment)
    return own


def bring_back(db: Connection, own: Begun | None) -> None:
    """She was not reminded: what was set aside waits as before."""
    if own is not None:
        _SET_ENDED.run(db, prompt=own.id, moment=None)


def replace(db: Connection, own: Begun | None, moment: datetime) -> None:
    """She was reminded: what was set aside is over, and taken back if it has not gone out yet."""
    if own is not None:
        prompts.give_up(db, own, moment)


class Knocks:
    """How many more people may be knocked at today, as far as is known: what waits to go out counts as well."""

    def __init__(self, db: Connection, moment: datetime) -> None:
        self._db, self._moment = db, moment
        self._left: int | None = None

    def take(self) -> bool:
        """Whether there is room for one more, who is counted then. It is asked for only where it matters."""
        if self._left is None:
            self._left = quota.room(self._db, self._moment) - _waiting(self._db)
        self._left -= 1
        return self._left >= 0


def put_off(db: Connection, due: Due, rhythm: Rhythm, until: datetime, why: str | None, moment: datetime) -> None:
    """Ask again at `until`, or a day from now, since a pause may end sooner than was said."""
    until = min(until, moment + A_DAY)
    if not due.promised:
        until = opening.next_open(due.window, rhythm, until)
    look_again(db, due, until, why)


def look_again(db: Connection, due: Due, at: datetime, why: str | None) -> None:
    """Look at it again then, or when its time is over, whichever comes first."""
    ends = not due.promised and not (due.insists and due.state == PLANNED)
    invitations.put_off(db, due.id, min(at, due.closes_at) if ends else at, why, promised=due.promised)


def _waiting(db: Connection) -> int:
    """How many prompts knock at WhatsApp and have not gone out yet."""
    query = select(func.count()).select_from(Prompt).join(Message, Message.id == Prompt.message_id)
    waits = (Prompt.ended_at.is_(None), Prompt.knocks, Message.state == QUEUED, Message.channel == quota.CHANNEL)
    return db.execute(query.where(*waits)).scalar_one()
