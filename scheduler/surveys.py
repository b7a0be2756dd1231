"""Plans the waves, invites and reminds, and ends what nobody answered. A batch is one transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from time import monotonic

import structlog
from sqlalchemy import Connection

from handlers import prompting
from models import preferences
from models.arbiter import Later, Never, Send, Verdict
from models.audience import Unclear
from models.hours import Rhythm
from models.statements import savepoint
from models.surveys import asking, ending, invitations, planning, waves
from models.surveys import due as dues
from models.surveys.due import Due
from models.surveys.tables import MERGED, PLANNED

BATCH = 50  # some 25 ms, for which messages wait on SQLite
LONG_ENOUGH = 0.03  # seconds after which the rest of a batch is left to the next one
MANY = 1_000  # where the database does it alone
A_DAY = timedelta(days=1)

log = structlog.get_logger()


def plan(db: Connection, moment: datetime) -> int:
    """Look at the next people of one wave; how many, and 0 only when there is no wave to be looked at.

    A wave whose audience means nothing any more is paused.
    """
    wave = planning.next_wave(db, moment)
    if wave is None:
        return 0
    try:
        return max(1, planning.plan(db, wave, moment))
    except Unclear:
        log.warning("wave_audience_unclear", survey=wave.id)
        planning.give_up(db, wave)
        return 1


def catch_up(db: Connection, moment: datetime) -> int:
    """Deal with a batch of what is overdue since we were down; how many."""
    return dues.catch_up(db, moment, MANY)


def clear(db: Connection, moment: datetime) -> int:
    """Let go of a batch of people of waves that staff have ended; how many."""
    return waves.clear(db, moment, MANY)


def ask(db: Connection, moment: datetime) -> int:
    """Deal with some of what is due, up to a batch, so that none of it is due any more; how many."""
    due = dues.due(db, moment, BATCH)
    if not due:
        return 0
    strangers, knocks = _left_audience(db, due, moment), asking.Knocks(db, moment)
    until = monotonic() + LONG_ENOUGH
    for count, each in enumerate(due, 1):
        _attempt(db, each, each.id in strangers, knocks, moment)
        if monotonic() >= until:
            return count
    return len(due)


def _left_audience(db: Connection, due: Sequence[Due], moment: datetime) -> set[int]:
    """Those to be invited who are not of their wave's audience any more."""
    gone: set[int] = set()
    for number in {each.wave for each in due if each.state == PLANNED}:
        here = [each for each in due if each.wave == number and each.state == PLANNED]
        try:
            still = dues.belongs(db, waves.load(db, number), [each.person for each in here], moment)
        except Unclear:  # the next round of planning pauses the wave
            continue
        gone |= {each.id for each in here if each.person not in still}
    return gone


def _attempt(db: Connection, due: Due, gone: bool, knocks: asking.Knocks, moment: datetime) -> None:
    """One that fails waits for a day, and holds nobody else up."""
    try:
        with savepoint(db):
            _deal_with(db, due, gone, knocks, moment)
    except Exception as problem:
        log.error("survey_failed", survey=due.wave, exc_info=problem)
        invitations.put_off(db, due.id, moment + A_DAY, "failed", promised=due.promised)


def _deal_with(db: Connection, due: Due, gone: bool, knocks: asking.Knocks, moment: datetime) -> None:
    """Ask her, put it off, or end it."""
    if gone:
        return invitations.forget(db, due.id)
    if due.over or _is_over(due, moment):
        return ending.end(db, due, moment)
    if due.state == PLANNED and not due.insists and (other := dues.merged_with(db, due)) is not None:
        invitations.move(db, due.id, MERGED, moment, why=str(other))
        return None
    rhythm = preferences.rhythm_of(db, due.person)
    start = asking.not_before(db, due, rhythm, moment)
    if start > moment:
        return asking.look_again(db, due, start, due.why)
    return _settle(db, due, rhythm, _ask(db, due, knocks, moment), moment)


def _is_over(due: Due, moment: datetime) -> bool:
    """It has been long enough; but who insists waits until she was asked, and a promise is kept."""
    return moment >= due.closes_at and not due.promised and not (due.insists and due.state == PLANNED)


def _ask(db: Connection, due: Due, knocks: asking.Knocks, moment: datetime) -> Verdict:
    own = asking.set_own_aside(db, due, moment)
    given = {"about": str(due.id), "promised": due.promised, "again": due.state != PLANNED}
    verdict = prompting.prompt(
        db,
        due.person,
        "invitation",
        given,
        ending.KIND,
        moment,
        promised=due.promised,
        may_knock=knocks.take,
    )
    if isinstance(verdict, Send):
        asking.replace(db, own, moment)
    else:
        asking.bring_back(db, own)
    return verdict


def _settle(db: Connection, due: Due, rhythm: Rhythm, verdict: Verdict, moment: datetime) -> None:
    """Keep what came of it. Who wants no messages for now is not left out by a wave that insists."""
    if isinstance(verdict, Send):
        return asking.asked(db, due, rhythm, moment)
    if isinstance(verdict, Never) and due.insists and verdict.why == "budget":
        verdict = Later(moment + A_DAY, "budget")
    if isinstance(verdict, Never):
        return ending.end(db, due, moment, verdict.why)
    return asking.put_off(db, due, rhythm, verdict.until, verdict.why, moment)
