"""What is set for a person, in plain words and short: a line each."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection

from dialogue.phrases import Phrase, _, lines
from dialogue.questions.clock_times import as_clock
from handlers.phones import CHANNELS
from handlers.tongues import tongues
from models import contacts, people, preferences, shifts
from models.base import now
from models.preferences import Preferences
from models.states import STATES


def known_of(db: Connection, person: str) -> dict[str, Any]:
    """What is set for a person: language, place and the time there, channels, and what she has `chosen`."""
    number, moment = int(person), now()
    known, chosen = people.profile(db, number), preferences.of(db, number)
    hers = contacts.of(db, number)
    return {
        "language": known.language or next((contact.speaks for contact in hers), None),
        "state": known.state,
        "local": moment.astimezone(ZoneInfo(preferences.rhythm_of(db, number).zone)).isoformat(),
        "channels": sorted({contact.channel for contact in hers}),
        "stopped": people.has_stopped(db, number),
        "chosen": msgspec.to_builtins(chosen),
    }


def overview(known: Mapping[str, Any]) -> Phrase:
    """What is set, a line each."""
    return lines(_("This is how we write to you:"), *_lines(known, msgspec.convert(known["chosen"], Preferences)))


def _lines(known: Mapping[str, Any], chosen: Preferences) -> Iterator[Phrase]:
    local = datetime.fromisoformat(known["local"])
    names = {choice.value: choice.label for choice in tongues()}
    if known["language"] in names:
        yield _("Language: {language}", language=names[known["language"]])
    if len(known["channels"]) > 1:
        yield _first(chosen.first_channel)
    yield _place(known["state"], local)
    yield _quiet(chosen)
    yield _("Preferred hour: {time}", time=as_clock(chosen.hour))
    yield _("No shift") if chosen.shift is None else _("Shift: {pattern}", pattern=shifts.shown(chosen.shift.pattern))
    yield _("Discreet mode: yes") if chosen.discreet else _("Discreet mode: no")
    yield _("Messages a week: {n} at most", n=chosen.prompts_a_week)
    until = paused_until(chosen, local.date())
    if until is not None:
        yield _("Pause until {day}", day=until)
    if known["stopped"]:
        yield _("We only answer, since you wanted no messages")


def paused_until(chosen: Preferences, today: date) -> date | None:
    """The first day on which she is written to again; None where there is no pause, or it is over."""
    until = date.fromisoformat(chosen.paused_until) if chosen.paused_until else None
    return until if until is not None and until > today else None


def _first(channel: str | None) -> Phrase:
    if channel is None:
        return _("First: where you write from")
    return _("First: {channel}", channel=CHANNELS.get(channel, channel))


def _place(state: str | None, local: datetime) -> Phrase:
    time = as_clock(local.hour * 60 + local.minute)
    if state is None:
        return _("State: not known (we go by {time})", time=time)
    return _("State: {state} (it is {time} there)", state=STATES[state], time=time)


def _quiet(chosen: Preferences) -> Phrase:
    if chosen.quiet_from == chosen.quiet_until:
        return _("No quiet hours")
    start, end = as_clock(chosen.quiet_from), as_clock(chosen.quiet_until)
    return _("Quiet: {start} to {end}", start=start, end=end)
