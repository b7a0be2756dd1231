"""A person is asked for: the question goes to the staff, and what she writes after it too, until it is closed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from dialogue.drawing.content import in_words
from dialogue.messages import Outgoing
from dialogue.phrases import Day, Phrase, _, lines
from dialogue.questions import Text
from dialogue.questions.texts import IN_WORDS, has_words
from models import hours, office_hours, outbox, preferences, staff, tickets
from models.base import now
from models.knocks import can_be_written_to

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from dialogue.engine import Chat
    from handlers.answering import Answering

MOST = 1500  # characters
PASSED_ON = _("I passed it on to the team.")
TEXT_ONLY = _("For now the team receives text only: your words, but not the file.")


def ask_a_person(chat: Chat[Connection]) -> None:
    """Take a question to the staff, and say when they answer."""
    going_on = chat.look_up("going on", goes_on, chat.person)
    text = chat.given.get("line") or chat.ask("question", Text(_prompt(going_on), MOST))
    chat.do("ask", ask, chat.person, chat.given["contact"], text)
    chat.say(lines(PASSED_ON, when(chat.look_up("hours", hours_for, chat.person))))
    if not going_on:
        chat.say(_("Meanwhile you can go on here as usual. What you write outside of a question reaches them too."))


def _prompt(going_on: bool) -> Phrase:
    if going_on:
        return _("What do you want to tell the team? It goes to the question that is open.")
    return _("What do you want to ask the team? Please write it in one message.")


def when(known: dict[str, Any]) -> Phrase:
    """When somebody answers, in the person's own time."""
    answer = _("They answer from Monday to Friday, {opens} to {closes}.", opens=known["opens"], closes=known["closes"])
    if known["day"] is None:
        return answer
    day = date.fromisoformat(known["day"])
    return lines(answer, _("They will read it on {day}.", day=Day(day, weekday=True)))


def settled(chat: Chat[Connection]) -> None:
    """Close what she asked, since it is answered."""
    if chat.do("close", close, chat.person):
        chat.say(_("Good. If something else comes up, write “talk to a person”."))
    else:
        chat.say(_("You have no open question to the team."))


def hears(answering: Answering, text: str) -> bool:
    """Pass on what is written outside of any question while a ticket is open; False when none is."""
    person = answering.contact.person_id
    if person is None or not text.strip() or tickets.open_for(answering.db, person) is None:
        return False
    if not has_words(text):
        answering.say(IN_WORDS)
        return True
    ask(answering.db, str(person), answering.contact.id, text.strip()[:MOST])
    answering.say(PASSED_ON)
    return True


def ask(db: Connection, person: str, contact: int, text: str, quotes: int | None = None) -> int:
    """Open a ticket or add to it, and let the staff know on their phones. `quotes`: whose words it reports."""
    before = tickets.open_for(db, int(person))
    ticket = tickets.ask(db, int(person), contact, text, quotes)
    if before is None or before.waits_for != tickets.STAFF:
        _tell_staff(db, ticket)
    return ticket


def close(db: Connection, person: str) -> bool:
    """Close her open ticket; False when there is none."""
    standing = tickets.open_for(db, int(person))
    return standing is not None and tickets.close(db, standing.id)


def goes_on(db: Connection, person: str) -> bool:
    """Whether a ticket of hers is open already."""
    return tickets.open_for(db, int(person)) is not None


def hours_for(db: Connection, person: str) -> dict[str, Any]:
    """The office hours on her clock, and the day (ISO) on which somebody reads it, if not now."""
    moment, office, rhythm = now(), office_hours.of(db), preferences.rhythm_of(db, int(person))
    opens, closes = office.seen_from(rhythm.zone, moment)
    if office.are_now(moment):
        return {"opens": opens, "closes": closes, "day": None}
    day = hours.local_date(rhythm, office.next_opening(moment))
    return {"opens": opens, "closes": closes, "day": day.isoformat()}


def _tell_staff(db: Connection, ticket: int) -> None:
    """A line without content on every phone of the staff that can be written to now."""
    moment = now()
    for contact in staff.phones(db):
        if can_be_written_to(contact, moment):
            told = Outgoing(_("There is a new question to the team: number {ticket}. Write “tickets”.", ticket=ticket))
            for content in in_words([told], contact.speaks):
                outbox.queue(db, contact.id, contact.channel, content, moment)
