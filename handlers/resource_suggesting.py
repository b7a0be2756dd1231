"""Material that may help against what gets in her way: one item, offered once, beside what is said anyway."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _
from handlers import resource_reading as reading
from models.base import now
from models.resources import uses
from models.resources.suggesting import suggest


class Suggestion(NamedTuple):
    """What is said of an item, and the button that shows it."""

    text: Phrase
    choice: Choice


def suggested(chat: Chat[Connection], hurdle: str, about: Mapping[str, str] | str) -> Suggestion | None:
    """An item against a hurdle that she has not seen, from now on taken as shown; None where there is none.

    `about` is what it is about in words, the same in every language or by language.
    """
    found = chat.look_up("material!", suggestion, chat.person, hurdle, about) if chat.person else None
    if found is None:
        return None
    chat.do("material shown!", note_shown, chat.person, found["key"])
    text = _("This may help you with it: “{title}”.", title=found["title"])
    return Suggestion(text, Choice("material", _("See the material"), (), f"/resource see {found['key']}"))


def suggestion(db: Connection, person: str, hurdle: str, about: Mapping[str, str] | str) -> dict[str, str] | None:
    """The key and the title of an item that fits best."""
    language = reading.spoken_by(db, person)
    words = about if isinstance(about, str) else about.get(language, "")
    found = suggest(db, int(person), hurdle, language, now(), about=words, most=1)
    return {"key": found[0].key, "title": found[0].title} if found else None


def note_shown(db: Connection, person: str, key: str) -> None:
    """She is not shown it unasked again."""
    uses.note_shown(db, int(person), key, now())
