"""What is known before an announcement goes out: how many people, where, who is left out, the cost, the end."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import Connection

from dialogue.phrases import Phrase, _
from handlers import announcement_audience as audiences
from handlers.paragraphs import paragraph
from models import office_hours
from models.announcements import authors, costs
from models.announcements.outlook import outlook
from models.announcements.reading import Standing
from models.announcements.tables import DRAFT, PLANNED, TO_APPROVE
from models.base import now

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
    found = audiences.reach_of(db, standing.audience, moment, standing.valid_until)
    ahead = outlook(
        db,
        found,
        standing.starts_at,
        moment,
        local=standing.local,
        spread_minutes=standing.spread_minutes,
        pieces=costs.pieces(db, standing.id, standing.revision),
    )
    return Numbers(
        people=found.people,
        by=dict(found.by),
        excluded=dict(found.excluded),
        languages=dict(found.languages),
        cost=str(ahead.cost.amount),
        currency=ahead.cost.currency,
        begins=None if standing.starts_at is None else standing.starts_at.astimezone(zone).isoformat(),
        local=standing.local,
        ends=ahead.finishes_at.astimezone(zone).isoformat(),
        above=authors.approval_above(db),
    )


def cost_and_time(known: Numbers, state: str) -> Phrase:
    """When it begins and ends, and what it costs."""
    ends = _("Sent to all by {moment}.", moment=datetime.fromisoformat(known.ends).replace(tzinfo=None))
    cost = _("Cost: at most {amount} {currency}.", amount=Decimal(known.cost), currency=known.currency)
    return paragraph(begins(known.begins, state, local=known.local), ends, *([cost] if known.currency else []))


def begins(moment: str | None, state: str, *, local: bool) -> Phrase:
    """When it begins."""
    if moment is None:
        return _AT_ONCE[state]
    when = datetime.fromisoformat(moment).replace(tzinfo=None)
    if local:
        return _("It begins on {moment}, on the clock where each person is.", moment=when)
    return _("It begins on {moment}.", moment=when)


_AT_ONCE = {
    DRAFT: _("It begins as soon as you send it."),
    TO_APPROVE: _("It begins as soon as it is approved."),
    PLANNED: _("It begins within a minute."),
}
