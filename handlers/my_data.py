"""What is held about a person, in plain words and as a file, and from there to correct, object or erase."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Attachment, Choice
from dialogue.phrases import Phrase, _, listed, plural
from dialogue.questions import Pick
from handlers import notice
from handlers.following import Follow
from handlers.objecting import agreed_to
from models import my_data, people, rights
from models.base import now


def data(chat: Chat[Connection]) -> Follow | None:
    """Tell what is held, and do what she wants with it."""
    held = chat.look_up("held", held_about, chat.person)
    chat.say(OPENING)
    chat.say(_kept(held))
    chat.say(_agreed(held["agreed"]))
    what = chat.ask("what", Pick(_("What would you like to do with your data?"), CHOICES))
    if what == "file":
        chat.do("asked", asked_for, chat.person)
        chat.say(FILE, shows=Attachment("account", chat.person))
        return None
    if what == "nothing":
        chat.say(_("All right."))
        return None
    return Follow("profile" if what == "correct" else what, {"line": "ask"} if what == "clear" else {})


#: A neutral first line: it is what a locked phone shows.
OPENING = _(
    "Only the team of your programme can see your data. Reports hold figures, and words of yours only if you agreed."
)
CHOICES = [
    Choice("correct", _("Correct something")),
    Choice("file", _("Get it as a file"), ("archivo", "copia", "file", "copy")),
    Choice("object", _("Object to a use")),
    Choice("erase", _("Erase my data")),
    Choice("phones", _("My phones"), ("teléfonos", "phones")),
    Choice("clear", _("Clear this chat"), sends="/clear ask"),
    Choice("nothing", _("That is all"), ("listo", "nada", "gracias", "nothing", "done", "thanks")),
]
FILE = _("This is all that we keep about you. Whoever opens the file can read it, so keep it safe.")


def _kept(held: dict[str, Any]) -> Phrase:
    counts = held["counts"]
    amounts = listed(*(_AMOUNTS[kind](counts[kind]) for kind in _AMOUNTS if counts.get(kind)))
    blanks: dict[str, Phrase] = {"who": listed(*held["who"]), "amounts": amounts}
    if counts["since"] is None:
        return _(
            "We keep your name, your work and how to reach you: {who}. Also: {amounts}, and your settings.", **blanks
        )
    return _(
        "We keep your name, your work and how to reach you: {who}. Also: {amounts}, and your settings. "
        "And what we have written to each other: {messages}, since {day}.",
        **blanks,
        messages=plural("{n} message", "{n} messages", counts["messages"]),
        day=date.fromisoformat(counts["since"]),
    )


_AMOUNTS: Mapping[str, Callable[[int], Phrase]] = {
    "plans": lambda n: plural("{n} plan", "{n} plans", n),
    "reports": lambda n: plural("{n} report", "{n} reports", n),
    "files": lambda n: plural("{n} file", "{n} files", n),
    "surveys": lambda n: plural("your answers to {n} survey", "your answers to {n} surveys", n),
    "answers": lambda n: plural("your answer to {n} announcement", "your answers to {n} announcements", n),
    "phones": lambda n: plural("{n} phone", "{n} phones", n),
}


def _agreed(purposes: list[str]) -> Phrase:
    if not purposes:
        return _("Beyond the follow-up, you have agreed to nothing else.")
    return _("Beyond the follow-up, you have agreed to this: {what}.", what=notice.named(purposes))


def held_about(db: Connection, person: str) -> dict[str, Any]:
    """What is held about a person, counted, with what tells her that it is she."""
    known = people.profile(db, int(person))
    who = [f"{known.given_name} {known.family_name}", known.agency, known.email, known.phone]
    return {
        "who": [each for each in who if each],
        "agreed": agreed_to(db, person),
        "counts": my_data.counts(db, int(person))._asdict(),
    }


def asked_for(db: Connection, person: str) -> None:
    """Write down that she asked for all of it, and got it."""
    rights.at_once(db, int(person), rights.ACCESS, now())
