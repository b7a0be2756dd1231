"""When an announcement will have been sent to all, and what it costs: told before it is sent off.

It is finished when the slowest channel is: by its pace, by WhatsApp's limit for a day, and not at night. What a person
on WhatsApp asks to see after a knock follows when she asks.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from models import hours, installation, office_hours
from models.announcements import costs, quota
from models.announcements.costs import Cost, Reached
from models.hours import Rhythm
from models.states import STATES
from models.zones import zone_of

PACE_KEPT_AS = {"telegram": "pace telegram", "whatsapp": "pace whatsapp"}
USUAL_PACE = {"telegram": 30.0, "whatsapp": 80.0}  # messages a second
SHARE = 0.8  # of it: the rest is left to people while they write

_ZONES = sorted({zone_of(state, None) for state in STATES})


class Outlook(NamedTuple):
    """When all have it that can have it without asking; on how many days something is sent; and the cost."""

    finishes_at: datetime
    days: int
    cost: Cost


def outlook(
    db: Connection,
    reach: Reached,
    starts_at: datetime | None,
    moment: datetime,
    *,
    local: bool = False,
    spread_minutes: int = 0,
    pieces: int = 1,
) -> Outlook:
    """What is to be expected of an announcement to these people; `local` and `spread_minutes` as in its table.

    `pieces`: how many messages one copy takes on WhatsApp. Nothing is sent before `moment`.
    """
    zone = office_hours.of(db).zone
    starts = dict(_starts(starts_at or moment, moment, zone, local=local))
    last, seconds = max(starts.values()), _seconds(db, reach, pieces)
    ends = [_on(each, start, timedelta(seconds=seconds, minutes=spread_minutes)) for each, start in starts.items()]
    finishes = max(*ends, quota.finishes(db, reach.by.get("whatsapp_closed", 0), last))
    days = (finishes.astimezone(zone).date() - min(starts.values()).astimezone(zone).date()).days + 1
    return Outlook(finishes, days, costs.estimate(db, reach, pieces))


def _starts(start: datetime, moment: datetime, here: ZoneInfo, *, local: bool) -> Iterator[tuple[str, datetime]]:
    """For every zone, when it begins there: at one instant or at one hour of its clocks, but not at night."""
    wall = start.astimezone(here).replace(tzinfo=None)
    for zone in _ZONES:
        begins = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) if local else start
        yield zone, hours.next_allowed(Rhythm(zone), max(begins, moment))


def _seconds(db: Connection, reach: Reached, pieces: int) -> float:
    """How long the slower channel sends."""
    people = reach.by
    whatsapp = people.get("whatsapp_open", 0) * pieces + people.get("whatsapp_closed", 0)
    messages = {"telegram": people.get("telegram", 0), "whatsapp": whatsapp}
    return max(count / (_pace(db, channel) * SHARE) for channel, count in messages.items())


def _pace(db: Connection, channel: str) -> float:
    return float(installation.kept(db, PACE_KEPT_AS[channel]) or USUAL_PACE[channel])


def _on(zone: str, start: datetime, work: timedelta) -> datetime:
    """When `work` is done that begins at `start` and rests in the usual quiet hours."""
    rhythm, done = Rhythm(zone), start
    if not hours.quiet_minutes(rhythm):
        return start + work
    while work > timedelta(0):
        done = hours.next_allowed(rhythm, done)
        step = min(work, _next_quiet(rhythm, done) - done)
        work, done = work - step, done + step
    return done


def _next_quiet(rhythm: Rhythm, moment: datetime) -> datetime:
    """When the quiet hours begin that come next."""
    wall = moment.astimezone(ZoneInfo(rhythm.zone))
    begin = wall.replace(hour=rhythm.quiet_from // 60, minute=rhythm.quiet_from % 60, second=0, microsecond=0)
    return (begin if begin > wall else begin + timedelta(days=1)).astimezone(UTC)
