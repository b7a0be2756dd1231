"""What becomes of one copy of an announcement at the moment in which it could go out: looked at afresh, whatever was
true when the audience was counted.

Pure. The hardest rule comes first: who wants nothing gets nothing.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

import msgspec

from dialogue.catalogues import languages
from models import hours
from models.announcements.copies import Copy
from models.contacts import SILENCE
from models.hours import Rhythm
from models.knocks import window_open
from models.messages import REPLY
from models.preferences import Preferences

AGAIN = timedelta(minutes=2)  # while she is in the middle of something
NO_TEMPLATE = timedelta(hours=1)  # until it is looked again whether WhatsApp has approved it


class Take(NamedTuple):
    """It goes out, in this language."""

    language: str


class PutOff(NamedTuple):
    """It is due at `until`; `why` is a word for the report, should it come too late."""

    until: datetime
    why: str


class Knock(NamedTuple):
    """A knock of this kind goes out in its place, in this language; it waits until she writes."""

    kind: str
    language: str


class Elsewhere(NamedTuple):
    """Another phone of hers is to get it: that of `channel`, if it is told."""

    channel: str | None


class Drop(NamedTuple):
    """She does not get it; `why` is a word for the report."""

    why: str


class Wait(NamedTuple):
    """She asked for it, and it is paused: it waits again until she writes, or until it goes on."""


Fate = Take | PutOff | Knock | Elsewhere | Drop | Wait


class Situation(NamedTuple):
    """What is the same for all copies of a batch; `approved` are the templates WhatsApp lets us send."""

    moment: datetime
    valid_until: datetime
    approved: frozenset[str]
    running: bool = True


def fate(copy: Copy, chosen: Preferences | None, zone: str, phones: frozenset[str], now: Situation) -> Fate:
    """What becomes of `copy`. `phones`: the channels on which she can be reached, as far as she has preferences."""
    asked, hers = copy.lane == REPLY, chosen or Preferences()
    if copy.gone or now.moment >= now.valid_until:
        return Drop("stopped" if copy.gone else "expired")
    if not copy.hers:
        return Elsewhere(None)
    if asked:
        return _way(copy, hers, asked, now) if now.running else Wait()
    if hers.first_channel in phones - {copy.channel}:
        return Elsewhere(hers.first_channel)
    return _hindered(copy, hers, zone, now) or _way(copy, hers, asked, now)


def speaks(copy: Copy) -> str:
    """The language to write in, as far as anybody knows."""
    known = copy.language or copy.phone_language
    return known if known in languages() else languages()[0]


def rhythm(chosen: Preferences, zone: str) -> Rhythm:
    """When she may be written to."""
    return Rhythm(zone, chosen.quiet_from, chosen.quiet_until, chosen.hour, chosen.shift)


def _hindered(copy: Copy, chosen: Preferences, zone: str, now: Situation) -> Fate | None:
    """It is a bad moment: a pause, the night, her duty, or she is in the middle of something."""
    hers = rhythm(chosen, zone)
    until, why = _next_allowed(hers, now.moment.replace(second=0, microsecond=0)), "quiet"
    if chosen.paused_until is not None:
        day = date.fromisoformat(chosen.paused_until)
        if hours.local_date(hers, now.moment) < day:
            until, why = hours.at_her_hour(hers, day), "paused"
    if until > now.moment:
        return PutOff(until, why) if until < now.valid_until else Drop(why)
    return PutOff(now.moment + AGAIN, "busy") if copy.talks else None


def _way(copy: Copy, chosen: Preferences, asked: bool, now: Situation) -> Fate:
    language = speaks(copy)
    silent = now.moment - copy.heard_at >= SILENCE
    closed = copy.channel == "whatsapp" and not window_open(copy.heard_at, now.moment)
    if not (silent or closed or (chosen.discreet and not asked)):
        return Take(language)
    kind = "discreet" if silent or chosen.discreet else "news"
    if copy.channel == "whatsapp" and closed and f"{kind}_{language}" not in now.approved:
        return PutOff(now.moment + NO_TEMPLATE, "no_template")
    return Knock(kind, language)


@lru_cache(maxsize=4096)
def _next_allowed(hers: Rhythm, minute: datetime) -> datetime:
    return hours.next_allowed(hers, minute)


def opened(data: bytes) -> Preferences:
    """What she has chosen, as it is stored."""
    return msgspec.json.decode(data, type=Preferences)
