"""The announcements on a staff member's phone: the list, how each stands, and all that may be done with it.

Every deed ends this conversation and begins it anew, so that what is shown is always how things are now.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import _, lines
from dialogue.questions import Pick
from handlers import announcement_changes as changes
from handlers import announcing, steering
from handlers.announcement_facts import facts_of, line_of, newest, numbers_in, summary
from handlers.announcement_numbers import FIRST_PERCENT
from handlers.announcement_options import confirmation, options
from handlers.deed_words import STATES, told
from handlers.deeds import Deed, Done, by_phone
from handlers.following import Follow
from models.announcements import reading


def announcements(chat: Chat[Connection]) -> Follow | None:
    """Show the newest announcements, and go on to one of them; or to the one whose number was given."""
    given = str(chat.given.get("line", "")).strip().removeprefix("#")
    if given.isdecimal():
        return Follow("announcement", {"line": given})
    rows = chat.look_up("list", newest)
    if not rows:
        chat.say(_("There is no announcement yet. To write one, write “new announcement”."))
        return None
    prompt = lines(*(line_of(row, STATES) for row in rows), _("Which one?"))
    picks = [Choice(str(row["id"]), _("No. {number}", number=str(row["id"])), (str(row["id"]),)) for row in rows]
    return Follow("announcement", {"line": chat.ask("which", _ByNumber(prompt, picks))})


def announcement(chat: Chat[Connection]) -> Follow | None:
    """Show how one announcement stands, and do with it what is wanted."""
    facts = chat.look_up("facts", facts_of, chat.given["staff"], str(chat.given.get("line", "")))
    if facts is None:
        chat.say(told("look", Done("gone")))
        return None
    what = chat.given.get("begin") or _ask_what(chat, facts)
    if what == "list":
        return Follow("announcements")
    if what in changes.ASKS:
        return changes.ASKS[what](chat, facts)
    return _deed(chat, facts, what)


class _ByNumber(Pick):
    """A typed number is that of an announcement, not its place in the list."""

    numbered = False


def _ask_what(chat: Chat[Connection], facts: Mapping[str, Any]) -> str:
    chat.say(summary(facts))
    return chat.ask("what", Pick(_("What shall we do with it?"), options(facts)))


def _deed(chat: Chat[Connection], facts: Mapping[str, Any], what: str) -> Follow | None:
    """Do it, once it is sure; what is under way then, or gone, needs nothing more for now."""
    number, question = str(facts["id"]), confirmation(what, facts)
    if question is not None and not chat.ask("sure", question):
        return Follow("announcement", {"line": number})
    people = numbers_in(facts).people if "numbers" in facts else 0
    done, state = chat.do("deed", do, chat.given["staff"], facts["id"], what, people)
    sentence = told(what, Done(*done), state)
    if what in ("send", "first", "approve", "drop") and state != facts["state"]:
        see = [] if what == "drop" else [Choice("see", _("Look at it"), sends=f"/announcements {number}")]
        chat.say(sentence, choices=see)
        return None
    chat.say(sentence)
    return Follow("announcement", {"line": number})


_DEEDS: Mapping[str, Deed[[]]] = {
    "approve": announcing.approve,
    "pause": steering.pause,
    "resume": steering.resume,
    "go on": steering.go_on,
    "cancel": steering.cancel,
    "drop": steering.cancel,
    "undo": steering.undo,
    "tell": steering.tell,
}
_Act = Callable[[Connection, int, int, int], Done]
_ACTS: Mapping[str, _Act] = {
    "send": lambda db, member, number, people: announcing.send(db, by_phone(member), number, people),
    "first": lambda db, member, number, people: announcing.send(db, by_phone(member), number, people, FIRST_PERCENT),
    "test": lambda db, member, number, people: announcing.test(db, by_phone(member), number, member),
    "resend": lambda db, member, number, people: steering.resend(db, by_phone(member), number),
}


def do(db: Connection, member: int, number: int, what: str, people: int) -> tuple[Done, str | None]:
    """Do something with an announcement that was said to go to so many people; its state afterwards."""
    act = _ACTS.get(what)
    done = _DEEDS[what](db, by_phone(member), number) if act is None else act(db, member, number, people)
    standing = reading.find(db, number)
    return done, None if standing is None else standing.state
