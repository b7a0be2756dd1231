"""My progress as a picture, with the same in words for whoever cannot see it."""

from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection

from dialogue.drawing.picture import ProgressPicture, most_recent
from dialogue.engine import Chat
from dialogue.messages import Attachment
from dialogue.phrases import Phrase, _, lines, plural
from handlers import plan_views, plans
from handlers.following import Follow
from models import plan_reading


def picture(chat: Chat[Connection]) -> Follow | None:
    """Show how all her plans are going, or one of them."""
    found = chat.look_up("picture", picture_for, chat.person, chat.given.get("plan"))
    shown = msgspec.convert(found, ProgressPicture)
    if not shown.plans:
        return plans.offer_first(chat)
    chat.say(caption(shown), Attachment("progress", msgspec.json.encode(shown).decode()))
    return None


def caption(shown: ProgressPicture) -> Phrase:
    """What the picture shows, in words: the plans that are drawn, a line each."""
    today = date.fromisoformat(shown.on)
    drawn = most_recent(shown.plans)
    rest = len(shown.plans) - len(drawn)
    more = [plural("and {n} more plan", "and {n} more plans", rest)] if rest else []
    told = [plan_views.in_caption(plan, today) for plan in drawn]
    return lines(_("Your progress on {day}:", day=today), *told, *more)


def picture_for(db: Connection, person: str, plan: str | int | None) -> Any:
    """What is on the picture, as JSON holds it."""
    only = None if plan is None else int(plan)
    return msgspec.to_builtins(plan_reading.picture_of(db, int(person), only))
