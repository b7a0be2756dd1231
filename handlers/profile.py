"""A person's own data: shown, confirmed, corrected one by one."""

from collections.abc import Mapping

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _, lines
from dialogue.questions import Pick, YesNo
from handlers.following import Follow
from handlers.paragraphs import paragraphs
from handlers.profile_questions import FIELDS, LEVELS, question
from models import people, reminding
from models.base import now
from models.states import STATES


def profile(chat: Chat[Connection]) -> Follow | None:
    """Show what is known, and correct it until the person says that it is right."""
    for number in range(1, 100):
        known = chat.look_up(f"known{number}", known_of, chat.person)
        have = lines(_("This is what we have of you:"), *(shown(field, value) for field, value in known.items()))
        prompt = paragraphs(have, _("Is it right?"))  # one question, so that all of it is read again when taken up
        if chat.ask(f"right{number}", YesNo(prompt, _("Yes, it is right"), _("Correct something"))):
            break
        field = chat.ask(f"field{number}", Pick(_("What should be corrected?"), _FIELDS))
        value = chat.ask(f"value{number}", question(field))
        chat.do(f"correct{number}", correct, chat.person, field, value)
    chat.do("confirm", confirm, chat.person)
    chat.say(_("Thank you. Your data are up to date."))
    return Follow("menu") if chat.given.get("first") else None


_FIELDS = [Choice(field, label) for field, label in FIELDS.items()]


def known_of(db: Connection, person: str) -> dict[str, str]:
    """What is known of a person, field by field; what is not known is left out."""
    found = people.profile(db, int(person))._asdict()
    return {field: found[field] for field in FIELDS if found[field]}


_WORDS: Mapping[str, Mapping[str, Phrase | str]] = {"rank_band": LEVELS, "state": STATES}


def shown(field: str, value: str) -> Phrase:
    """One field as the person reads it."""
    words = _WORDS.get(field, {})
    return _("{field}: {value}", field=FIELDS[field], value=words.get(value, value))


def correct(db: Connection, person: str, field: str, value: str) -> None:
    """Write down what the person says is right."""
    people.correct(db, int(person), field, value)
    if field in ("state", "municipality"):
        reminding.rhythm_changed(db, int(person), now())


def confirm(db: Connection, person: str) -> None:
    """Remember that the person found her data right."""
    people.confirm_profile(db, int(person))
