"""Joining: a stranger with a code becomes a person we know, after a name that is not on the card, and consent.

Nothing stored is shown before the family name fits, so a found card tells its finder nothing.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from dialogue.catalogues import languages
from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import _, plural
from dialogue.questions import NO, YES, Pick, PickMany
from handlers import notice, other_phones
from handlers.family_name import FamilyName
from handlers.following import Follow
from handlers.tongues import WHICH_LANGUAGE, tongues
from models import access, consents, contacts, installation, people, reminding
from models.base import now


def join(chat: Chat[Connection]) -> Follow | None:
    """Confirm who it is, show the notice, record what was agreed to."""
    _agree_on_language(chat)
    if not _recognise(chat):
        return None
    if chat.look_up("agreed", agreed_already, chat.given["code"]):
        wanted: list[str] | None = None
    else:
        if not _read_notice(chat):
            chat.say(DECLINED)
            return None
        wanted = chat.ask("purposes", _purposes())
    if not chat.do("join", admit, chat.given, wanted):
        chat.say(_("This code has just been used. Please ask whoever gave it to you for another one."))
        return None
    return Follow("arrive", {"new": wanted is not None})


def _agree_on_language(chat: Chat[Connection]) -> None:
    known = chat.do("tongue", speak_as_on_roster, chat.given)
    if not known and chat.given["language"] is None and len(languages()) > 1:
        language = chat.ask("language", Pick(WHICH_LANGUAGE, tongues()))
        chat.do("speak", contacts.speak, chat.given["contact"], language)


def _recognise(chat: Chat[Connection]) -> bool:
    """Ask for the family name, at most three times, counted over everybody who tries this code."""
    if chat.look_up("on hold", access.is_locked, chat.given["code"]):
        chat.say(ON_HOLD)
        return False
    chat.say(_("Welcome."))
    for number in range(1, access.NAME_TRIES + 1):
        question = FamilyName(_("To confirm that this code is yours: what is your family name?"), 80)
        name = chat.ask(f"name{number}", question)
        outcome = chat.do(f"check{number}", access.recognised, chat.given["code"], name)
        if outcome == "yes":
            return True
        if outcome == "locked":
            break
        left = chat.look_up(f"left{number}", access.tries_left, chat.given["code"])
        chat.say(
            plural(
                "That does not match this code. {n} try is left.",
                "That does not match this code. {n} tries are left.",
                left,
            )
        )
    chat.say(ON_HOLD)
    return False


DECLINED = _("All right. We will not write to you. If you change your mind, write your code again while it is valid.")
ON_HOLD = _("I could not confirm it, so this code is on hold. Please speak to whoever gave it to you.")


def _read_notice(chat: Chat[Connection]) -> bool:
    """Show the short notice, and the complete one to whoever asks; whether it was accepted."""
    organisation, contact = chat.look_up("responsible", responsible)
    answer = chat.ask("notice", Pick(notice.short(organisation), _decisions(("read", _("Read all of it")))))
    if answer == "read":
        for paragraph in notice.full(organisation, contact):
            chat.say(paragraph)
        answer = chat.ask("decision", Pick(_("Do you agree?"), _decisions()))
    return answer == "yes"


def _decisions(*more: tuple[str, Any]) -> list[Choice]:
    return [
        Choice("yes", _("I agree"), YES),
        Choice("no", _("I do not agree"), NO),
        *(Choice(value, label) for value, label in more),
    ]


def _purposes() -> PickMany:
    prompt = _("Now what is up to you. What else do you want? Choose all that you like, and “Done” in the end.")
    return PickMany(prompt, notice.PURPOSES)


def agreed_already(db: Connection, code: int) -> bool:
    """Whether the person behind a code has accepted the notice as it is today."""
    return consents.accepted(db, access.holder(db, code), notice.VERSION)


def responsible(db: Connection) -> list[str]:
    """Who answers for the data, and where to reach them, as the settings say."""
    return [installation.kept(db, "organisation") or "Lazos", installation.kept(db, "privacy contact") or ""]


def admit(db: Connection, given: Mapping[str, Any], wanted: list[str] | None) -> bool:
    """Use up the code, let the contact belong to its person, and record the consents; False if it was used already."""
    person = access.redeem(db, given["code"])
    if person is None:
        return False
    contact = contacts.known(db, given["contact"])
    other_phones.tell(db, person, other_phones.ADDED, now())
    contacts.belong(db, contact.id, person)
    reminding.person_joined(db, person, now())
    if wanted is not None:
        people.speak(db, person, contact.phone_language or languages()[0])
        decisions = {consents.NECESSARY: True} | {name: name in wanted for name in consents.VOLUNTARY}
        consents.record(db, person, contact.id, notice.VERSION, decisions)
    return True


def speak_as_on_roster(db: Connection, given: Mapping[str, Any]) -> bool:
    """Where the phone tells no more than its country, the language of the roster counts, as on the card; if so."""
    language = people.language_of(db, access.holder(db, given["code"]))
    if language not in languages() or contacts.known(db, given["contact"]).channel != "whatsapp":
        return False
    contacts.speak(db, given["contact"], language)
    return True


def arrive(chat: Chat[Connection]) -> Follow | None:
    """The first thing a contact hears that belongs to a person: her profile if she is new, else a greeting."""
    if chat.given["new"]:
        chat.say(_("Thank you. You are in."))
        return Follow("profile", {"first": True})
    chat.say(_("Done. From now on you can also write from here."))
    return None
