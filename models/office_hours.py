"""When the staff answer: Monday to Friday, as the settings say, but not on public holidays."""

from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from models import installation
from models.legal_clock import is_working_day

KEPT_AS = "office hours"
EVERYBODYS = "9-18 America/Mexico_City"


class OfficeHours(NamedTuple):
    """From the hour `opens` until the hour `closes` (0 to 24) in `zone`, on working days."""

    opens: int
    closes: int
    zone: ZoneInfo

    def are_now(self, moment: datetime) -> bool:
        """Whether somebody is there."""
        local = moment.astimezone(self.zone)
        return is_working_day(local.date()) and self.opens <= local.hour < self.closes

    def next_opening(self, moment: datetime) -> datetime:
        """When somebody is there again, seen from a moment at which nobody is."""
        local = moment.astimezone(self.zone)
        day = local.date() if local.hour < self.opens else local.date() + timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
        return datetime.combine(day, time(self.opens), self.zone)

    def seen_from(self, zone: str, moment: datetime) -> tuple[str, str]:
        """Both hours as a clock in `zone` shows them on the day of `moment`."""
        day = moment.astimezone(self.zone).date()
        midnight = datetime.combine(day, time(0), self.zone)
        opens, closes = (midnight + timedelta(hours=hour) for hour in (self.opens, self.closes))
        return f"{opens.astimezone(ZoneInfo(zone)):%-H:%M}", f"{closes.astimezone(ZoneInfo(zone)):%-H:%M}"


def of(db: Connection) -> OfficeHours:
    """The hours of this installation."""
    hours, zone = (installation.kept(db, KEPT_AS) or EVERYBODYS).split()
    opens, closes = map(int, hours.split("-"))
    return OfficeHours(opens, closes, ZoneInfo(zone))
