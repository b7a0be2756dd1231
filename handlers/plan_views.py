"""How plans, milestones and reports read on a phone."""

from collections.abc import Sequence
from datetime import date

from dialogue.drawing.picture import PictureOfPlan
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _, lines, listed, plural
from handlers.plan_choice import short
from handlers.plan_dates import due
from handlers.progress import HURDLES, STATUSES, how_far, told_apart
from models.action_plans import CLOSED
from models.milestones import Step
from models.plan_changes import CARRIED_OVER, RENAMED, REOPENED
from models.plan_reading import InFull, Report, Short

SHOWN = 12  # milestones of a plan that are read at once
_NOTE = 90  # UTF-16 units of a note where several things are shown


def standing(plan: Short | InFull | PictureOfPlan, today: date) -> Phrase:
    """How far a plan is, and for when it is meant while it is open."""
    ahead = [] if plan.status in CLOSED else due(plan.due_on, today)
    return listed(how_far(plan.percent, plan.status), *ahead)


def on_list(plan: Short, title: str, today: date) -> Phrase:
    """A plan on the list of all; of a closed one only how it ended."""
    how = STATUSES[plan.status] if plan.status in CLOSED else standing(plan, today)
    return _("{plan}: {how}", plan=title, how=how)


def in_full(plan: InFull, today: date) -> list[Phrase]:
    """One plan, in paragraphs: what it is, its milestones, the last reports."""
    milestones = [counted(plan.steps), *steps(plan.steps, today)] if plan.steps else []
    paragraphs = described(plan.title, [standing(plan, today)], plan.goal, milestones)
    return [*paragraphs, lines(*map(_brief, plan.reports))] if plan.reports else paragraphs


def described(title: str, facts: list[Phrase], goal: str | None, milestones: list[Phrase]) -> list[Phrase]:
    """What a plan is, in paragraphs: its title with `facts` below, its goal, its milestones."""
    paragraphs = [lines(_("“{text}”", text=title), *facts)]
    if goal:
        paragraphs.append(_("Goal: {goal}", goal=goal))
    return [*paragraphs, lines(*milestones)] if milestones else paragraphs


def counted(milestones: Sequence[Step]) -> Phrase:
    """How many milestones are done."""
    done = sum(step.done_on is not None for step in milestones)
    return plural("{done} of {n} milestone", "{done} of {n} milestones", len(milestones), done=done)


def to_choose(milestones: Sequence[Step]) -> list[Choice]:
    """Milestones as options, each with its tick or without, and understood by its title."""
    titles = told_apart([step.title for step in milestones])
    return [Choice(step.id, _ticked(step, title), (title,)) for step, title in zip(milestones, titles, strict=True)]


def _ticked(step: Step, title: str) -> str:
    return f"{'✓' if step.done_on else '☐'} {title}"


def steps(milestones: Sequence[Step], today: date) -> list[Phrase]:
    """Every milestone, a line each; of very many those that are still to be done."""
    shown = [step for step in milestones if len(milestones) <= SHOWN or step.done_on is None][:SHOWN]
    rest = len(milestones) - len(shown)
    more = [plural("and {n} more milestone", "and {n} more milestones", rest)] if rest else []
    return [*(_step(step, today) for step in shown), *more]


def _step(step: Step, today: date) -> Phrase:
    if step.done_on:
        return listed(_ticked(step, step.title), _("{day}", day=date.fromisoformat(step.done_on)))
    return listed(_ticked(step, step.title), *due(step.due_on, today))


def _brief(report: Report) -> Phrase:
    """A report in one line."""
    note = short(report.note or "", _NOTE)
    return _("{day}: {what}", day=date.fromisoformat(report.on), what=_with_note(report, note))


def whole(report: Report) -> Phrase:
    """A report with all that was said in it."""
    more: list[Phrase] = []
    if report.hurdle and report.hurdle != "none":
        more.append(_("What got in the way: {hurdle}", hurdle=_HURDLES.get(report.hurdle, report.hurdle)))
    if report.people_trained:
        more.append(plural("{n} person trained", "{n} people trained", report.people_trained))
    what = _with_note(report, report.note)
    return lines(_("{day}: {what}", day=date.fromisoformat(report.on), what=what), *more)


def in_caption(plan: PictureOfPlan, today: date) -> Phrase:
    """A plan of a picture in one line, for whoever cannot see it."""
    done = plural("{done} of {n} milestone", "{done} of {n} milestones", plan.milestones, done=plan.milestones_done)
    how = listed(standing(plan, today), done) if plan.milestones else standing(plan, today)
    return _("{plan}: {how}", plan=short(plan.title), how=how)


_HURDLES = {choice.value: choice.label for choice in HURDLES}
_EVENTS = {
    CARRIED_OVER: _("carried over to another place"),
    REOPENED: _("opened again"),
}


def _with_note(report: Report, note: str | None) -> Phrase:
    """What happened, or how far the plan was, and what was said of it."""
    if report.event == RENAMED:
        return _("called “{title}” before", title=note or "")
    what = _EVENTS.get(report.event or "") or how_far(report.percent, report.status)
    return _("{what}. “{note}”", what=what, note=note) if note else what
