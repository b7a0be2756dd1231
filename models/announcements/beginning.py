"""When each copy of an announcement is due: at one instant or at one hour of everybody's clock, never in the night.

Worked out for whole zones, as a condition for one statement. A shift, a pause, other quiet hours than the usual are
looked at when the copy goes out.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, case, literal, select, type_coerce

from models import hours, office_hours
from models.announcements.reading import Standing
from models.base import Instant
from models.hours import Rhythm
from models.people import Municipality, Person, place_name
from models.states import STATES
from models.zones import DEFAULT, has_several, zone_of

_SCATTER, _BUCKETS = 7919, 1000  # spreads neighbours over the time that was given
_SEVERAL = tuple(state for state in STATES if has_several(state))


def due_at(
    db: Connection, announcement: Standing, here: ColumnElement[bool], moment: datetime
) -> ColumnElement[datetime]:
    """When a copy is due, for the people of `here`."""
    usual = in_zone(db, announcement, DEFAULT, moment)
    elsewhere = [(where, in_zone(db, announcement, zone, moment)) for where, zone in places(db, here)]
    due = _instant(usual)
    if any(start != usual for _, start in elsewhere):
        due = case(*((where, _instant(start)) for where, start in elsewhere), else_=due)
    if not announcement.spread_minutes:
        return due
    step = announcement.spread_minutes * 60_000 // _BUCKETS
    later = (Person.id * _SCATTER) % _BUCKETS * step
    return type_coerce(due + later, Instant)


def in_zone(db: Connection, announcement: Standing, zone: str, moment: datetime) -> datetime:
    """When it begins where this zone's clocks are, but not before `moment`, and not in the usual quiet hours."""
    start = announcement.starts_at or moment
    if announcement.local:
        wall = start.astimezone(office_hours.of(db).zone).replace(tzinfo=ZoneInfo(zone))
        start = wall.astimezone(UTC)
    return hours.next_allowed(Rhythm(zone), max(start, moment))


def _instant(moment: datetime) -> ColumnElement[datetime]:
    return literal(moment, Instant)


def places(db: Connection, here: ColumnElement[bool]) -> Iterator[tuple[ColumnElement[bool], str]]:
    """Conditions for the zones other than the usual one; those of single municipalities come first."""
    for (state, zone), ids in _border(db, here).items():
        yield and_(Person.state == state, Person.municipality_id.in_(ids)), zone
    for zone in sorted({zone_of(state, None) for state in STATES} - {DEFAULT}):
        yield Person.state.in_([state for state in STATES if zone_of(state, None) == zone]), zone


def _border(db: Connection, here: ColumnElement[bool]) -> dict[tuple[str, str], list[int]]:
    """The municipalities whose clocks differ from those of their state, by state and zone."""
    query = select(Person.state, Person.municipality_id).where(
        here, Person.state.in_(_SEVERAL), Person.municipality_id.is_not(None)
    )
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for state, municipality in db.execute(query.distinct()):
        zone = zone_of(state, place_name(db, Municipality, municipality))
        if zone != zone_of(state, None):
            found[state or "", zone].append(municipality or 0)
    return found
