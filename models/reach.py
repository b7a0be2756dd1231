"""Whom an announcement would reach, counted exactly before it is sent, and who is left out for which reason.

The database counts all who have chosen nothing in particular; the others are looked at one by one, since what they have
chosen is sealed. The rules are those of `models.announcements.weighing`, as they are at the moment of counting.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, case, func, not_, select
from sqlalchemy.orm import aliased

from models import audience
from models.announcements.eligible import AGREES, MAY, WORKS, best_contacts
from models.audience import Expression
from models.audience.belonging import hers
from models.contacts import SILENCE, Contact
from models.knocks import WINDOW, knocks_approved
from models.people import Person
from models.preferences import Preference
from models.reach_of_chosen import Way, spoken, ways

WHERE = ("telegram", "whatsapp_open", "whatsapp_closed")
REASONS = ("not_joined", "stopped", "no_consent", "unreachable", "paused", "no_template")

_CHOSE = hers(Preference.person_id)
_REACHABLE = hers(Contact.person_id, WORKS)


class Reach(NamedTuple):
    """How many people get it: `by` where, and in which of the `languages`.

    `by`: "telegram", "whatsapp_open", and "whatsapp_closed" for those who get a template first. `excluded` counts each
    person once, by the hardest reason: "not_joined", "stopped", "no_consent", "unreachable", "paused" for as long as it
    is valid, "no_template" that WhatsApp has approved; but "duplicate" counts further phones of those who get it.
    """

    people: int
    by: dict[str, int]
    excluded: dict[str, int]
    languages: dict[str, int]


def reach(db: Connection, expression: Expression, moment: datetime, valid_until: datetime) -> Reach:
    """Whom an announcement valid until then would reach of this audience. Raises `models.audience.Unclear`."""
    wanted = audience.condition(db, expression, moment)
    approved, counted = knocks_approved(db), Counter[str]()
    excluded, spoken_in = _left_out(db, wanted), Counter[str]()
    for way, people in _all_ways(db, and_(wanted, MAY), moment, valid_until):
        if way is None or _lacks_template(way, approved):
            excluded["paused" if way is None else "no_template"] += people
            continue
        counted[_where(way)] += people
        spoken_in[way.language] += people
        excluded["duplicate"] += way.further
    by = {where: counted[where] for where in WHERE}
    reasons = {reason: excluded[reason] for reason in (*REASONS, "duplicate")}
    return Reach(counted.total(), by, reasons, dict(sorted(spoken_in.items())))


def _left_out(db: Connection, wanted: ColumnElement[bool]) -> Counter[str]:
    """Who is left out whatever is sent."""
    reason = case(
        (Person.joined_at.is_(None), "not_joined"),
        (Person.stopped_at.is_not(None), "stopped"),
        (not_(AGREES), "no_consent"),
        (not_(_REACHABLE), "unreachable"),
    ).label("reason")
    each = select(reason).select_from(Person).where(wanted).subquery()
    counts = select(each.c.reason, func.count()).where(each.c.reason.is_not(None)).group_by(each.c.reason)
    return Counter({why: count for why, count in db.execute(counts)})


def _all_ways(
    db: Connection, people: ColumnElement[bool], moment: datetime, valid_until: datetime
) -> Iterator[tuple[Way | None, int]]:
    """Each way in which some of `people` get it, with how many these are; what is `further` counts for all of them."""
    yield from _usual_ways(db, and_(people, not_(_CHOSE)), moment)
    for way, count in Counter(ways(db, people, moment, valid_until)).items():
        yield (None if way is None else way._replace(further=way.further * count)), count


def _usual_ways(db: Connection, people: ColumnElement[bool], moment: datetime) -> Iterator[tuple[Way, int]]:
    best = best_contacts(select(Person.id).where(people), moment).subquery()
    phone, other = aliased(Contact), aliased(Contact)
    working = (other.revoked_at.is_(None), other.doubted_at.is_(None), other.unreachable_at.is_(None))
    further = select(func.count() - 1).where(other.person_id == best.c.person_id, *working).scalar_subquery()
    each = (
        select(
            phone.channel,
            func.coalesce(Person.language, phone.language).label("language"),
            and_(phone.channel == "whatsapp", phone.heard_at <= moment - WINDOW).label("closed"),
            (phone.heard_at <= moment - SILENCE).label("silent"),
            further.label("further"),
        )
        .select_from(best)
        .join(phone, phone.id == best.c.id)
        .join(Person, Person.id == best.c.person_id)
        .subquery()
    )
    groups = (each.c.channel, each.c.language, each.c.closed, each.c.silent)
    for *way, people_count, phones in db.execute(
        select(*groups, func.count(), func.sum(each.c.further)).group_by(*groups)
    ):
        channel, language, closed, silent = way
        yield Way(channel, spoken(language), bool(closed), bool(silent), int(phones)), people_count


def _lacks_template(way: Way, approved: frozenset[str]) -> bool:
    kind = "discreet" if way.discreet else "news"
    return way.closed and f"{kind}_{way.language}" not in approved


def _where(way: Way) -> str:
    if way.channel != "whatsapp":
        return way.channel
    return "whatsapp_closed" if way.closed else "whatsapp_open"
