"""Writing to a circle: until she says "menu", whatever she writes goes to all who are in it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _
from dialogue.questions import YesNo
from dialogue.understanding import exact
from handlers import circle_telling, circle_words, commands, peer_words
from handlers.following import Again, Follow
from handlers.paragraphs import paragraph
from handlers.peer_delivering import catch_up
from handlers.peer_talk import ForPeer, being_answered, is_long_ago, moment_now
from models import freezes
from models.base import now
from models.circles import members, talking
from models.circles.members import Seat
from models.circles.tables import IN, OPEN, RUNNING
from models.peers import aliases, authors, checking


@dataclass(frozen=True)
class ForCircle(ForPeer):
    """Anything: a text, files, or a word about the circle. A greeting or "thank you" is for the others."""

    circle: int = 0

    def choices(self, draft: Any) -> list[Choice]:
        offered = {"room": _("More options"), "leave": _("Leave the circle")}
        return [Choice(what, label, sends=f"/circle {what} {self.circle}") for what, label in offered.items()]

    def hear(self, text: str, draft: Any) -> dict[str, Any]:
        option = exact(text, self.choices(None))
        what = option.value if option is not None else commands.about_circle(text, inside=True)
        return {"what": what} if what is not None else {"text": self._text(text)}


def circle_talk(chat: Chat[Connection]) -> Follow | Again | None:
    """Take what she writes to the others, and listen for more."""
    number, again = int(chat.given["circle"]), "again" in chat.given
    about = chat.given.get("about") or chat.look_up("about", standing, chat.person, number)
    if about is None or about["rests"]:
        chat.say(circle_words.GONE if about is None else peer_words.RESTS)
        return None
    if not again:
        chat.do("awake", awake, chat.person)
    begun = chat.look_up("begun", moment_now)
    topic = peer_words.topic_named(about["topic"])
    said = chat.ask("said", ForCircle(_prompt(topic, about["alias"], again=again), circle=number))
    came = chat.look_up("came", being_answered, chat.person)
    if "what" in said:
        return Follow("circle", {"line": said["what"] if " " in said["what"] else f"{said['what']} {number}"})
    if chat.look_up("stale", is_long_ago, begun) and not _still(chat, topic):
        chat.say(_("All right, I did not send it."))
        return None
    problem = chat.do("relay", relay, chat.person, number, said.get("text"), said.get("files", []), came)
    chat.say(_("Sent.") if problem is None else _why_not(problem, topic))
    ends = problem in ("gone", "frozen", "rests")
    return None if ends else Again({"circle": number, "about": about, "again": True})


def _still(chat: Chat[Connection], topic: Phrase) -> bool:
    """Hours later she may have forgotten to whom she writes."""
    prompt = _("It has been a while. Is what you sent for the circle on “{topic}”?", topic=topic)
    sends: bool = chat.ask("still", YesNo(prompt, _("Yes, send it"), _("No")))
    return sends


def _prompt(topic: Phrase, alias: int, *, again: bool) -> Phrase:
    if again:
        return _("To stop writing to the circle on “{topic}”, write “menu”.", topic=topic)
    return _(
        "What you write now goes to the circle on “{topic}”, photos and documents too. There you are “{alias}”. "
        "To stop writing, write “menu”.",
        topic=topic,
        alias=aliases.said(alias),
    )


def _why_not(problem: str, topic: Phrase) -> Phrase:
    if problem == "gone":
        return circle_words.GONE
    if problem == "frozen":
        return paragraph(peer_words.RESTS, _("I did not pass it on, and it is not kept."))
    if problem == "rests":
        return _(
            "Nobody moderates the circle on “{topic}” now, so I did not send it. To moderate it, write “circles”.",
            topic=topic,
        )
    if problem == "limit":
        return _("That was a lot for one hour, so I did not send it. Please send it again in a while.")
    return paragraph(peer_words.HELD[problem], _("Please write it without that."))


def standing(db: Connection, person: str, circle: int) -> dict[str, Any] | None:
    """The topic, her alias, and whether a freeze concerns her; None when she is not in this circle."""
    seat = _seat(db, person, circle)
    if seat is None:
        return None
    return {
        "topic": peer_words.names_of(db, seat.topic),
        "alias": seat.alias,
        "rests": freezes.is_frozen(db, seat.person),
    }


def awake(db: Connection, person: str) -> None:
    """She is here now, so what waits for the morning comes at once."""
    catch_up(db, int(person), now())


def relay(db: Connection, person: str, circle: int, text: str | None, files: list[str], came: list[int]) -> str | None:
    """Pass it on to the others; None when it is on its way, else why not: gone, frozen, rests, limit, or what it tells.

    It `came` in these messages, which are forgotten in time also when it is held back.
    """
    seat, moment = _seat(db, person, circle), now()
    if seat is None:
        return "gone"
    author = authors.look(db, seat.person, seat.person, moment)
    talking.trace_what_came(db, seat, came, moment, kept=not author.rests)
    if author.rests:
        return "frozen"
    if seat.circle_state != OPEN:
        return "rests"
    if not author.may_write:
        return "limit"
    held = checking.tells(db, author.known, text) if text is not None else None
    if held is not None:
        return held
    talking.keep(db, seat, text, files, moment)
    circle_telling.pass_on(db, seat, text, files, moment)
    return None


def _seat(db: Connection, person: str, circle: int) -> Seat | None:
    seat = members.find(db, int(person), circle)
    return seat if seat is not None and seat.state == IN and seat.circle_state in RUNNING else None
