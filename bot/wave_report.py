"""What `lazos survey wave` and `lazos survey calendar` tell of waves: for staff to read, or as JSON."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from bot.commands.output import how_many
from dialogue.catalogues import SOURCE
from dialogue.phrases import said
from models import audience
from models.audience import Unclear
from models.surveys import waves
from models.surveys.outlook import Outlook
from models.surveys.results import ASKED
from models.surveys.tables import COMPLETE, HELD, PARTIAL
from models.surveys.waves import Wave


def summary(db: Connection, wave: Wave) -> dict[str, Any]:
    """A wave, for JSON."""
    window = wave.window
    return {
        "wave": wave.name,
        "state": wave.state,
        "form": wave.form,
        "when": when(wave),
        "audience": wave.audience,
        "for": _for_whom(db, wave),
        "weekdays": window.weekdays,
        "hours": f"{window.hours_from // 60}-{window.hours_until // 60}",
        "on_holidays": not window.skips_holidays,
        "reminders": wave.reminders,
        "remind_after_days": wave.remind_after_days,
        "expires_days": wave.expires_days,
        "grace_days": wave.grace_days,
        "insists": wave.insists,
        "people": waves.counts(db, wave),
    }


def when(wave: Wave) -> str:
    """What a wave counts from, in words."""
    if wave.on_date is not None:
        return f"on {wave.on_date}"
    if wave.plan_state is not None:
        return f"when a plan is {wave.plan_state}"
    return f"{how_many(wave.offset_days, 'day', 'days')} after the {wave.anchor} of an activity"


def as_lines(summary: Mapping[str, Any]) -> Iterator[str]:
    """A wave, line by line."""
    return (f"{key.replace('_', ' ')}: {_shown(value)}" for key, value in summary.items())


def in_a_line(summary: Mapping[str, Any]) -> str:
    """A wave in one line, with how many people there are, and how many of those who were asked have answered."""
    return f"{summary['wave']}  {summary['state']}  {summary['form']}  {summary['when']}  {_counted(summary)}"


def day(each: Outlook) -> str:
    """What a wave sends on one day."""
    channels = ", ".join(f"{count} {channel}" for channel, count in sorted(each.by.items()))
    what = [f"{each.invitations} invited"] if each.invitations else []
    what += [f"{each.reminders} reminded"] if each.reminders else []
    return f"{each.day}  {each.wave}  {', '.join(what)} ({channels})"


def _for_whom(db: Connection, wave: Wave) -> str:
    """Its audience in words, or why that means nothing any more."""
    try:
        return said(audience.sentence(db, audience.parse(wave.audience)), SOURCE)
    except Unclear as problem:
        return said(problem.phrase, SOURCE)


def _counted(summary: Mapping[str, Any]) -> str:
    people: dict[str, int] = summary["people"]
    asked = sum(people.get(state, 0) for state in ASKED)
    answered = f", {people.get(COMPLETE, 0) + people.get(PARTIAL, 0)} of {asked} answered" if asked else ""
    waiting = f", {people[HELD]} held" if people.get(HELD) else ""
    return f"{how_many(sum(people.values()), 'person', 'people')}{answered}{waiting}"


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{count} {state}" for state, count in value.items()) or "none"
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
