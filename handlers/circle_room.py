"""One circle seen from inside: under which names, and what can be done there."""

from typing import Any

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _, listed
from dialogue.questions import Pick
from handlers import circle_words, peer_words
from handlers.following import Follow
from models.circles import members
from models.circles.tables import IN, RESTS, RUNNING
from models.peers import aliases


def circle_room(chat: Chat[Connection]) -> Follow | None:
    """Show who is there, and ask what she wants to do."""
    number = int(chat.given["circle"])
    about = chat.look_up("about", standing, chat.person, number)
    if about is None:
        chat.say(circle_words.GONE)
        return None
    wanted = chat.ask("what", Pick(_prompt(about), _choices(number, about)))
    return Follow("circle", {"line": f"{wanted} {number}"})


def _prompt(about: dict[str, Any]) -> Phrase:
    values = {
        "topic": peer_words.topic_named(about["topic"]),
        "alias": aliases.said(about["alias"]),
        "others": listed(*(aliases.said(each) for each in about["others"])),
    }
    if about["leads"]:
        return _("Circle “{topic}”. You are “{alias}” and moderate it. The others: {others}.", **values)
    return _("Circle “{topic}”. You are “{alias}”. The others: {others}.", **values)


def _choices(number: int, about: dict[str, Any]) -> list[Choice]:
    offered = {"write": _("Write"), "report": _("Report somebody"), "block": _("Block somebody")}
    offered |= {"wake": _("Hear it again")} if about["hears not"] else {"rest": _("Mute it for now")}
    if about["leads"]:
        offered |= {"remove": _("Remove somebody"), "hand": _("Stop moderating"), "close": _("Close the circle")}
    if about["rests"]:
        offered |= {"take": _("Moderate it")}
    offered["leave"] = _("Leave the circle")
    return [Choice(what, label, sends=f"/circle {what} {number}") for what, label in offered.items()]


def standing(db: Connection, person: str, circle: int) -> dict[str, Any] | None:
    """What is to be seen of a circle from inside; None when she is not in it."""
    seat = members.find(db, int(person), circle)
    if seat is None or seat.state != IN or seat.circle_state not in RUNNING:
        return None
    return {
        "topic": peer_words.names_of(db, seat.topic),
        "alias": seat.alias,
        "others": [each.alias for each in members.seated(db, circle) if each.id != seat.id],
        "leads": seat.leads,
        "hears not": seat.rests,
        "rests": seat.circle_state == RESTS,
    }
