"""What the conversations about resources look up, as JSON: it stays the same while a conversation lasts."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from dialogue.catalogues import languages
from dialogue.messages import Choice
from models import contacts, people
from models.base import now
from models.resources import cards, searching, topics, uses
from models.resources.cards import Card

MOST_UNDER_A_TOPIC = 30
Facts = dict[str, Any]


def spoken(db: Connection, given: Mapping[str, Any]) -> str:
    """The language in which she reads now; what was looked up in another one is looked up again."""
    return contacts.known(db, int(given["contact"])).speaks


def spoken_by(db: Connection, person: str) -> str:
    """The language of a person, wherever she is written to."""
    return people.language_of(db, int(person)) or languages()[0]


def as_cards(facts: Sequence[Facts]) -> list[Card]:
    """The cards that were looked up."""
    return msgspec.convert(facts, list[Card])


def shelves(db: Connection, person: str, language: str) -> list[list[str]]:
    """The topics under which she may see something: key and name."""
    return [[each.key, each.name] for each in topics.topics(db, language, int(person), now())]


def topic_choices(found: Sequence[Sequence[str]]) -> list[Choice]:
    """The topics as buttons that work for weeks."""
    return [Choice(key, name, (), f"/shelf {key}") for key, name in found]


def search(db: Connection, person: str, language: str, query: str) -> list[Facts]:
    """What fits her words."""
    return as_facts(searching.search(db, query, language, int(person), now()))


def under(db: Connection, person: str, language: str, topic: str) -> list[Facts]:
    """What there is under a topic."""
    return as_facts(cards.by_topic(db, topic, language, int(person), now(), MOST_UNDER_A_TOPIC))


def saved(db: Connection, person: str, language: str) -> list[Facts]:
    """What is on her list."""
    return as_facts(uses.saved(db, int(person), language, now())[:MOST_UNDER_A_TOPIC])


def has_saved(db: Connection, person: str) -> bool:
    """Whether anything is on her list."""
    return bool(uses.saved(db, int(person), languages()[0], now()))


def one(db: Connection, person: str, language: str, key: str) -> Facts | None:
    """One item, and whether it is on her list; None when she may not see it, or not any more."""
    card = cards.card(db, key, language, int(person), now())
    if card is None:
        return None
    return {"card": msgspec.to_builtins(card), "saved": uses.is_saved(db, int(person), key)}


def is_visible(db: Connection, person: str, key: str) -> bool:
    """Whether she may see an item, now."""
    return cards.card(db, key, languages()[0], int(person), now()) is not None


def note_missing(db: Connection, language: str, query: str) -> None:
    """Let staff know what was not found, not by whom."""
    searching.note_missing(db, query, language, now())


def as_facts(found: Sequence[Card]) -> list[Facts]:
    """Cards as JSON."""
    facts: list[Facts] = msgspec.to_builtins(found)
    return facts
