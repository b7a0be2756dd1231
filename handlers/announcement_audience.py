"""The audience of an announcement: understood, said, counted. A name in it may be gone by the next day."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from dialogue.phrases import Phrase, _, listed, plural
from handlers.kept_sentences import again, kept
from handlers.paragraphs import paragraph
from models import audience, joined
from models.announcements.drafts import VALID
from models.audience.expressions import AllOf, Among
from models.base import now
from models.joined import CohortCount
from models.reach import Reach, reach


def understood(db: Connection, text: str) -> str:
    """The expression in its one form, with every name as it is on record. Raises `Unclear`."""
    return audience.write(audience.resolve(db, audience.parse(text)))


def sentence(db: Connection, text: str) -> Phrase:
    """For whom it is, or what is not to be found of it any more."""
    try:
        return audience.sentence(db, audience.parse(text))
    except audience.Unclear as unclear:
        return unclear.phrase


def reach_of(db: Connection, text: str, moment: datetime, valid_until: datetime) -> Reach:
    """Whom it reaches; nobody where something of it is not to be found any more."""
    try:
        return reach(db, audience.parse(text), moment, valid_until)
    except audience.Unclear:
        return Reach(0, {}, {}, {})


def read(db: Connection, text: str) -> dict[str, Any]:
    """What was written, understood and counted for a flow; or, under "unclear", what is wrong with it."""
    try:
        expression = understood(db, text)
    except audience.Unclear as unclear:
        return {"unclear": kept(unclear.phrase)}
    moment = now()
    found = reach_of(db, expression, moment, moment + VALID)
    return {
        "expression": expression,
        "sentence": kept(sentence(db, expression)),
        "people": found.people,
        "by": dict(found.by),
        "excluded": dict(found.excluded),
    }


def told(found: dict[str, Any]) -> Phrase:
    """For whom it is, how many that are, and who is left out."""
    left = left_out(found["excluded"])
    return paragraph(again(found["sentence"]), reached(found["people"], found["by"]), *([] if left is None else [left]))


def reached(people: int, by: Mapping[str, int]) -> Phrase:
    """How many people, and on which channel how many of them."""
    if not people:
        return _("It would reach nobody now.")
    where = listed(*(_BY[channel](count) for channel, count in by.items() if count))
    return plural("It reaches {n} person: {where}.", "It reaches {n} people: {where}.", people, where=where)


def left_out(excluded: Mapping[str, int]) -> Phrase | None:
    """Who does not get it, by reason; None when that is nobody."""
    people = {reason: count for reason, count in excluded.items() if count and reason in _WHY}
    if not people:
        return None
    reasons = listed(*(_WHY[reason](count) for reason, count in people.items()))
    return _("Left out: {reasons}.", reasons=reasons)


def cohorts(db: Connection) -> list[dict[str, str]]:
    """Every cohort, the newest first: its name, and the expression for its people."""
    found = joined.by_cohort(db)
    names = [each.cohort for each in found]
    return [_cohort(each, alone=names.count(each.cohort) == 1) for each in found]


def _cohort(each: CohortCount, *, alone: bool) -> dict[str, str]:
    """With its programme where another programme has a cohort of the same name."""
    cohort, programme = Among("cohort", (each.cohort,)), Among("programme", (each.programme,))
    if alone:
        return {"name": each.cohort, "expression": audience.write(cohort)}
    return {
        "name": f"{each.cohort} ({each.programme})",
        "expression": audience.write(AllOf((cohort, programme))),
    }


_BY: Mapping[str, Callable[[int], Phrase]] = {
    "telegram": lambda n: _("{n} on Telegram", n=n),
    "whatsapp_open": lambda n: _("{n} on WhatsApp", n=n),
    "whatsapp_closed": lambda n: _("{n} on WhatsApp after a notice", n=n),
}
_WHY: Mapping[str, Callable[[int], Phrase]] = {
    "not_joined": lambda n: plural("{n} has not joined", "{n} have not joined", n),
    "stopped": lambda n: plural("{n} wants no messages", "{n} want no messages", n),
    "paused": lambda n: plural("{n} is pausing", "{n} are pausing", n),
    "unreachable": lambda n: plural("{n} cannot be reached", "{n} cannot be reached", n),
    "no_consent": lambda n: plural("{n} has not agreed to news", "{n} have not agreed to news", n),
    "no_template": lambda n: plural("{n} needs a notice not yet approved", "{n} need a notice not yet approved", n),
}
