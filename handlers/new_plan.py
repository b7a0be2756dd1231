"""Writing down a new plan: title, goal, date, the first milestones; nothing is kept before she has seen all of it."""

from datetime import date

import msgspec
from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _
from dialogue.questions import Pick, Skippable, YesNo
from handlers import plan_views
from handlers.milestone_lines import MilestoneLines
from handlers.paragraphs import paragraphs
from handlers.plan_choice import PickTitle
from handlers.plan_dates import due, pinned_today
from handlers.plan_editing import PARTS, due_question, goal_question, title_question
from handlers.plan_steps import FULL, each_milestone, noted, settled
from handlers.progress import told_apart
from models import action_plans, milestones, reminding
from models.base import now
from models.milestones import MOST, Step

_TITLE = _("What should the plan be called? A few words are enough.")
_MILESTONES = Choice("milestones", _("The milestones"))


class Draft(msgspec.Struct):
    """A plan before it is on record; `due_on` and those of its `steps` (title, date) are ISO days."""

    title: str
    goal: str | None
    due_on: str | None
    steps: list[tuple[str, str | None]]


def new_plan(chat: Chat[Connection]) -> None:
    """Ask what the plan is, show all of it, let her change any of it, and put it on record."""
    today = pinned_today(chat)
    draft = Draft(chat.ask("title", title_question(_TITLE)), None, None, [])
    draft.goal = chat.ask("goal", Skippable(goal_question(draft.title)))
    draft.due_on = _iso(chat.ask("due", due_question(draft.title, today)))
    _add_steps(chat, draft, "step", today)
    for number in range(1, 100):
        prompt = paragraphs(*_summed_up(draft, today), _("Shall I save it like this?"))  # read again when taken up
        if chat.ask(f"right{number}", YesNo(prompt, _("Save it"), _("Change something"))):
            break
        _revise(chat, draft, number, today)
    chat.do("add", add, chat.person, msgspec.to_builtins(draft))
    chat.say(_("Done. “{plan}” is on record. To see it, write “my plans”.", plan=draft.title))


def _add_steps(chat: Chat[Connection], draft: Draft, name: str, today: date) -> None:
    first = _(
        "What is the first milestone? You can add its date: “Train 20 officers, March 15”. "
        "If you have none yet, write “done”."
    )
    for _key, title, due_on in each_milestone(chat, name, first, today):
        if len(draft.steps) == MOST:
            return chat.say(FULL)
        draft.steps.append((title, due_on))
        chat.say(noted(title, due_on, today))
    return None


def _summed_up(draft: Draft, today: date) -> list[Phrase]:
    steps = plan_views.steps([Step("", title, due_on, None) for title, due_on in draft.steps], today)
    return plan_views.described(draft.title, due(draft.due_on, today), draft.goal, steps)


def _revise(chat: Chat[Connection], draft: Draft, number: int, today: date) -> None:
    part = chat.ask(f"part{number}", Pick(_("What should change?"), [*PARTS, _MILESTONES]))
    if part == "title":
        draft.title = chat.ask(f"title{number}", title_question(_TITLE))
    elif part == "goal":
        draft.goal = chat.ask(f"goal{number}", Skippable(goal_question(draft.title)))
    elif part == "due":
        draft.due_on = _iso(chat.ask(f"due{number}", due_question(draft.title, today)))
    else:
        _revise_steps(chat, draft, number, today)


def _revise_steps(chat: Chat[Connection], draft: Draft, number: int, today: date) -> None:
    """Write one milestone anew, remove it, or add more."""
    titles = told_apart([title for title, _due_on in draft.steps])
    options = [Choice(str(place), title) for place, title in enumerate(titles)]
    more = Choice("more", _("Add milestones"))
    chosen = "more"
    if options:
        chosen = chat.ask(f"which{number}", PickTitle(_("Which milestone?"), [*options, more]))
    if chosen == "more":
        return _add_steps(chat, draft, f"more{number} ", today)
    place = int(chosen)
    if (
        chat.ask(f"how{number}", Pick(_("What should change in “{milestone}”?", milestone=titles[place]), _HOW))
        == "remove"
    ):
        del draft.steps[place]
        return None
    written = chat.ask(f"anew{number}", MilestoneLines(_("How should it read now? You can add its date."), today))
    draft.steps[place : place + 1] = [
        settled(chat, f"anew{number}.{at}", line, today) for at, line in enumerate(written)
    ]
    return None


_HOW = [Choice("anew", _("Write it anew")), Choice("remove", _("Remove it"))]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def add(db: Connection, person: str, written: dict[str, object]) -> str:
    """Put a plan on record with its milestones; its id."""
    draft = msgspec.convert(written, Draft)
    plan = action_plans.add(db, int(person), draft.title, draft.goal, _day(draft.due_on))
    for title, due_on in draft.steps:
        milestones.add(db, int(person), plan, title, _day(due_on))
    reminding.plan_moved(db, int(person), plan, now())
    return str(plan)


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
