"""My plans: all of them in short, one in full, and what to do with it.

Looking is one flow and writing another: whoever only looked and wrote something else has left nothing unfinished, while
what she was writing is offered again.
"""

from collections.abc import Callable
from datetime import date

import msgspec
from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import _
from dialogue.questions import Pick, YesNo
from handlers import plan_editing, plan_endings, plan_history, plan_steps, plan_views
from handlers.following import Follow
from handlers.plan_choice import PickTitle, short
from handlers.plan_dates import pinned_today
from handlers.progress import told_apart
from handlers.turning_back import TurnedBack
from models import plan_reading
from models.action_plans import CLOSED
from models.plan_reading import InFull, Short

_FOLDED = 8  # so many plans are listed; of more, the closed ones have a list of their own

Act = Callable[[Chat[Connection], InFull, date], Follow | None]


def my_plans(chat: Chat[Connection]) -> Follow | None:
    """Write what was chosen while looking ("do", of the plan "plan"); begin with looking."""
    write = _WRITING.get(chat.given.get("do", ""))
    if write is None:
        return Follow("see_plans", chat.given)
    plan = _opened(chat, str(chat.given["plan"]))
    if plan is None:
        return _not_hers(chat)
    try:
        return write(chat, plan, pinned_today(chat))
    except TurnedBack:
        return Follow("see_plans", {"plan": plan.id})


def see_plans(chat: Chat[Connection]) -> Follow | None:
    """Show the plans, then one of them, and do with it what the person wants."""
    plans = msgspec.convert(chat.look_up("plans", all_plans, chat.person), list[Short])
    if not plans:
        return offer_first(chat)
    today = pinned_today(chat)
    chosen = _given(chat, plans) or _choose(chat, plans, today)
    if isinstance(chosen, Follow):
        return chosen
    plan = _opened(chat, chosen)
    if plan is None:
        return _not_hers(chat)
    for paragraph in plan_views.in_full(plan, today):
        chat.say(paragraph)
    return _act(chat, plan, today, alone=len(plans) == 1)


def offer_first(chat: Chat[Connection]) -> Follow | None:
    """Say kindly that there is no plan, and offer to write one down."""
    chat.say(_("You have no plan here yet."))
    if chat.ask("first", YesNo(_("Shall we write one down? It takes two minutes."), no=_("Not now"))):
        return Follow("new_plan")
    chat.say(_("All right. When you want to, write “new plan”."))
    return None


def _opened(chat: Chat[Connection], plan: str) -> InFull | None:
    return msgspec.convert(chat.look_up("plan", one_plan, chat.person, plan), InFull | None)


def _not_hers(chat: Chat[Connection]) -> Follow:
    chat.say(_("That plan is not among yours."))
    return Follow("see_plans", {"all": True})


def _given(chat: Chat[Connection], plans: list[Short]) -> str | None:
    """The plan to go to at once: the one that was asked for, or the only open one."""
    if "plan" in chat.given:
        return str(chat.given["plan"])
    opened = [plan.id for plan in plans if plan.status not in CLOSED]
    return opened[0] if len(opened) == 1 and "all" not in chat.given else None


def _choose(chat: Chat[Connection], plans: list[Short], today: date) -> str | Follow:
    options = _options(plans, today)
    closed = [option for plan, option in zip(plans, options, strict=True) if plan.status in CLOSED]
    fold = len(plans) > _FOLDED and 0 < len(closed) < len(plans)
    shown = [option for option in options if option not in closed] if fold else options
    more = [Choice("closed", _("Closed plans"))] if fold else []
    wanted = chat.ask("which", PickTitle(_("Which plan would you like to see?"), [*shown, *more, *_BESIDE]))
    if wanted == "closed":
        return chat.ask("which closed", PickTitle(_("Which plan would you like to see?"), closed))
    return _ELSEWHERE.get(wanted, wanted)


_BESIDE = [Choice("new", _("Add a plan")), Choice("picture", _("See my progress"))]
_ELSEWHERE = {"new": Follow("new_plan"), "picture": Follow("picture")}


def _options(plans: list[Short], today: date) -> list[Choice]:
    titles = told_apart([plan.title for plan in plans])
    labels = [plan_views.on_list(plan, title, today) for plan, title in zip(plans, titles, strict=True)]
    return [Choice(plan.id, label, (title,)) for plan, label, title in zip(plans, labels, titles, strict=True)]


def _act(chat: Chat[Connection], plan: InFull, today: date, alone: bool) -> Follow | None:
    others = Choice("new", _("Add a plan")) if alone else Choice("others", _("My other plans"))
    prompt = _("What would you like to do with “{plan}”?", plan=short(plan.title))
    wanted = chat.ask("what", Pick(prompt, [*_for(plan), others, Choice("leave", _("That is all"))]))
    return _LOOKING[wanted](chat, plan, today)


def _for(plan: InFull) -> list[Choice]:
    """What can be done with one plan as it stands."""
    history = [Choice("history", _("Past reports"))] if plan.reports else []
    seen = [*history, Choice("picture", _("See it as a picture"))]
    if plan.status in CLOSED:
        return [Choice("reopen", _("Open it again")), *seen]
    ticks = [Choice("tick", _("Tick off milestones"))] if plan.steps else []
    return [Choice("report", _("Report progress")), *ticks, *_TO_CHANGE, *seen]


_TO_CHANGE = [
    Choice("add", _("Add milestones")),
    Choice("change", _("Change something")),
    Choice("end", _("Finish or rethink it")),
]


def _leave(chat: Chat[Connection], plan: InFull, today: date) -> None:
    chat.say(_("All right."))


_LOOKING: dict[str, Act] = {
    "report": lambda chat, plan, today: Follow("progress", {"plan": plan.id}),
    "tick": plan_steps.tick,
    "add": lambda chat, plan, today: Follow("plans", {"plan": plan.id, "do": "add"}),
    "change": plan_editing.choose,
    "end": plan_endings.choose,
    "reopen": plan_endings.reopen,
    "history": plan_history.show,
    "picture": lambda chat, plan, today: Follow("picture", {"plan": plan.id}),
    "others": lambda chat, plan, today: Follow("see_plans", {"all": True}),
    "new": lambda chat, plan, today: Follow("new_plan"),
    "leave": _leave,
}
_WRITING: dict[str, Act] = {"add": plan_steps.add, **plan_editing.WRITING, **plan_endings.WRITING}


def all_plans(db: Connection, person: str) -> list[Short]:
    """All plans of a person in short."""
    return plan_reading.in_short(db, int(person))


def one_plan(db: Connection, person: str, plan: str) -> InFull | None:
    """One plan of a person in full."""
    return plan_reading.plan_in_full(db, int(person), int(plan))
