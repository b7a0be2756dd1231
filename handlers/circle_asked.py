"""Somebody who waits for a circle is asked whether she comes in: the topic, and nothing that tells who is there.

Every choice sends a command (handlers/circle_commands.py), so that the button works for as long as the question stands.
"""

from typing import Any

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import _
from dialogue.questions import NO, YES, Pick
from handlers import later, peer_words
from handlers.following import Follow
from models import preferences
from models.circles import members
from models.circles.tables import ASKED, CHOSEN, LIVE


def circle_asked(chat: Chat[Connection]) -> Follow | None:
    """Ask her; in discreet mode only after she has said that she can look."""
    number = int(chat.given["about"])
    about = chat.look_up("about", told_of, chat.person, number)
    if about is None:
        return None
    hides = about["discreet"] and not chat.given.get("looks")
    if hides and chat.ask("look", later.discreet("circle", str(number))) == "later":
        return Follow("circle", {"line": f"later {number}"})
    prompt = _(
        "There is a circle on “{topic}”: 3 to 12 people of the programme who write to each other under invented names. "
        "Will you come in?",
        topic=peer_words.topic_named(about["topic"]),
    )
    wanted = chat.ask("what", Pick(prompt, _choices(number)))
    return Follow("circle", {"line": f"{wanted} {number}"})


def _choices(number: int) -> list[Choice]:
    offered = (("yes", _("Yes, come in"), YES), ("no", _("No, thank you"), NO), ("later", _("Later"), ("luego",)))
    return [Choice(what, label, also, f"/circle {what} {number}") for what, label, also in offered]


def told_of(db: Connection, person: str, circle: int) -> dict[str, Any] | None:
    """What she is told; None when she is not asked, or no more."""
    seat = members.find(db, int(person), circle)
    if seat is None or seat.state not in (CHOSEN, ASKED) or seat.circle_state not in LIVE:
        return None
    discreet = preferences.of(db, int(person)).discreet
    return {"topic": peer_words.names_of(db, seat.topic), "discreet": discreet}
