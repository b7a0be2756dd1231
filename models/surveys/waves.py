"""Waves: who is asked which questionnaire, counted from when, on which days; and what staff do with one."""

import re
from datetime import date, datetime
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Row, delete, func, insert, select, update

from dialogue.phrases import Phrase, _
from models import audience, audit
from models.action_plans import STATUSES
from models.base import now
from models.sealing import new_seal_id, vault
from models.surveys import forms
from models.surveys.opening import Window
from models.surveys.tables import ACTIVE, ANCHORS, HELD, OVER, PAUSED, PLANNED, SurveyInvitation, SurveyWave

LONGEST_OFFSET = 3660  # days
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_DAY = 24 * 60
_BATCH = 2_000

#: Of each number of a wave: the least, the most.
LIMITS = {
    "offset_days": (0, LONGEST_OFFSET),
    "reminders": (0, 5),
    "remind_after_days": (1, 60),
    "expires_days": (1, 365),
    "grace_days": (0, 365),
}


class Unfit(Exception):
    """A wave cannot be as it was wanted; `phrase` says why."""

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(phrase.id)
        self.phrase = phrase


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A wave as staff want it, as in `models.surveys.tables.SurveyWave`; `audience` is an expression."""

    name: str
    form: str
    anchor: str
    offset_days: int = 0
    on_date: date | None = None
    plan_state: str | None = None
    audience: str = ""
    window: Window = Window()
    reminders: int = 2
    remind_after_days: int = 4
    expires_days: int = 21
    grace_days: int = 7
    insists: bool = False


class Wave(NamedTuple):
    """A wave as it stands, with its audience opened."""

    id: int
    name: str
    form: str
    state: str
    anchor: str
    offset_days: int
    on_date: date | None
    plan_state: str | None
    audience: str
    window: Window
    reminders: int
    remind_after_days: int
    expires_days: int
    grace_days: int
    insists: bool
    planned_until: int
    planned_at: datetime | None
    created_at: datetime
    created_by: str


_ALL = select(SurveyWave.__table__)


def add(db: Connection, wanted: Wanted, who: str) -> Wave:
    """Begin a wave; its people are planned from the next tick on. Raises `Unfit`."""
    _check(db, wanted)
    kept = {name: getattr(wanted, name) for name in (*LIMITS, "form", "anchor", "on_date", "plan_state", "insists")}
    kept |= _aimed_at(db, wanted.audience)
    kept |= wanted.window._asdict() | {"name": wanted.name.lower(), "state": ACTIVE, "planned_until": 0}
    number = db.execute(
        insert(SurveyWave).values(**kept, created_at=now(), created_by=who).returning(SurveyWave.id)
    ).scalar_one()
    audit.write(db, who, "wave added", wave=number)
    return load(db, number)


def aim(db: Connection, wave: Wave, expression: str, who: str) -> bool:
    """Give a wave another audience; whether it was not over yet. Who was asked stays asked. Raises `Unclear`."""
    aimed = update(SurveyWave).where(SurveyWave.id == wave.id, SurveyWave.state != OVER)
    if not db.execute(aimed.values(**_aimed_at(db, expression), planned_at=None, planned_until=0)).rowcount:
        return False
    audit.write(db, who, "wave aimed anew", wave=wave.id)
    return True


def find(db: Connection, name: str) -> Wave | None:
    """The wave of this name."""
    return next((_opened(db, row) for row in db.execute(_ALL.where(SurveyWave.name == name.lower()))), None)


def load(db: Connection, number: int) -> Wave:
    """The wave with this number. Raises `LookupError`."""
    for row in db.execute(_ALL.where(SurveyWave.id == number)):
        return _opened(db, row)
    raise LookupError("no such wave")


def every(db: Connection) -> list[Wave]:
    """All waves, the oldest first."""
    return [_opened(db, row) for row in db.execute(_ALL.order_by(SurveyWave.id))]


def pause(db: Connection, wave: Wave, who: str) -> bool:
    """Ask nobody of this wave for now; whether it was active."""
    return _move(db, wave, (ACTIVE,), PAUSED, who, "wave paused")


def resume(db: Connection, wave: Wave, who: str) -> bool:
    """Ask on after a pause; what became due meanwhile is late then. Whether it was paused."""
    return _move(db, wave, (PAUSED,), ACTIVE, who, "wave resumed")


def end(db: Connection, wave: Wave, who: str) -> bool:
    """Ask nobody of this wave any more, for good; whether it was not over yet."""
    return _move(db, wave, (ACTIVE, PAUSED), OVER, who, "wave ended")


def clear(db: Connection, moment: datetime, most: int = _BATCH) -> int:
    """Forget up to `most` people of ended waves who were not asked yet, and let the others be ended; how many."""
    over = SurveyInvitation.wave_id.in_(select(SurveyWave.id).where(SurveyWave.state == OVER))
    some = select(SurveyInvitation.id).where(over, SurveyInvitation.state.in_((PLANNED, HELD))).limit(most)
    gone = db.execute(delete(SurveyInvitation).where(SurveyInvitation.id.in_(some))).rowcount
    asked = select(SurveyInvitation.id).where(over, SurveyInvitation.due_at > moment).limit(most)
    ended = update(SurveyInvitation).where(SurveyInvitation.id.in_(asked))
    return gone + db.execute(ended.values(due_at=moment, promised=False)).rowcount


def counts(db: Connection, wave: Wave) -> dict[str, int]:
    """How many people of a wave are in which state."""
    query = select(SurveyInvitation.state, func.count()).where(SurveyInvitation.wave_id == wave.id)
    return {state: count for state, count in db.execute(query.group_by(SurveyInvitation.state))}


def _move(db: Connection, wave: Wave, before: tuple[str, ...], state: str, who: str, action: str) -> bool:
    here = update(SurveyWave).where(SurveyWave.id == wave.id, SurveyWave.state.in_(before))
    if not db.execute(here.values(state=state, planned_at=None, planned_until=0)).rowcount:
        return False
    audit.write(db, who, action, wave=wave.id)
    return True


def _aimed_at(db: Connection, expression: str) -> dict[str, bytes | None]:
    seal_id = new_seal_id()
    written = audience.write(audience.resolve(db, audience.parse(expression)))
    return {"seal_id": seal_id, "audience_sealed": vault(db).seal_text(written, "survey_wave", "audience", seal_id)}


def _check(db: Connection, wanted: Wanted) -> None:
    """Raises `Unfit` for what cannot be; the audience raises `Unclear` of its own accord."""
    if not _NAME.fullmatch(wanted.name.lower()):
        raise Unfit(_("A wave is called by up to 40 letters without accents, numbers, _ or -, such as day_30."))
    if find(db, wanted.name) is not None:
        raise Unfit(_("There is a wave “{name}” already.", name=wanted.name.lower()))
    if forms.find(db, wanted.form) is None:
        raise Unfit(_("There is no questionnaire “{name}”.", name=wanted.form))
    _check_anchor(wanted)
    _check_window(wanted.window)
    for name, (least, most) in LIMITS.items():
        if not least <= getattr(wanted, name) <= most:
            raise Unfit(_("{what} has to lie between {least} and {most}.", what=name, least=least, most=most))
    if wanted.reminders and wanted.remind_after_days >= wanted.expires_days:
        raise Unfit(_("A reminder has to come before the questions are closed."))
    audience.resolve(db, audience.parse(wanted.audience))


def _check_anchor(wanted: Wanted) -> None:
    told = {"date": wanted.on_date is not None, "plan": wanted.plan_state is not None}
    if wanted.anchor not in ANCHORS or any(is_told != (wanted.anchor == name) for name, is_told in told.items()):
        raise Unfit(_("A wave counts from one thing: the end, the start, a date, or what a plan has come to."))
    if wanted.plan_state is not None and wanted.plan_state not in STATUSES:
        raise Unfit(_("“{state}” is none of these: {known}.", state=wanted.plan_state, known=", ".join(STATUSES)))


def _check_window(window: Window) -> None:
    if not window.weekdays or set(window.weekdays) - set("1234567"):
        raise Unfit(_("The weekdays are digits from 1 (Monday) to 7, such as 12345."))
    if not 0 <= window.hours_from < window.hours_until <= _DAY:
        raise Unfit(_("The hours run from an earlier to a later one of the same day, such as 9-20."))


def _opened(db: Connection, row: Row[Any]) -> Wave:
    values = row._mapping
    opened = vault(db).open_text(values["audience_sealed"], "survey_wave", "audience", values["seal_id"]) or ""
    window = Window(*(values[name] for name in Window._fields))
    made: dict[str, Any] = {"audience": opened, "window": window}
    return Wave(**{name: made[name] if name in made else values[name] for name in Wave._fields})
