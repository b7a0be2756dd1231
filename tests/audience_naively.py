"""What an audience means, once more and as plainly as can be: one person, one expression, yes or no."""

from collections.abc import Collection, Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.audience.expressions import (
    Active,
    AllOf,
    Among,
    Answered,
    AnyOf,
    Before,
    Everybody,
    Expression,
    Joined,
    Last,
    Not,
    Received,
    Silent,
    Term,
    When,
)
from models.names import folded
from tests.audience_world import Her

ZONE = ZoneInfo("America/Mexico_City")


def belongs(her: Her, expression: Expression, moment: datetime) -> bool:
    """Whether she belongs to the audience; whoever is being erased never does."""
    return not her.erased and _holds(her, expression, moment)


def _holds(her: Her, expression: Expression, moment: datetime) -> bool:
    if isinstance(expression, Not):
        return not _holds(her, expression.of, moment)
    if isinstance(expression, AnyOf):
        return any(_holds(her, part, moment) for part in expression.parts)
    if isinstance(expression, AllOf):
        return all(_holds(her, part, moment) for part in expression.parts) and _same_enrolment(her, expression)
    return _term(her, expression, moment)


def _term(her: Her, term: Term, moment: datetime) -> bool:
    match term:
        case Among():
            found = _among(her, term)
        case Joined():
            found = her.joined is not None and (term.when is None or _in_time(her.joined, term.when, moment))
        case Active():
            found = _heard(her, term.when, moment)
        case Silent():
            found = her.joined is not None and not _heard(her, term.when, moment)
        case Answered():
            answer = her.answers.get(term.announcement)
            found = answer is not None and (not term.answers or answer in term.answers)
        case Received():
            found = her.received.get(term.announcement) in ("sent", "delivered", "read")
        case Everybody():
            found = True
    return found


def _same_enrolment(her: Her, conjunction: AllOf) -> bool:
    """Every cohort asked for is of a programme asked for beside it."""
    direct = [part for part in conjunction.parts if isinstance(part, Among)]
    programmes = {folded(name) for part in direct if part.field == "programme" for name in part.values}
    return not programmes or all(
        any(
            {folded(mine), folded(f"{programme}/{mine}")} & set(map(folded, part.values))
            and folded(programme) in programmes
            for programme, mine in her.cohorts
        )
        for part in direct
        if part.field == "cohort"
    )


def _among(her: Her, term: Among) -> bool:
    is_open = bool({"not_started", "started", "advanced", "changed"} & set(her.plans))
    hers: Mapping[str, Collection[str | None]] = {
        "cohort": {cohort for _, cohort in her.cohorts}
        | {f"{programme}/{cohort}" for programme, cohort in her.cohorts},
        "programme": {programme for programme, _ in her.cohorts},
        "state": {her.state},
        "agency": {her.agency},
        "rank": {her.rank},
        "language": {_speaks(her)},
        "channel": {phone.channel for phone in her.phones if phone.standing == "hers"},
        "plan": {*her.plans, *["open"] * is_open, *["any"] * bool(her.plans)},
        "tag": {*her.tags},
    }
    mine = {folded(value) for value in hers[term.field] if value is not None}
    return bool(mine & set(map(folded, term.values)))


def _speaks(her: Her) -> str:
    working = [phone for phone in her.phones if phone.standing == "hers"]
    last = max(working, key=lambda phone: phone.heard).language if working else None
    known = her.language or last
    return known if known in ("es", "en") else "es"


def _heard(her: Her, when: When, moment: datetime) -> bool:
    hers = [phone for phone in her.phones if phone.standing in ("hers", "unreachable")]
    return any(_in_time(phone.heard, when, moment) for phone in hers)


def _in_time(then: datetime, when: When, moment: datetime) -> bool:
    if isinstance(when, Last):
        return then >= moment - timedelta(days=when.days)
    midnight = datetime.combine(when.day, time(), ZONE)
    return then < midnight if isinstance(when, Before) else then >= midnight
