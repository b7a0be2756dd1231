"""What may be sent to a person unasked, and when: one rule after the other, the hardest first.

Pure: whoever asks gathers the facts, and asks again when the time of a `Later` has come.
"""

from datetime import date, datetime, timedelta
from typing import NamedTuple

import msgspec

from models import hours
from models.hours import Rhythm

WINDOW = timedelta(days=7)  # in which so many prompts are enough
BUSY = timedelta(minutes=30)  # after her last message she is in the middle of something
_DAY = timedelta(days=1)


class Facts(NamedTuple):
    """What is known of a person when something waits for her; moments are UTC.

    `objected` is to the purpose of this very message; `paused_until` is the first local date on which to write again;
    `open_prompt` is a message of ours, unasked as well, that she has not dealt with; `prompts` are the moments of the
    unasked messages of the last seven days, `most` how many of them she wants.
    """

    rhythm: Rhythm
    joined: bool = True
    blocked: bool = False
    stopped: bool = False
    objected: bool = False
    reachable: bool = True
    paused_until: date | None = None
    last_heard: datetime | None = None
    open_prompt: bool = False
    prompts: tuple[datetime, ...] = ()
    most: int = 2


class Send(msgspec.Struct, frozen=True):
    """Now is a good moment."""


class Later(msgspec.Struct, frozen=True):
    """Ask again at `until`, which is later than the moment asked about."""

    until: datetime
    why: str


class Never(msgspec.Struct, frozen=True):
    """Not at all, as things stand."""

    why: str


Verdict = Send | Later | Never


def decide(facts: Facts, moment: datetime) -> Verdict:
    """Whether a message nobody asked for may go out at `moment`. Stop, objection and erasure beat every other rule."""
    never = _never(facts)
    if never is not None:
        return Never(never)
    return _away(facts, moment) or _enough(facts, moment) or _hour(facts.rhythm, moment) or Send()


def _never(facts: Facts) -> str | None:
    reasons = {
        "blocked": facts.blocked,
        "stopped": facts.stopped,
        "objected": facts.objected,
        "not_joined": not facts.joined,
        "budget": facts.most < 1,
    }
    return next((why for why, holds in reasons.items() if holds), None)


def _away(facts: Facts, moment: datetime) -> Later | None:
    """She cannot be reached, wants a pause, or is writing with us this minute."""
    rhythm = facts.rhythm
    if not facts.reachable:
        return Later(hours.next_allowed(rhythm, moment + _DAY), "unreachable")
    if facts.paused_until is not None and hours.local_date(rhythm, moment) < facts.paused_until:
        return Later(hours.at_her_hour(rhythm, facts.paused_until), "paused")
    if facts.last_heard is not None and moment < facts.last_heard + BUSY:
        return Later(hours.next_allowed(rhythm, facts.last_heard + BUSY), "busy")
    return None


def _enough(facts: Facts, moment: datetime) -> Later | None:
    """Something of ours still waits for her, or she has had her share of the week."""
    if facts.open_prompt:
        return Later(hours.tomorrow(facts.rhythm, moment), "open_prompt")
    recent = sorted(at for at in facts.prompts if moment < at + WINDOW)
    if len(recent) < facts.most:
        return None
    return Later(hours.next_allowed(facts.rhythm, recent[-facts.most] + WINDOW), "budget")


def _hour(rhythm: Rhythm, moment: datetime) -> Later | None:
    """It is a bad hour. Not asked of `allowed`, since a rhythm that allows nothing must not wait for ever."""
    until = hours.next_allowed(rhythm, moment)
    return Later(until, hours.hindrance(rhythm, moment) or "quiet") if until > moment else None
