"""Somebody who waits for a circle is asked whether she comes in: the topic, and nothing that tells who is there.

Every choice sends a command (handlers/circle_commands.py), so that the button works for as long as the question stands.
"""

from typing import Any

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.phrases import _
from handlers import peer_words
from handlers.following import Follow
from handlers.willing import willing
from models import preferences
from models.circles import members
from models.circles.tables import ASKED, CHOSEN, LIVE


def circle_asked(chat: Chat[Connection]) -> Follow | None:
    """Ask her; in discreet mode only after she has said that she can look."""
    about = chat.look_up("about", told_of, chat.person, int(chat.given["about"]))
    if about is None:
        return None
    prompt = _(
        "There is a circle on “{topic}”: 3 to 12 people of the programme who write to each other under invented names. "
        "Will you come in?",
        topic=peer_words.topic_named(about["topic"]),
    )
    return willing(chat, "circle", prompt, _("Yes, come in"), discreet=about["discreet"])


def told_of(db: Connection, person: str, circle: int) -> dict[str, Any] | None:
    """What she is told; None when she is not asked, or no more."""
    seat = members.find(db, int(person), circle)
    if seat is None or seat.state not in (CHOSEN, ASKED) or seat.circle_state not in LIVE:
        return None
    discreet = preferences.of(db, int(person)).discreet
    return {"topic": peer_words.names_of(db, seat.topic), "discreet": discreet}
