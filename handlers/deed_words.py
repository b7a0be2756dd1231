"""How a deed ended, as a sentence: what is true now, or why it was not done and what would help."""

from collections.abc import Callable, Mapping

from dialogue.phrases import Phrase, _, lines, plural
from handlers.deeds import Done
from models.announcements import tables

STATES: Mapping[str, Phrase] = {
    tables.DRAFT: _("a draft"),
    tables.TO_APPROVE: _("to be approved"),
    tables.PLANNED: _("planned"),
    tables.SENDING: _("being sent"),
    tables.HELD: _("first part sent"),
    tables.PAUSED: _("paused"),
    tables.CANCELLED: _("cancelled"),
    tables.DONE: _("sent"),
}

#: What each deed can be done with; said to whoever tries it with something else.
_ONLY: Mapping[str, Phrase] = {
    "change": _("Only a draft can be changed. After that it can be corrected."),
    "send": _("It has been sent off already."),
    "approve": _("Only what waits for a second person can be approved."),
    "pause": _("Only what is being sent can be paused."),
    "resume": _("Only what is paused can be resumed."),
    "go on": _("Only what waits after its first part can go on."),
    "correct": _("What is cancelled can no longer be corrected. A new announcement can set it right."),
    "cancel": _("It is over already. What is on Telegram can be deleted for two days."),
    "tell": _("Only of what people have can they be told a correction."),
    "undo": _("Nothing of it has been sent."),
    "resend": _("Only what has been sent can be sent again."),
}


def _had_it(n: int) -> Phrase:
    if not n:
        return _("Corrected. Nobody had the old words yet.")
    return plural(
        "Corrected. {n} person has the old words already; all others get the new ones.",
        "Corrected. {n} people have the old words already; all others get the new ones.",
        n,
    )


def _told(n: int) -> Phrase:
    return plural(
        "Corrected. {n} person who has the old words gets the correction.",
        "Corrected. {n} people who have the old words get the correction.",
        n,
    )


def _told_later(n: int) -> Phrase:
    return plural(
        "Corrected. {n} person who has the old words gets the correction when it goes on.",
        "Corrected. {n} people who have the old words get the correction when it goes on.",
        n,
    )


def _cancelled(n: int) -> Phrase:
    if not n:
        return _("Cancelled.")
    return plural("Cancelled. {n} person will not get it.", "Cancelled. {n} people will not get it.", n)


_SAID: Mapping[str, Callable[[int], Phrase]] = {
    "not allowed": lambda n: _("Only admins and officers announce. You may look at everything."),
    "gone": lambda n: _("There is no announcement with that number."),
    "nobody": lambda n: _("It would reach nobody now, so it was not sent. Please choose other people."),
    "more": lambda n: plural(
        "It would reach {n} person now, more than before. Please look at it again.",
        "It would reach {n} people now, more than before. Please look at it again.",
        n,
    ),
    "yourself": lambda n: _("You wrote it or sent it off: a second person of the team has to approve it."),
    "too late": lambda n: _("The time until which it was to arrive is over. Please write a new announcement."),
    "closed": lambda n: _(
        "WhatsApp lets me write to your phone only within a day of your last message to me. "
        "Write anything from there, and try again."
    ),
    "no phone": lambda n: _("No phone of yours is linked. An admin can give you a code for it."),
    "changed": lambda n: _("Changed."),
    "planned": lambda n: plural("Done. It goes to {n} person.", "Done. It goes to {n} people.", n),
    "first part": lambda n: plural(
        "Done. First it goes to {n} person, then it waits for your word.",
        "Done. First it goes to {n} people, then it waits for your word.",
        n,
    ),
    "to approve": lambda n: plural(
        "It goes to {n} person, so a second person of the team has to approve it. I told the others.",
        "It goes to {n} people, so a second person of the team has to approve it. I told the others.",
        n,
    ),
    "approved": lambda n: plural("Approved. It goes to {n} person.", "Approved. It goes to {n} people.", n),
    "tested": lambda n: _("The test has been sent to your phone."),
    "paused": lambda n: _("Paused. Nothing more goes out until you resume it."),
    "paused for nobody": lambda n: _("Paused, though everybody has been sent to already."),
    "resumed": lambda n: _("It goes on."),
    "let go on": lambda n: _("It goes on to everybody else."),
    "dropped": lambda n: _("The draft is deleted."),
    "cancelled": _cancelled,
    "corrected": _had_it,
    "corrected for nobody": lambda n: _("Corrected, though everybody has been sent the old words already."),
    "told": _told,
    "told when it goes on": _told_later,
    "told only": lambda n: plural(
        "It has been sent to everybody. {n} person can be told other words only as a correction.",
        "It has been sent to everybody. {n} people can be told other words only as a correction.",
        n,
    ),
    "nobody to tell": lambda n: _("Nobody has old words."),
    "undone": lambda n: plural(
        "{n} message is being deleted from Telegram.", "{n} messages are being deleted from Telegram.", n
    ),
    "nothing to undo": lambda n: _("There is nothing of it on Telegram from the last two days."),
    "again": lambda n: plural("It is sent again to {n} person.", "It is sent again to {n} people.", n),
    "nobody failed": lambda n: _("It failed for nobody, so nothing is sent again."),
}


def told(deed: str, done: Done, state: str | None = None) -> Phrase:
    """What came of a deed; `state` is that of the announcement after it."""
    if done.how != "state":
        return _SAID[done.how](done.n)
    if state is None:
        return _ONLY[deed]
    if state == tables.HELD:
        return lines(_("The announcement waits for your word after its first part."), _ONLY[deed])
    return lines(_("The announcement is {state}.", state=STATES[state]), _ONLY[deed])
