"""What became of the invitations of each wave, and how many answered: by disposition, and by group of people.

`asked` are all invitations that went out, or could not reach anybody; those that are planned, held for staff or merged
into another wave are not among them. RR1 is complete ÷ asked, RR2 is complete and partial ÷ asked (AAPOR's, where
nobody's eligibility is unknown); `of_reached` is complete ÷ (asked − not reached). While a wave is open, who has not
answered yet counts as asked, so that the rates only grow.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, case, distinct, func, literal, select

from models.contacts import Contact
from models.people import Person
from models.programmes import Cohort, Programme
from models.surveys.small_cells import LEAST, hidden
from models.surveys.tables import (
    BEGUN,
    BROKEN_OFF,
    COMPLETE,
    EXPIRED,
    HELD,
    INVITED,
    MERGED,
    NOT_REACHED,
    PARTIAL,
    PLANNED,
    REFUSED,
    SurveyInvitation,
    SurveyResponse,
    SurveyWave,
)

ASKED = (COMPLETE, PARTIAL, BROKEN_OFF, REFUSED, EXPIRED, NOT_REACHED, BEGUN, INVITED)
NOT_ASKED = (PLANNED, HELD, MERGED)
COHORT, CHANNEL, STATE, RANK_BAND = "cohort", "channel", "state", "rank_band"
GROUPED = (COHORT, CHANNEL, STATE, RANK_BAND)


_Counts = tuple[int, int, int, int]  # people, asked, complete, answered


class Outcome(NamedTuple):
    """A wave: how many invitations have come to each end; None where that would tell of too few people."""

    wave: str
    form: str
    asked: int | None
    counts: Mapping[str, int | None]
    rr1: float | None
    rr2: float | None
    of_reached: float | None


class Rate(NamedTuple):
    """How many people of one group answered in a wave; None where that would tell of too few people."""

    wave: str
    by: str
    group: str
    asked: int | None
    complete: int | None
    answered: int | None
    rr1: float | None
    rr2: float | None


def outcomes(db: Connection, form: str | None = None, wave: str | None = None) -> list[Outcome]:
    """What became of each wave, by name."""
    query = _invitations(form, wave, SurveyWave.form, SurveyInvitation.state, func.count().label("size"))
    found: dict[tuple[str, str], dict[str, int]] = {}
    for row in db.execute(query.group_by(SurveyWave.name, SurveyWave.form, SurveyInvitation.state)):
        found.setdefault((row.name, row.form), {})[row.state] = row.size
    return [_outcome(*key, counts) for key, counts in sorted(found.items())]


def rates(db: Connection, form: str | None = None, wave: str | None = None) -> list[Rate]:
    """How many answered, by wave and by each way to group people; of small groups not even the name is told."""
    totals = {outcome.wave: outcome for outcome in outcomes(db, form, wave)}
    return [rate for by in GROUPED for rate in _rates(db, by, form, wave, totals)]


def ratio(part: int | None, whole: int | None) -> float | None:
    """A share, where both are told and there is a whole."""
    return part / whole if part is not None and whole else None


def _outcome(wave: str, form: str, counts: Mapping[str, int]) -> Outcome:
    asked = {state: counts.get(state, 0) for state in ASKED}
    unsaid = hidden({state: (count,) for state, count in asked.items()})
    shown: dict[str, int | None] = {state: None if state in unsaid else count for state, count in asked.items()}
    for state in NOT_ASKED:
        shown[state] = _told(counts.get(state, 0))
    total = _told(sum(asked.values()))
    complete, partial, lost = shown[COMPLETE], shown[PARTIAL], shown[NOT_REACHED]
    answered = None if complete is None or partial is None else complete + partial
    reached = None if total is None or lost is None else total - lost
    return Outcome(wave, form, total, shown, ratio(complete, total), ratio(answered, total), ratio(complete, reached))


def _told(count: int) -> int | None:
    return None if 0 < count < LEAST else count


def _rates(
    db: Connection, by: str, form: str | None, wave: str | None, totals: Mapping[str, Outcome]
) -> Iterator[Rate]:
    """The groups of one kind in each wave."""
    waves: dict[str, dict[str, _Counts]] = {}
    group = _group(by)
    query = _invitations(form, wave, group.label("group"), *_COUNTS).where(SurveyInvitation.state.in_(ASKED))
    for row in db.execute(_with_cohorts(query).group_by(SurveyWave.name, group)):
        waves.setdefault(row.name, {})[row.group] = (row.people, row.asked, row.complete, row.answered)
    for name, groups in sorted(waves.items()):
        yield from _of_wave(totals[name], by, groups)


def _of_wave(total: Outcome, by: str, groups: Mapping[str, _Counts]) -> Iterator[Rate]:
    """Groups are hidden by people, by who completed, and by who answered at all; what the total does not tell, none of
    them tells."""
    complete, partial = total.counts[COMPLETE], total.counts[PARTIAL]
    told = (True, total.asked is not None, complete is not None, complete is not None and partial is not None)
    unsaid = hidden(
        {name: [each for each, is_told in zip(counts, told, strict=True) if is_told] for name, counts in groups.items()}
    )
    for group, counts in sorted((group, counts) for group, counts in groups.items() if group not in unsaid):
        shown = [each if is_told else None for each, is_told in zip(counts, told, strict=True)]
        _people, asked, done, answered = shown
        yield Rate(total.wave, by, group, asked, done, answered, ratio(done, asked), ratio(answered, asked))


def _invitations(form: str | None, wave: str | None, *columns: Any) -> Select[Any]:
    query = (
        select(SurveyWave.name, *columns)
        .select_from(SurveyInvitation)
        .join(SurveyWave, SurveyWave.id == SurveyInvitation.wave_id)
        .join(Person, Person.id == SurveyInvitation.person_id)
        .where(Person.blocked_at.is_(None))
    )
    if form is not None:
        query = query.where(SurveyWave.form == form)
    return query if wave is None else query.where(SurveyWave.name == wave)


def _with_cohorts(query: Select[Any]) -> Select[Any]:
    query = query.outerjoin(Cohort, Cohort.id == SurveyInvitation.cohort_id)
    return query.outerjoin(Programme, Programme.id == Cohort.programme_id)


def _group(by: str) -> ColumnElement[str]:
    if by == COHORT:
        return func.coalesce(Programme.name + literal(" / ") + Cohort.name, "")
    if by == CHANNEL:
        return _channel()
    return func.coalesce(Person.state if by == STATE else Person.rank_band, "")


def _channel() -> ColumnElement[str]:
    """Where a person answered, or else from where she was heard last."""
    answered = select(SurveyResponse.channel).where(SurveyResponse.invitation_id == SurveyInvitation.id)
    heard = select(Contact.channel).where(Contact.person_id == SurveyInvitation.person_id, Contact.revoked_at.is_(None))
    return func.coalesce(
        answered.order_by(SurveyResponse.id.desc()).limit(1).correlate(SurveyInvitation).scalar_subquery(),
        heard.order_by(Contact.heard_at.desc()).limit(1).correlate(SurveyInvitation).scalar_subquery(),
        "",
    )


_COUNTS = (
    func.count(distinct(SurveyInvitation.person_id)).label("people"),
    func.count().label("asked"),
    func.sum(case((SurveyInvitation.state == COMPLETE, 1), else_=0)).label("complete"),
    func.sum(case((SurveyInvitation.state.in_((COMPLETE, PARTIAL)), 1), else_=0)).label("answered"),
)
