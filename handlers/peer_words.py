"""Words that several conversations with and about peers share."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from dialogue.messages import Choice
from dialogue.phrases import Phrase, _
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

NOBODY = _("Nobody can help with this just now. You can ask again another week, or with another topic.")
GONE = _("You have no open conversation with a peer. To find one, write “peers”.")


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
