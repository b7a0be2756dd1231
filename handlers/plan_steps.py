"""The milestones of one plan: added line by line, ticked off one by one."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _, lines, plural
from dialogue.questions import NO, YES, Pick, Skippable
from handlers import plan_endings, plan_views
from handlers.milestone_lines import Line, MoreMilestones, doubt_of, undated
from handlers.plan_choice import PickSome, short
from handlers.plan_dates import due, due_or_none
from handlers.progress import GONE
from handlers.turning_back import ask_first
from models import action_plans, milestones, reminding
from models.base import now
from models.milestones import MOST, Step
from models.plan_reading import InFull


def add(chat: Chat[Connection], plan: InFull, today: date) -> None:
    """Add milestones, as many as the person likes; each is on record at once."""
    first = _(
        "Which milestone shall I add to “{plan}”? You can write its date: “Train 20 officers, March 15”.",
        plan=short(plan.title),
    )
    added = ""
    for key, title, due_on in each_milestone(chat, "step", first, today, turns_back=True):
        added = chat.do(f"add {key}", add_step, chat.person, plan.id, title, due_on)
        if added != "added":
            return chat.say(GONE if added == "closed" else FULL)
        chat.say(noted(title, due_on, today))
    return chat.say(_("Done. You find them under “my plans”.") if added else _("All right."))


def each_milestone(
    chat: Chat[Connection], name: str, first: Phrase, today: date, *, turns_back: bool = False
) -> Iterator[tuple[str, str, str | None]]:
    """Ask for milestones until these are all: a key for each, its title, its due date (ISO)."""
    for number in range(1, MOST + 1):
        prompt = first if number == 1 else _("Another one? If these are all, write “done”.")
        question, key = MoreMilestones(prompt, today), f"{name}{number}"
        written = ask_first(chat, key, question) if turns_back and number == 1 else chat.ask(key, question)
        if written is None:
            return
        for place, line in enumerate(written):
            yield f"{key}.{place}", *settled(chat, f"{key}.{place}", line, today)


def settled(chat: Chat[Connection], key: str, line: Line, today: date) -> tuple[str, str | None]:
    """Title and due date of a line; a date that had to be completed is asked back, one that cannot be meant anew."""
    doubt = doubt_of(line, today)
    if doubt is not None:
        chat.say(doubt.hint)
        return _dated_anew(chat, key, line, today, without=undated(line, doubt))
    if line.sure or line.due_on is None:
        return line.title, line.due_on
    prompt = _("Is “{milestone}” due {day}?", milestone=short(line.title), day=date.fromisoformat(line.due_on))
    answer = chat.ask(f"{key} date", Pick(prompt, _DATES))
    if answer == "yes":
        return line.title, line.due_on
    if answer == "none":
        return line.written, None
    return _dated_anew(chat, key, line, today, without=line.title)


def _dated_anew(chat: Chat[Connection], key: str, line: Line, today: date, without: str) -> tuple[str, str | None]:
    """The title with the date that she gives now; `without` a date it is called so."""
    when = _("When is “{milestone}” due? For example: March 15.", milestone=short(line.title))
    day = chat.ask(f"{key} day", due_or_none(when, today))
    return (without, None) if day is None else (line.title, day.isoformat())


_DATES = [
    Choice("yes", _("Yes"), YES),
    Choice("other", _("Another date"), NO),
    Choice("none", _("That is no date")),
]


def noted(title: str, due_on: str | None, today: date) -> Phrase:
    """What was taken down of a milestone."""
    if due_on is None:
        return _("Noted: “{milestone}”.", milestone=title)
    return _("Noted: “{milestone}”, {due}.", milestone=title, due=due(due_on, today)[0])


FULL = plural("A plan holds at most {n} milestone.", "A plan holds at most {n} milestones.", MOST)


class Ticked(NamedTuple):
    """How many milestones of a plan are done by now, of how many."""

    done: int
    of: int


def tick(chat: Chat[Connection], plan: InFull, today: date) -> None:
    """Tick milestones off until these are all, or take it back; when all are done, ask whether the plan is."""
    for number in range(1, MOST + 1):
        counted = _tick_some(chat, plan, number)
        if counted is None:
            return None
        if counted.done == counted.of:
            prompt = _("All milestones are done. Is “{plan}” finished?", plan=short(plan.title))
            return plan_endings.finish_if(chat, plan, prompt)
    return None


def _tick_some(chat: Chat[Connection], plan: InFull, number: int) -> Ticked | None:
    """Tick one or several off, and how many are done then; None when there is nothing more to ask."""
    steps = msgspec.convert(chat.look_up(f"steps{number}", steps_of, chat.person, plan.id), list[Step])
    steps.sort(key=lambda step: step.done_on is not None)
    chosen = _chosen(chat, number, plan_views.to_choose(steps))
    if chosen is None:
        chat.say(_("All right."))
        return None
    ahead = [step for step in steps if step.id in chosen and step.done_on is None]
    behind = [] if ahead else [step for step in steps if step.id in chosen]
    some = ([each.id for each in moving] for moving in (ahead, behind))
    moved = chat.do(f"tick{number}", move, chat.person, plan.id, *some)
    chat.say(GONE if moved is None else _moved(ahead, behind, Ticked(*moved)))
    return Ticked(*moved) if moved and ahead else None


def _chosen(chat: Chat[Connection], number: int, options: list[Choice]) -> list[str] | None:
    if number > 1:
        return chat.ask(f"which steps{number}", Skippable(PickSome(_("Another one?"), options), _("Done")))
    prompt = _("Which one is done? One that is ticked is unticked again.")
    return chat.ask("which steps1", PickSome(prompt, options))


def _moved(ahead: list[Step], behind: list[Step], now_done: Ticked) -> Phrase:
    marked = [f"✓ {step.title}" for step in ahead] + [f"☐ {step.title}" for step in behind]
    so_far = _("Milestones done: {done} of {n}.", done=now_done.done, n=now_done.of)
    return lines(*marked, so_far)


def steps_of(db: Connection, person: str, plan: str) -> list[Step]:
    """The milestones of a plan as they are now."""
    return milestones.of(db, int(person), int(plan))


def add_step(db: Connection, person: str, plan: str, title: str, due_on: str | None) -> str:
    """Add a milestone: added, closed where the plan is not open any more, or full."""
    day = date.fromisoformat(due_on) if due_on else None
    if milestones.add(db, int(person), int(plan), title, day) is None:
        return "full" if action_plans.is_open(db, int(person), int(plan)) else "closed"
    reminding.plan_moved(db, int(person), int(plan), now())
    return "added"


def move(db: Connection, person: str, plan: str, ahead: list[str], behind: list[str]) -> Ticked | None:
    """Tick and untick milestones, and count them; None when the plan is not open any more."""
    her, its = int(person), int(plan)
    if not action_plans.is_open(db, her, its):
        return None
    milestones.tick(db, her, its, ahead)
    milestones.untick(db, her, its, behind)
    reminding.plan_moved(db, her, its, now())
    steps = milestones.of(db, her, its)
    return Ticked(sum(step.done_on is not None for step in steps), len(steps))
