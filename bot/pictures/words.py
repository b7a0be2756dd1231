"""What stands on the picture, in the reader's language: nothing that tells who she is or what she does."""

from datetime import date
from itertools import islice

from babel.dates import format_skeleton

from bot.pictures.shortening import Fits
from dialogue.catalogues import LOCALES
from dialogue.drawing.picture import PictureOfPlan
from dialogue.phrases import Phrase, _, plural, said, worded
from handlers.progress import STATUSES
from models.action_plans import CLOSED

#: The shape beside the word, for whoever only glances; DejaVu Sans has them all.
SHAPES = {"not_started": "○", "started": "◔", "advanced": "◕", "done": "✔", "changed": "↻", "dropped": "✖"}
HEADING = _("My progress")
NO_PLANS = _("How your plans go will be shown here.")

_BETWEEN = " · "
_LONG, _SHORT = "MMMMd", "MMMd"  # Babel knows how a language orders them
_MONTH = "MMM"


def long_day(iso: str, language: str) -> str:
    """A day in full."""
    return worded(date.fromisoformat(iso), language)


def more(plans: int) -> Phrase:
    """That there are more plans than were drawn."""
    return plural("and {n} more plan", "and {n} more plans", plans)


def numbered(place: int) -> Phrase:
    """What a plan is called whose title cannot be written, counted from 1."""
    return _("Plan {n}", n=place)


def reported(report: tuple[str, int], on: str, language: str) -> str:
    """One report: when, and how much."""
    return said(_("{day}: {percent}%", day=_day(report[0], on, _SHORT, language), percent=report[1]), language)


def facts(plan: PictureOfPlan, on: str, language: str, most: int, fits: Fits) -> list[str]:
    """Status, milestones and due date in at most `most` lines; a date that finds no room is left out."""
    told = [f"{SHAPES[plan.status]} {_capital(said(STATUSES[plan.status], language))}"]
    if plan.milestones:
        told.append(said(_milestones(plan), language))
    due = _due(plan, on, language)
    if most == 1:
        whole = (_BETWEEN.join([*told, day]) for day in due)
        return [next(filter(fits, whole), _BETWEEN.join(told))]
    if len(told) + bool(due) > most:
        told = [_BETWEEN.join(told)]
    return [*told, *map(_capital, islice(filter(fits, due), 1))]


def _milestones(plan: PictureOfPlan) -> Phrase:
    return plural("{done} of {n} milestone", "{done} of {n} milestones", plan.milestones, done=plan.milestones_done)


def _due(plan: PictureOfPlan, on: str, language: str) -> list[str]:
    """Ways to say for when an open plan is meant, the longest first; none when there is nothing to say."""
    if plan.due_on is None or plan.status in CLOSED:
        return []
    days = [_day(plan.due_on, on, style, language) for style in (_LONG, _SHORT)]
    month = _day(plan.due_on, on, _MONTH, language)
    if plan.due_on < on:
        phrases = [*(_("was due {day}", day=day) for day in days), _("was due in {month}", month=month)]
    else:
        phrases = [*(_("due {day}", day=day) for day in days), _("due in {month}", month=month)]
    return [said(phrase, language) for phrase in phrases]


def _day(iso: str, on: str, style: str, language: str) -> str:
    """A day as people say it: with its year only when that is another one than today's."""
    skeleton = style if iso[:4] == on[:4] else f"y{style}"
    return format_skeleton(skeleton, date.fromisoformat(iso), locale=LOCALES[language])


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
