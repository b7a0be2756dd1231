"""About somebody in a circle, by alias: to block, to report to the team, or (whoever moderates) to remove."""

from typing import Any

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _
from dialogue.questions import Pick, YesNo
from handlers import circle_words
from handlers.circle_moderating import NOT_HERS
from handlers.peer_report import HOW_MANY, NOTHING_YET, hand_in, how_much
from models.base import now
from models.circles import members
from models.circles.members import Seat
from models.circles.tables import IN, REMOVED, RUNNING
from models.peers import aliases, introductions, relaying
from models.peers.relaying import Place


def circle_member(chat: Chat[Connection]) -> None:
    """Ask about whom, if that was not said, and whether she is sure; and do it."""
    number, what = int(chat.given["circle"]), chat.given["what"]
    about = chat.look_up("about", standing, chat.person, number, chat.given.get("member"), chat.given.get("alias"))
    if about is None or not about["others"]:
        return chat.say(circle_words.GONE)
    if what == "remove" and not about["leads"]:
        return chat.say(NOT_HERS)
    member, alias = _whom(chat, what, about["others"])
    if what == "report":
        return _report(chat, number, member, alias)
    if not chat.ask("sure", YesNo(_sure(what, aliases.said(alias), leads=about["leads"]))):
        return chat.say(_("All right, everything stays as it is."))
    chat.do(what, part, chat.person, number, member, what)
    return chat.say(_parted(what, aliases.said(alias), leads=about["leads"]))


def _whom(chat: Chat[Connection], what: str, others: list[list[int]]) -> tuple[int, int]:
    """The number and the alias of whoever is meant."""
    if len(others) == 1:
        return others[0][0], others[0][1]
    asks = {
        "block": _("Whom do you want to block?"),
        "remove": _("Whom do you want to remove?"),
        "report": _("Whose words do you want to report?"),
    }
    options = [Choice(str(member), aliases.said(alias)) for member, alias in others]
    member = int(chat.ask("whom", Pick(asks[what], options)))
    return member, next(alias for number, alias in others if number == member)


def _sure(what: str, alias: Phrase, *, leads: bool) -> Phrase:
    if what == "remove":
        return _("Shall I remove “{alias}” from the circle?", alias=alias)
    if leads:
        return _("Shall I block “{alias}”? “{alias}” is removed, and you never meet here again.", alias=alias)
    return _("Shall I block “{alias}”? Then you leave this circle, and you never meet here again.", alias=alias)


def _parted(what: str, alias: Phrase, *, leads: bool) -> Phrase:
    if what == "remove":
        return _("“{alias}” is no longer in the circle, and hears no reason.", alias=alias)
    if leads:
        return _("“{alias}” is blocked and no longer in the circle. Nobody hears why.", alias=alias)
    return _("“{alias}” is blocked, and you have left the circle. Nobody hears why.", alias=alias)


def _report(chat: Chat[Connection], number: int, member: int, alias: int) -> None:
    wanted = how_much(chat, aliases.said(alias))
    if wanted == "none":
        return chat.say(_("All right."))
    if not chat.do("report", report, chat.person, chat.given["contact"], number, member, HOW_MANY[wanted]):
        return chat.say(NOTHING_YET)
    return chat.say(
        _("Thank you for telling us. The team will read what you reported, and nothing else of the circle.")
    )


def standing(db: Connection, person: str, circle: int, member: int | None, alias: int | None) -> dict[str, Any] | None:
    """Who may be meant (number and alias), also somebody who is gone by now; None when she is not in this circle."""
    seat = members.find(db, int(person), circle)
    if seat is None or seat.state != IN or seat.circle_state not in RUNNING:
        return None
    others = [each for each in members.seated(db, circle) if each.id != seat.id]
    if member is not None:
        named = members.by_number(db, circle, member)
        others = [named] if named is not None and named.id != seat.id else []
    elif alias is not None:
        others = [each for each in others if each.alias == alias]
    return {"others": [[each.id, each.alias] for each in others], "leads": seat.leads}


def part(db: Connection, person: str, circle: int, member: int, what: str) -> None:
    """Remove somebody; or block, and then whoever moderates stays and the other goes, and else she goes herself."""
    seat, other = _two(db, person, circle, member)
    if seat is None or other is None:
        return
    if what == "block":
        introductions.keep_apart(db, seat.person, other.person, now())
    if seat.leads:
        members.leave(db, other, now(), REMOVED)
    elif what == "block":
        members.leave(db, seat, now())


def report(db: Connection, person: str, contact: int, circle: int, member: int, most: int) -> bool:
    """Hand on the last messages of one as a question to the team; False when there are none since she came."""
    seat, other = _two(db, person, circle, member)
    if seat is None or other is None:
        return False
    written = relaying.last_of(db, Place(circle=circle, author=other.person), most)
    read = [each for each in written if seat.joined_at is not None and each.at >= seat.joined_at]
    values = {"number": str(circle), "member": str(other.id)}
    about = _("Report about circle {number}, member {member}:", **values)
    return hand_in(db, person, contact, about, read, other.person)


def _two(db: Connection, person: str, circle: int, member: int) -> tuple[Seat | None, Seat | None]:
    seat = members.find(db, int(person), circle, holds=True)
    there = seat is not None and seat.state == IN and seat.circle_state in RUNNING
    return (seat if there else None), members.by_number(db, circle, member)
