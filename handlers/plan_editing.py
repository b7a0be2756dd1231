"""Changing one thing of a plan: its title, goal or due date, or one of its milestones."""

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _
from dialogue.questions import Pick, Skippable, Text, YesNo
from handlers import plan_views
from handlers.following import Follow
from handlers.milestone_lines import LIMIT
from handlers.plan_choice import OneLine, PickTitle, short
from handlers.plan_dates import due_or_none
from handlers.progress import GONE
from handlers.turning_back import ask_first
from models import milestones, plan_changes, reminding
from models.base import now
from models.milestones import Step
from models.plan_reading import InFull

TITLE_LIMIT, GOAL_LIMIT = 200, 1000  # signs

PARTS = [
    Choice("title", _("The title")),
    Choice("goal", _("The goal")),
    Choice("due", _("The date")),
]
_MILESTONE = Choice("milestone", _("A milestone"))


def choose(chat: Chat[Connection], plan: InFull, today: date) -> Follow | None:
    """Ask what should change."""
    options = [*PARTS, _MILESTONE] if plan.steps else PARTS
    part = chat.ask("part", Pick(_("What should change?"), options))
    if part != "milestone":
        return Follow("plans", {"plan": plan.id, "do": part})
    step = _which(chat, plan.steps)
    how = chat.ask("how", Pick(_("What should change in “{milestone}”?", milestone=short(step.title)), _HOW))
    if how != "remove":
        return Follow("plans", {"plan": plan.id, "do": how, "step": step.id})
    _remove(chat, plan, step)
    return None


def change(chat: Chat[Connection], plan: InFull, today: date) -> None:
    """Change the title, the goal or the due date."""
    part = chat.given["do"]
    value = _ask_for(chat, plan, part, today)
    if not chat.do("change", change_plan, chat.person, plan.id, part, value):
        return chat.say(GONE)
    return chat.say(_changed(plan, part, value))


def title_question(prompt: Phrase) -> OneLine:
    """What a plan is to be called."""
    return OneLine(prompt, TITLE_LIMIT)


def goal_question(title: str) -> Text:
    """What a plan is to achieve."""
    return Text(
        _("What do you want to achieve with “{plan}”? One or two lines are enough.", plan=short(title)), GOAL_LIMIT
    )


def due_question(title: str, today: date) -> Skippable[date]:
    """By when a plan is meant to be done."""
    return due_or_none(
        _("By when is “{plan}” to be done? For example: March 15, or in three months.", plan=short(title)), today
    )


def _ask_for(chat: Chat[Connection], plan: InFull, part: str, today: date) -> str | None:
    if part == "title":
        return ask_first(
            chat, "new title", title_question(_("What should “{plan}” be called now?", plan=short(plan.title)))
        )
    if part == "goal":
        return ask_first(chat, "new goal", goal_question(plan.title))
    day = ask_first(chat, "new due", due_question(plan.title, today))
    return day.isoformat() if day else None


def _changed(plan: InFull, part: str, value: str | None) -> Phrase:
    if part == "title":
        return _("Done. The plan is now called “{plan}”.", plan=value or "")
    if part == "goal":
        return _("Done. The new goal of “{plan}” is on record.", plan=short(plan.title))
    if value is None:
        return _("Done. “{plan}” has no date now.", plan=short(plan.title))
    return _("Done. “{plan}” is now due {day}.", plan=short(plan.title), day=date.fromisoformat(value))


def change_milestone(chat: Chat[Connection], plan: InFull, today: date) -> None:
    """Change the words or the date of the milestone "step"."""
    step = next((step for step in plan.steps if step.id == chat.given["step"]), None)
    if step is None:
        return chat.say(_LOST)
    how = chat.given["do"]
    value = _ask_anew(chat, step, how, today)
    if not chat.do("change step", change_step, chat.person, plan.id, step.id, how, value):
        return chat.say(_LOST)
    return chat.say(_read_back(step, how, value))


def _ask_anew(chat: Chat[Connection], step: Step, how: str, today: date) -> str | None:
    if how == "text":
        return ask_first(
            chat, "new text", OneLine(_("How should “{milestone}” read now?", milestone=short(step.title)), LIMIT)
        )
    when = _("When is “{milestone}” due? For example: March 15.", milestone=short(step.title))
    day = ask_first(chat, "new day", due_or_none(when, today))
    return day.isoformat() if day else None


def _read_back(step: Step, how: str, value: str | None) -> Phrase:
    if how == "text":
        return _("Done. It now reads “{milestone}”.", milestone=value or "")
    if value is None:
        return _("Done. “{milestone}” has no date now.", milestone=short(step.title))
    return _("Done. “{milestone}” is now due {day}.", milestone=short(step.title), day=date.fromisoformat(value))


_HOW = [
    Choice("text", _("The words")),
    Choice("date", _("The date")),
    Choice("remove", _("Remove it")),
]
_LOST = _("That milestone is not in an open plan any more, so nothing was changed.")


def _which(chat: Chat[Connection], steps: list[Step]) -> Step:
    if len(steps) == 1:
        return steps[0]
    chosen = chat.ask("which step", PickTitle(_("Which milestone?"), plan_views.to_choose(steps)))
    return next(step for step in steps if step.id == chosen)


def _remove(chat: Chat[Connection], plan: InFull, step: Step) -> None:
    prompt = _("Shall I remove “{milestone}” from the plan?", milestone=short(step.title))
    if not chat.ask("remove", YesNo(prompt, _("Yes, remove it"), _("No, keep it"))):
        return chat.say(_("All right. It stays."))
    done = chat.do("remove step", change_step, chat.person, plan.id, step.id, "remove", None)
    return chat.say(_("Done. It is removed.") if done else _LOST)


WRITING: Mapping[str, Callable[[Chat[Connection], InFull, date], None]] = {
    **dict.fromkeys(("title", "goal", "due"), change),
    **dict.fromkeys(("text", "date"), change_milestone),
}


def change_plan(db: Connection, person: str, plan: str, part: str, value: str | None) -> bool:
    """Change the title, the goal or the due date (ISO) of a plan; False when it is not open any more."""
    if part == "title":
        return plan_changes.rename(db, person, plan, value or "")
    if part == "goal":
        return plan_changes.set_goal(db, person, plan, value or "")
    return plan_changes.set_due(db, person, plan, date.fromisoformat(value) if value else None)


def change_step(db: Connection, person: str, plan: str, step: str, how: str, value: str | None) -> bool:
    """Change the words or the date (ISO) of a milestone, or remove it; False when it is not there any more."""
    her, its = int(person), int(plan)
    if how == "remove":
        done = milestones.remove(db, her, its, step)
    elif how == "text":
        done = milestones.rename(db, her, its, step, value or "")
    else:
        done = milestones.date_anew(db, her, its, step, date.fromisoformat(value) if value else None)
    if done:
        reminding.plan_moved(db, her, its, now())
    return done
