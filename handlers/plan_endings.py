"""What becomes of a plan: it is done, it changed, it was dropped, it goes on elsewhere, it is opened again."""

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _, plural
from dialogue.questions import Pick, Skippable, Text, YesNo
from handlers.following import Follow
from handlers.plan_choice import short
from handlers.progress import GONE, INSTEAD
from handlers.turning_back import ask_first
from models import plan_changes
from models.plan_reading import InFull

_MOVED = ("traslado", "me cambiaron", "me trasladaron", "cambio de adscripción", "i was moved", "transfer")
_ENDINGS = [
    *(choice for choice in INSTEAD if choice.value != "not_started"),
    Choice("carried", _("It goes on elsewhere"), _MOVED),
]


def choose(chat: Chat[Connection], plan: InFull, today: date) -> Follow | None:
    """Ask what became of a plan."""
    answer = chat.ask("end", Pick(_("What became of “{plan}”?", plan=short(plan.title)), _ENDINGS))
    if answer != "done":
        return Follow("plans", {"plan": plan.id, "do": answer})
    left = sum(step.done_on is None for step in plan.steps)
    if left:
        chat.say(plural("{n} milestone is not ticked off yet.", "{n} milestones are not ticked off yet.", left))
    finish_if(chat, plan, _("Is “{plan}” finished?", plan=short(plan.title)))
    return None


def finish_if(chat: Chat[Connection], plan: InFull, prompt: Phrase) -> None:
    """Put on record that a plan is done, once the person says so."""
    if not chat.ask("finished", YesNo(prompt, _("Yes, it is finished"), _("No, it goes on"))):
        return chat.say(_("All right. The plan stays open."))
    if not chat.do("finish", plan_changes.close, chat.person, plan.id, "done"):
        return chat.say(GONE)
    return chat.say(_("Congratulations. “{plan}” is finished.", plan=short(plan.title)))


def drop(chat: Chat[Connection], plan: InFull, today: date) -> None:
    """Put on record that a plan was dropped, and why."""
    prompt = _("Why was “{plan}” dropped? One line is enough.", plan=short(plan.title))
    reason = ask_first(chat, "why dropped", Text(prompt))
    if not chat.do("drop", plan_changes.close, chat.person, plan.id, "dropped", reason):
        return chat.say(GONE)
    return chat.say(
        _("Thank you for telling us. “{plan}” is closed; you find it under “my plans”.", plan=short(plan.title))
    )


def rethink(chat: Chat[Connection], plan: InFull, today: date) -> None:
    """Put on record that a plan changed, and how; it stays open."""
    prompt = _("What changed in “{plan}”? One line is enough.", plan=short(plan.title))
    reason = ask_first(chat, "what changed", Text(prompt))
    if not chat.do("rethink", plan_changes.close, chat.person, plan.id, "changed", reason):
        return chat.say(GONE)
    return chat.say(_("Noted. To change title, goal or date, write “my plans”."))


def carry_over(chat: Chat[Connection], plan: InFull, today: date) -> None:
    """Put on record that a plan goes on at another place, and what changes with it."""
    prompt = _("“{plan}” goes on at the new place. What changes with it? One line is enough.", plan=short(plan.title))
    note = ask_first(chat, "what moves", Skippable(Text(prompt), _("Nothing changes")))
    if not chat.do("carry over", plan_changes.carry_over, chat.person, plan.id, note):
        return chat.say(GONE)
    return chat.say(_("Noted: “{plan}” goes on with you at the new place.", plan=short(plan.title)))


WRITING: Mapping[str, Callable[[Chat[Connection], InFull, date], None]] = {
    "changed": rethink,
    "dropped": drop,
    "carried": carry_over,
}


def reopen(chat: Chat[Connection], plan: InFull, today: date) -> Follow:
    """Open a closed plan again where it stood before, and show it."""
    if chat.do("reopen", plan_changes.reopen, chat.person, plan.id):
        chat.say(_("Done. This plan is open again."))
    return Follow("see_plans", {"plan": plan.id})
