"""Days of plans and milestones: asked from today on, and said as what is ahead or overdue."""

from datetime import date

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.phrases import Phrase, _
from dialogue.questions import Date, Skippable
from models import plan_reading

_YEARS = 10  # ahead; a date further on is a slip


def pinned_today(chat: Chat[Connection]) -> date:
    """The day it is for the person, for the whole conversation."""
    return date.fromisoformat(chat.look_up("today", _today, chat.person))


def due_date(prompt: Phrase, today: date) -> Date:
    """Ask for a day that is still to come."""
    return Date(prompt, today, earliest=today, latest=date(today.year + _YEARS, 12, 31))


def due_or_none(prompt: Phrase, today: date) -> Skippable[date]:
    """Ask for a day that is still to come, or for none."""
    return Skippable(due_date(prompt, today), _("Without a date"))


def due(day: str | None, today: date) -> list[Phrase]:
    """For when something is or was meant (ISO); nothing where there is no day."""
    if day is None:
        return []
    meant = date.fromisoformat(day)
    return [_("due {day}", day=meant) if meant >= today else _("was due {day}", day=meant)]


def _today(db: Connection, person: str) -> str:
    return plan_reading.today_of(db, int(person)).isoformat()
