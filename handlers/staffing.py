"""What staff do from their own phones: answer questions, see who has joined. Every deed checks who they are."""

from datetime import date
from typing import Any

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _, lines
from dialogue.questions import Pick, Text
from handlers.following import Follow
from handlers.staff_answers import MOST, answer, closed
from models import joined, staff, tickets
from models.base import now

SHOWN = 9  # tickets, or cohorts, at once
THREAD = 5  # messages of a ticket that are read again
NO_STAFF = _("This is for the team only.")


def staff_menu(chat: Chat[Connection]) -> Follow:
    """Ask what a staff member wants to do."""
    count = chat.look_up("count", waiting)
    entries = [
        Choice("tickets", _("Questions: {n}", n=count), ("preguntas",), "/tickets"),
        Choice("announce", _("New announcement"), sends="/announce"),
        Choice("announcements", _("Announcements"), sends="/announcements"),
        Choice("joined", _("Who has joined"), sends="/joined"),
        Choice("menu", _("The other menu"), sends="/menu"),
    ]
    return Follow(chat.ask("what", Pick(_("What would you like to do for the team?"), entries)))


def answer_tickets(chat: Chat[Connection]) -> Follow | None:
    """Go through the open questions: read one, answer or close it."""
    open_now = chat.look_up("open", open_tickets)
    if not open_now:
        chat.say(_("There is no open question. Well done."))
        return None
    ticket = _choose(chat, open_now)
    for said in chat.look_up("thread", thread_of, ticket):
        chat.say(_line(said))
    what = chat.ask("what", Pick(_("What shall we do with question {ticket}?", ticket=ticket), _DEEDS))
    if what == "later":
        return Follow("staff")
    if what == "close":
        done = chat.do("close", close, chat.given["staff"], ticket)
        chat.say(_("Question {ticket} is closed.", ticket=ticket) if done else _OUTCOMES["gone"])
        return Follow("staff")
    text = chat.ask("answer", Text(_("Please write the answer. It reaches the person as it is."), MOST))
    how = chat.do("reply", reply, chat.given["staff"], ticket, text)
    chat.say(_OUTCOMES[how])
    return Follow("staff") if how != "no staff" else None


_DEEDS = [Choice("answer", _("Answer")), Choice("close", _("Close")), Choice("later", _("Later"))]
_OUTCOMES: dict[str, Phrase] = {
    "sent": _("Done. The answer is on its way."),
    "waits": _("Done. The person reads it as soon as they write again."),
    "gone": _("This question is closed by now, so nothing was sent."),
    "no staff": NO_STAFF,
}


def _choose(chat: Chat[Connection], open_now: list[dict[str, Any]]) -> int:
    given = str(chat.given.get("line", "")).strip().removeprefix("#")
    numbers = [ticket["id"] for ticket in open_now]
    if given.isdecimal() and int(given) in numbers:
        return int(given)
    if len(numbers) == 1:
        return int(numbers[0])
    options = [Choice(str(ticket["id"]), _row(ticket), (str(ticket["id"]),)) for ticket in open_now[:SHOWN]]
    return int(chat.ask("ticket", Pick(_("Which question?"), options)))


def _row(ticket: dict[str, Any]) -> Phrase:
    day = date.fromisoformat(ticket["day"])
    if ticket["waits_for"] == tickets.STAFF:
        return _("{ticket}, since {day}", ticket=f"#{ticket['id']}", day=f"{day:%d/%m}")
    return _("{ticket}, answered", ticket=f"#{ticket['id']}")


def _line(said: dict[str, Any]) -> Phrase:
    if said["author"] == tickets.STAFF:
        return _("Team: {text}", text=said["text"])
    return _("Person {person}: {text}", person=str(said["person"]), text=said["text"])


def who_has_joined(chat: Chat[Connection]) -> None:
    """Counts, in all and by cohort; no names."""
    found = chat.look_up("counts", counts)
    people, entered, week = found["totals"]
    chat.say(
        _(
            "{joined} of {people} people have joined, {week} of them this week.",
            joined=entered,
            people=people,
            week=week,
        )
    )
    rows = [_cohort(*row) for row in found["cohorts"][:SHOWN]]
    if rows:
        chat.say(lines(*rows))
    if len(found["cohorts"]) > SHOWN:
        chat.say(_("These are the newest. All of them: lazos who."))


def _cohort(programme: str, cohort: str, people: int, entered: int) -> Phrase:
    return _("{cohort}: {joined} of {people}", cohort=f"{programme}, {cohort}", joined=entered, people=people)


def waiting(db: Connection) -> int:
    """How many questions wait for the staff."""
    return sum(ticket.waits_for == tickets.STAFF for ticket in tickets.all_open(db))


def open_tickets(db: Connection) -> list[dict[str, Any]]:
    """The open questions, those that wait for the staff first."""
    found = tickets.all_open(db)
    return [{"id": each.id, "waits_for": each.waits_for, "day": f"{each.moved_at:%Y-%m-%d}"} for each in found]


def thread_of(db: Connection, ticket: int) -> list[dict[str, Any]]:
    """The last messages of a question, by the number of the person and without a name."""
    standing = tickets.find(db, ticket)
    person = 0 if standing is None else standing.person_id
    return [
        {"author": each.author, "text": each.text, "person": person} for each in tickets.thread(db, ticket)[-THREAD:]
    ]


def reply(db: Connection, member: int, ticket: int, text: str) -> str:
    """Send an answer, if whoever writes is on the staff still: sent, waits, gone, no staff."""
    return answer(db, ticket, text, member) if staff.is_member(db, member) else "no staff"


def close(db: Connection, member: int, ticket: int) -> bool:
    """Close a question, if whoever does is on the staff still."""
    return staff.is_member(db, member) and closed(db, ticket, member)


def counts(db: Connection) -> dict[str, Any]:
    """Who has joined, as a flow keeps it."""
    return {"totals": list(joined.totals(db, now())), "cohorts": [list(row) for row in joined.by_cohort(db)]}
