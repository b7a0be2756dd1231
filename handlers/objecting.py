"""Taking back what one agreed to, purpose by purpose, or agreeing again; the messages of a purpose stop at once."""

from collections.abc import Sequence

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import _
from dialogue.questions import Pick
from handlers import notice
from handlers.following import Follow
from models import consents, objections, people, rights
from models.base import now

ALL, DONE = "all", "done"
_SOME = _("What has a ✓ you have agreed to. What would you like to change?")
_NONE = _("You have agreed to none of these uses. What would you like to change?")


def object_to_use(chat: Chat[Connection]) -> Follow | None:
    """Show what she agreed to, and change it until she says that this is all."""
    for number in range(1, 100):
        agreed = chat.look_up(f"agreed{number}", agreed_to, chat.person)
        what = chat.ask(f"what{number}", Pick(_SOME if agreed else _NONE, _offers(agreed)))
        if what == consents.NECESSARY:
            return _follow_up(chat)
        if what == DONE:
            break
        taken_back = agreed if what == ALL else [what] if what in agreed else []
        if taken_back:
            chat.do(f"object{number}", object_to, chat.person, chat.given["contact"], taken_back)
            chat.say(_("Noted. From now on we do not use your data for this: {what}.", what=notice.named(taken_back)))
        else:
            chat.do(f"agree{number}", agree_to, chat.person, chat.given["contact"], what)
            chat.say(_("Noted. You have agreed to this: {what}.", what=notice.named([what])))
    chat.say(_("All right."))
    return None


def _offers(agreed: Sequence[str]) -> list[Choice]:
    """Every purpose, with a mark where she agreed; a pressed one changes sides."""
    purposes = [
        Choice(each.value, _("✓ {label}", label=each.label), each.also) if each.value in agreed else each
        for each in notice.PURPOSES
    ]
    everything = [Choice(ALL, _("Take all of it back"))] if len(agreed) > 1 else []
    follow_up = Choice(consents.NECESSARY, _("Follow-up on my plan"))
    return [*purposes, *everything, follow_up, Choice(DONE, _("That is all"), _ENOUGH)]


_ENOUGH = ("listo", "ya", "nada", "nothing", "done")


def _follow_up(chat: Chat[Connection]) -> Follow | None:
    """What is necessary cannot be taken back alone: explain what can be done instead."""
    prompt = _(
        "The follow-up is what this service is for, so it cannot be taken back alone. You can stop our messages and "
        "stay, or have your data erased."
    )
    what = chat.ask("instead", Pick(prompt, _INSTEAD))
    if what == "erase":
        return Follow("erase")
    if what == "stop":
        chat.do("stop", stop, chat.person)
        chat.say(_("All right. We will only write when you write to us. To undo this, write “start”."))
    else:
        chat.say(_("All right."))
    return None


_INSTEAD = [
    Choice("stop", _("Stop the messages")),
    Choice("erase", _("Erase my data")),
    Choice(DONE, _("That is all"), _ENOUGH),
]


def agreed_to(db: Connection, person: str) -> list[str]:
    """The voluntary purposes a person has agreed to."""
    agreed = consents.current(db, int(person))
    return [purpose for purpose in consents.VOLUNTARY if agreed.get(purpose)]


def object_to(db: Connection, person: str, contact: int, purposes: list[str]) -> None:
    """Take back what she agreed to."""
    objections.object_to(db, int(person), contact, notice.VERSION, purposes, now())


def agree_to(db: Connection, person: str, contact: int, purpose: str) -> None:
    """Write down that she agrees to a purpose (again)."""
    consents.record(db, int(person), contact, notice.VERSION, {purpose: True})


def stop(db: Connection, person: str) -> None:
    """Write nothing unasked any more; that is how an objection to the follow-up itself is carried out."""
    people.stop(db, int(person))
    rights.at_once(db, int(person), rights.OBJECTION, now(), consents.NECESSARY)
