"""What is known before an announcement goes out: to whom, how many and where, who is left out, what it costs, how long."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import Connection

from dialogue.phrases import Phrase, _, lines, listed, plural
from models import audience, office_hours
from models.announcements import authors
from models.announcements.outlook import outlook
from models.announcements.reading import Standing
from models.base import now
from models.reach import reach

FIRST_PERCENT = 1  # of the audience, who get it before the others where that is wanted
_FEW = 20  # of whom it makes no sense to write to a part first


class Numbers(NamedTuple):
    """All of it, as a flow keeps it: JSON, moments as ISO text in the programme's zone."""

    people: int
    by: dict[str, int]
    excluded: dict[str, int]
    languages: dict[str, int]
    cost: str
    currency: str
    begins: str | None
    local: bool
    ends: str
    above: int

    @property
    def first(self) -> int:
        """How many the first part would be; none where there are too few."""
        return 0 if self.people < _FEW else -(-self.people * FIRST_PERCENT // 100)

    @property
    def second_person(self) -> bool:
        """Whether somebody else has to approve it."""
        return self.people > self.above


def numbers(db: Connection, standing: Standing) -> Numbers:
    """The numbers of an announcement as of now."""
    moment, zone = now(), office_hours.of(db).zone
    found = reach(db, audience.parse(standing.audience), moment, standing.valid_until)
    ahead = outlook(db, found, standing.starts_at, moment)
    return Numbers(
        people=found.people,
        by=dict(found.by),
        excluded=dict(found.excluded),
        languages=dict(found.languages),
        cost=str(ahead.cost.amount),
        currency=ahead.cost.currency,
        begins=standing.starts_at and standing.starts_at.astimezone(zone).isoformat(),
        local=standing.local,
        ends=ahead.finishes_at.astimezone(zone).isoformat(),
        above=authors.approval_above(db),
    )


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


def cost_and_time(known: Numbers) -> Phrase:
    """When it begins and ends, and what it costs."""
    ends = _("Sent to all by {moment}.", moment=datetime.fromisoformat(known.ends).replace(tzinfo=None))
    cost = _("Cost: about {amount} {currency}.", amount=Decimal(known.cost), currency=known.currency)
    return lines(begins(known.begins, local=known.local), ends, *([cost] if Decimal(known.cost) else []))


def begins(moment: str | None, *, local: bool) -> Phrase:
    """When it begins."""
    if moment is None:
        return _("It begins as soon as you send it.")
    when = datetime.fromisoformat(moment).replace(tzinfo=None)
    if local:
        return _("It begins on {moment}, on each person's own clock.", moment=when)
    return _("It begins on {moment}.", moment=when)


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
    "no_template": lambda n: plural("{n} needs a notice that is not approved", "{n} need a notice that is not approved", n),
}
