"""How a questionnaire ends: the thanks, and the next step that an answer suggests."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _
from handlers import notice
from handlers.paragraphs import paragraphs
from handlers.resource_suggesting import suggested
from models import consents
from models.consents import QUOTES
from models.contacts import Known
from surveys.form import HURDLE, LEADS_NOWHERE, NEWS, QUOTE, Field
from surveys.places import Place
from surveys.record import Record

_ONCE: tuple[int, ...] = ()  # the instances of the repeats around a row that lies in none


class Step(NamedTuple):
    """What is said about a next step, and the button that takes it."""

    text: Phrase
    choice: Choice | None = None


def thank(chat: Chat[Connection], record: Record) -> None:
    """Thank for the answers, and offer what they suggest."""
    steps = list(_steps(chat, record))
    thanks = _("Thank you. Your answers are saved.")
    chat.say(paragraphs(thanks, *(step.text for step in steps)), choices=[step.choice for step in steps if step.choice])


def agree(db: Connection, record: Record, contact: Known) -> None:
    """Whoever lets her words be quoted agrees to that use, until she takes it back."""
    person = contact.person_id
    if person is not None and _led(record, QUOTE) is not None and not consents.current(db, person).get(QUOTES):
        consents.record(db, person, contact.id, notice.VERSION, {QUOTES: True})


def _steps(chat: Chat[Connection], record: Record) -> Iterator[Step]:
    hurdle = _led(record, HURDLE)
    if hurdle is not None:
        yield from _material(chat, record, hurdle)
        yield Step(
            _("About “{hurdle}”: somebody of the programme can advise you, if you like.", hurdle=_told(record, hurdle)),
            Choice("person", _("Talk to a person"), sends="/person"),
        )
    if _led(record, NEWS) is not None:
        yield Step(
            _("So that your data are right, please tell us about the change at your work."),
            Choice("news", _("A change at work"), sends="/news"),
        )
    if _led(record, QUOTE) is not None:
        yield Step(_("Thank you for letting us quote you. To take that back at any time, write “I object”."))


def _material(chat: Chat[Connection], record: Record, hurdle: Place) -> Iterator[Step]:
    """What may help against it, if there is anything that she has not seen."""
    value = record.value(hurdle, _ONCE)
    label = next((each.label for each in record.options(hurdle, _ONCE) if each.value == value), value)
    found = suggested(chat, value, label)
    if found is not None:
        yield Step(found.text, found.choice)


def _led(record: Record, to: str) -> Place | None:
    """The row whose answer leads there, if one does."""
    for place in record.places.asked:
        field = place.item
        if isinstance(field, Field) and field.leads == to and not field.anonymous and not place.repeats:
            return place if record.value(place, _ONCE) not in LEADS_NOWHERE else None
    return None


def _told(record: Record, place: Place) -> Phrase:
    """An answer in the words of its list."""
    value = record.value(place, _ONCE)
    label = next((each.label for each in record.options(place, _ONCE) if each.value == value), {"": value})
    return record.wording(label, place, _ONCE)
