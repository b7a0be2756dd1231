"""A questionnaire as it will look in the chat: every question, when it is asked, and what each channel makes of it."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from dialogue.drawing import telegram, whatsapp
from dialogue.drawing.content import Content, in_words
from dialogue.messages import Asked, Outgoing
from handlers.survey_questions import question
from surveys.form import Field
from surveys.places import Place, Places, is_asked
from surveys.record import Circumstances, Record
from surveys.walking import Ask


class Shown(NamedTuple):
    """One message of a preview. `condition` is the expression on which it hangs, of its own and of what it lies in."""

    name: str
    content: Content
    condition: str
    repeats: bool

    @property
    def as_text(self) -> bool:
        """Whether WhatsApp shows the options as lines of text, since they do not fit on its buttons."""
        options = bool(self.content.options)
        return options and whatsapp.draw(self.content)[-1].kind is whatsapp.Kind.TEXT

    @property
    def messages(self) -> int:
        """How many messages it takes on the channel that needs more of them."""
        return max(len(whatsapp.draw(self.content)), len(telegram.draw(self.content)))


def preview(places: Places, language: str, moment: datetime) -> Iterator[Shown]:
    """All that is said and asked, in the order of the form, as if nothing were answered yet."""
    record = Record(places, Circumstances(moment))
    for place in places.every:
        if isinstance(place.item, Field) and (is_asked(place.item) or place.item.kind == "note"):
            yield _shown(record, place, place.item, language)


def _shown(record: Record, place: Place, item: Field, language: str) -> Shown:
    numbers = (1,) * len(place.repeats)
    label = record.wording(item.label, place, numbers)
    said = Outgoing(label)
    if is_asked(item):
        asked = question(record, Ask(place.key(numbers), place, numbers), label)
        said = Outgoing(label, asked.choices(None), Asked("0", "0", asked.numbered, asked.upload))
    conditions = [f"({each.item.relevant})" for each in (*place.around, place) if each.item.relevant]
    return Shown(item.name, in_words([said], language)[0], " and ".join(conditions), bool(place.repeats))
