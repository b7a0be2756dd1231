"""When a round is made: once a month, on a day of the month where the programme is, up to a week late."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select

from models import installation
from models.peers.rounds.tables import MATCHING, PeerRound

KEPT_AS = "peer round day"  # the day, a space, the time zone; without it there are no rounds
LATE = 7  # days


def begin(db: Connection, moment: datetime) -> int | None:
    """The round that is to be matched now: one that was begun already, or a new one; None when there is none."""
    going_on = db.execute(select(PeerRound.id).where(PeerRound.state == MATCHING).order_by(PeerRound.id)).scalar()
    month = _month(db, moment)
    if going_on is not None or month is None or _is_known(db, month):
        return going_on
    values = {"month": month, "state": MATCHING, "people": 0, "pairs": 0, "begun_at": moment}
    return db.execute(insert(PeerRound).values(values).returning(PeerRound.id)).scalar_one()


def next_day(db: Connection, moment: datetime) -> date | None:
    """The day of the next round that somebody may still be in who joins now; None when there are no rounds."""
    known = _kept(db)
    if known is None:
        return None
    day, zone = known
    today = moment.astimezone(zone).date()
    late = _month(db, moment)
    if late is not None and not _is_known(db, late):
        return today
    days = (today + timedelta(days=ahead) for ahead in range(62))
    return next(each for each in days if each.day == day and not _is_known(db, f"{each:%Y-%m}"))


def are_there(db: Connection) -> bool:
    """Whether there are rounds here."""
    return _kept(db) is not None


def _month(db: Connection, moment: datetime) -> str | None:
    """The month whose day was within the last week (2026-11)."""
    known = _kept(db)
    if known is None:
        return None
    day, zone = known
    today = moment.astimezone(zone).date()
    days = (today - timedelta(days=back) for back in range(LATE + 1))
    return next((f"{each:%Y-%m}" for each in days if each.day == day), None)


def _is_known(db: Connection, month: str) -> bool:
    return db.execute(select(PeerRound.id).where(PeerRound.month == month)).first() is not None


def _kept(db: Connection) -> tuple[int, ZoneInfo] | None:
    day, _space, zone = (installation.kept(db, KEPT_AS) or "0").partition(" ")
    return (int(day), ZoneInfo(zone or "UTC")) if day != "0" else None
