"""The reports on one plan, a few at a time."""

from datetime import date

import msgspec
from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import _
from dialogue.questions import Pick
from handlers import plan_views
from handlers.following import Follow
from handlers.plan_choice import short
from models import plan_reading
from models.plan_reading import InFull, Report

_PAGE = 5


def show(chat: Chat[Connection], plan: InFull, today: date) -> Follow | None:
    """Show the newest reports, and older ones to whoever wants them."""
    wanted, page = "more", 0
    while wanted == "more":
        found = chat.look_up(f"reports{page}", reports_of, chat.person, plan.id, page * _PAGE)
        reports = msgspec.convert(found, list[Report])
        for report in reports[:_PAGE]:
            chat.say(plan_views.whole(report))
        more = [Choice("more", _("Earlier ones"))] if len(reports) > _PAGE else []
        prompt = _("Would you like to see more of “{plan}”?", plan=short(plan.title))
        wanted = chat.ask(f"then{page}", Pick(prompt, [*more, *_THEN]))
        page += 1
    if wanted == "plan":
        return Follow("see_plans", {"plan": plan.id})
    chat.say(_("All right."))
    return None


_THEN = [Choice("plan", _("Back to the plan")), Choice("leave", _("That is all"))]


def reports_of(db: Connection, person: str, plan: str, skip: int) -> list[Report]:
    """The reports of one page, and the first of the next."""
    return plan_reading.history(db, int(person), int(plan), skip, _PAGE + 1)
