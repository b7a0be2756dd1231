"""Leaving a circle, or closing it: asked once more, since there is no way back into the same one."""

from typing import Any

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.phrases import Phrase, _
from dialogue.questions import YesNo
from handlers import circle_words, peer_words
from handlers.circle_moderating import NOT_HERS
from models.base import now
from models.circles import gathering, members
from models.circles.tables import IN, RUNNING


def circle_leave(chat: Chat[Connection]) -> None:
    """Ask whether she is sure, and do it."""
    number, closes = int(chat.given["circle"]), chat.given["what"] == "close"
    about = chat.look_up("about", standing, chat.person, number)
    if about is None:
        return chat.say(circle_words.GONE)
    topic = peer_words.topic_named(about["topic"])
    if closes and not about["leads"]:
        return chat.say(NOT_HERS)
    if not chat.ask("sure", YesNo(_sure(topic, closes=closes))):
        return chat.say(_("All right, everything stays as it is."))
    chat.do("leave", leave, chat.person, number, closes)
    if closes:
        return chat.say(_("The circle on “{topic}” is closed. The others hear that it has ended.", topic=topic))
    return chat.say(_("You have left the circle on “{topic}”. The others hear no reason.", topic=topic))


def _sure(topic: Phrase, *, closes: bool) -> Phrase:
    if closes:
        return _("Shall I close the circle on “{topic}” for all?", topic=topic)
    return _("Do you leave the circle on “{topic}”? You cannot come back to this one.", topic=topic)


def standing(db: Connection, person: str, circle: int) -> dict[str, Any] | None:
    """The names of its topic, and whether she moderates it; None when she is not in it."""
    seat = members.find(db, int(person), circle)
    if seat is None or seat.state != IN or seat.circle_state not in RUNNING:
        return None
    return {"topic": peer_words.names_of(db, seat.topic), "leads": seat.leads}


def leave(db: Connection, person: str, circle: int, closes: bool) -> None:
    """She leaves, or closes it for all."""
    seat = members.find(db, int(person), circle, holds=True)
    if seat is None:
        return
    if not closes:
        members.leave(db, seat, now())
    elif seat.leads:
        gathering.end(db, circle, now())
