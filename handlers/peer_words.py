"""Words that several conversations with and about peers share."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from dialogue.messages import Choice
from dialogue.phrases import Phrase, _
from handlers.paragraphs import paragraph
from models.peers import checking
from models.resources import topics
from surveys.wording import Wording, in_language

REGIONS: dict[str, Phrase] = {
    "north": _("North"),
    "centre_north": _("Centre-north"),
    "centre": _("Centre"),
    "south": _("South and southeast"),
}

HELD: dict[str, Phrase] = {
    checking.PHONE: _("I held this back: it seems to hold a phone number."),
    checking.ADDRESS: _("I held this back: it seems to hold an address, such as an e-mail."),
    checking.NAME: _("I held this back: it holds your name."),
    checking.AGENCY: _("I held this back: it holds your workplace."),
}

#: How it goes on, also for somebody who meant something else.
_ON: dict[str, Phrase] = {
    checking.PHONE: _("Please send it without that. If it is no such thing, say it in other words."),
    checking.ADDRESS: _("Please send it without that. Links to pages and documents are fine."),
    checking.NAME: _("Please send it without that, or in other words."),
    checking.AGENCY: _("Please send it without that, or in other words."),
}

NOBODY = _("Nobody can help with this just now. You can ask again another week, or with another topic.")
#: While a freeze lasts (`models.freezes`), in the same words for everybody.
RESTS = _("Because of the programme’s safety precautions, this rests for now.")
RESTS_TOLD = paragraph(RESTS, _("I tell you when it goes on."))
GONE = _("You have no open conversation with a peer. To find one, write “peers”.")


def held(why: str) -> Phrase:
    """Why a text was held back, and how it goes on."""
    return paragraph(HELD[why], _ON[why])


def all_topics(db: Connection) -> list[dict[str, Any]]:
    """Every topic: its key, and its names by language."""
    return [{"key": topic.key, "names": dict(topic.names)} for topic in topics.everything(db)]


def topic_named(names: Mapping[str, str]) -> Phrase:
    """A topic in whichever language it is read."""
    words = dict(names)
    return Wording("", words=lambda language: in_language(words, language, list(words)))


def topic_choices(known: Sequence[Mapping[str, Any]]) -> list[Choice]:
    """Topics to choose from."""
    return [Choice(each["key"], topic_named(each["names"])) for each in known]


def names_of(db: Connection, key: str) -> dict[str, str]:
    """The names of one topic by language."""
    return next((each["names"] for each in all_topics(db) if each["key"] == key), {"": key})
