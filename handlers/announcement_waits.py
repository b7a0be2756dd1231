"""What an announcement waits for, in one line, and how it goes beside what would stop it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from dialogue.phrases import Phrase, _, plural
from handlers.paragraphs import paragraph
from models import office_hours
from models.announcements import waiting
from models.announcements.reading import Standing
from models.announcements.waiting import Waits
from models.base import now


def waits_of(db: Connection, standing: Standing) -> dict[str, Any]:
    """What it waits for, as a flow keeps it: JSON, the moment as ISO text in the programme's zone."""
    found = waiting.waits(db, standing, now())
    moment = None if found.moment is None else found.moment.astimezone(office_hours.of(db).zone)
    return found._asdict() | {"moment": None if moment is None else moment.isoformat()}


def waits_line(kept: Mapping[str, Any], *, part: bool) -> Phrase | None:
    """The line; None where nothing waits and nothing goes wrong. Of a first `part` it is always said how it goes."""
    found = read_back(kept)
    said = [_SAID[found.why](found)] if found.why in _SAID else []
    if found.failed or found.stopped or (part and found.sent):
        said.append(_goes(found))
    return paragraph(*said) if said else None


def read_back(kept: Mapping[str, Any]) -> Waits:
    """What was kept, its moment as the clock of the programme shows it."""
    moment = kept["moment"]
    shown = None if moment is None else datetime.fromisoformat(moment).replace(tzinfo=None)
    return Waits(**{**kept, "moment": shown})


def _goes(found: Waits) -> Phrase:
    return _(
        "So far {failed} and {stopped}; with {limit} of either it stops by itself.",
        failed=plural("{n} failure", "{n} failures", found.failed),
        stopped=plural("{n} request to stop", "{n} requests to stop", found.stopped),
        limit=found.limit,
    )


_SAID: Mapping[str, Callable[[Waits], Phrase]] = {
    waiting.WORD: lambda found: _("The others wait for your word, since {moment}.", moment=found.moment or ""),
    waiting.LIMIT: lambda found: plural(
        "{n} waits, since WhatsApp limits the people a day; it goes on at {moment}.",
        "{n} wait, since WhatsApp limits the people a day; it goes on at {moment}.",
        found.n,
        moment=found.moment or "",
    ),
    "quiet": lambda found: _("It is night there: it goes on at {moment}.", moment=found.moment or ""),
    "paused": lambda found: _(
        "Those who are left are taking a break: it goes on at {moment}.", moment=found.moment or ""
    ),
    "no_template": lambda found: _("WhatsApp has not approved the notice yet; it is looked at again every hour."),
    waiting.LATER: lambda found: _("The next ones get it at {moment}.", moment=found.moment or ""),
    waiting.OPENING: lambda found: plural(
        "{n} has got the notice on WhatsApp and has not opened it yet.",
        "{n} have got the notice on WhatsApp and have not opened it yet.",
        found.n,
    ),
}
