"""What was found, three items at a time: by her words, under a topic, or on her own list."""

from collections.abc import Callable

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _, plural
from handlers import resource_reading as reading
from handlers.following import Follow
from handlers.paragraphs import paragraphs
from handlers.resource_questions import AGAIN, MORE, PERSON, WORDS, Found
from handlers.resource_words import in_short
from handlers.resources import ask_for
from models.resources.cards import Card
from models.resources.words import LONGEST_QUERY, asked

AT_ONCE = 3

#: How many items there are, in words.
Counted = Callable[[int], Phrase]


def search(language: str, chat: Chat[Connection]) -> Follow | None:
    """Show what fits her words; what nothing fits is noted for the team."""
    query = " ".join(str(chat.given.get("line", "")).split())[:LONGEST_QUERY]
    if not asked(query):
        return Follow("resources")
    found = chat.look_up(f"found {language}", reading.search, chat.person, language, query)
    if found:
        return leaf(chat, reading.as_cards(found), _found)
    chat.do("missing", reading.note_missing, language, query)
    return ask_for(chat, language, _NOTHING, [PERSON])


def shelf(language: str, chat: Chat[Connection]) -> Follow | None:
    """Show what there is under a topic; what is none is something to look for."""
    topic = str(chat.given.get("line", ""))
    found = chat.look_up(f"found {language}", reading.under, chat.person, language, topic)
    if not found:
        return Follow("search", {"line": topic})
    names = dict(chat.look_up(f"topics {language}", reading.shelves, chat.person, language))
    return leaf(chat, reading.as_cards(found), lambda n: _under(names.get(topic, topic), n))


def saved(language: str, chat: Chat[Connection]) -> Follow | None:
    """Show what she has saved."""
    found = chat.look_up(f"found {language}", reading.saved, chat.person, language)
    if found:
        return leaf(chat, reading.as_cards(found), _saved)
    chat.say(_("Your list is empty. To save something, open it and press “Save”."), choices=[AGAIN])
    return None


def leaf(chat: Chat[Connection], items: list[Card], counted: Counted, *others: Choice) -> Follow | None:
    """Let her leaf through items and choose one; other words are another search."""
    buttons = [
        Choice(each.key, str(number), (each.title,), f"/resource see {each.key}")
        for number, each in enumerate(items, 1)
    ]
    for first in range(0, len(items), AT_ONCE):
        shown = range(first, min(first + AT_ONCE, len(items)))
        prompt = paragraphs(_heading(counted(len(items)), shown, len(items)), *_lines(items, shown))
        wanted = chat.ask(f"from {first}", Found(prompt, buttons, shown, (*others, AGAIN)))
        if wanted != MORE:
            return _chosen(wanted, *others)
    return Follow("resources")


def _chosen(wanted: str, *others: Choice) -> Follow:
    if wanted.startswith(WORDS):
        return Follow("search", {"line": wanted.removeprefix(WORDS)})
    if wanted == AGAIN.value:
        return Follow("resources")
    if any(each.value == wanted for each in others):
        return Follow(wanted)
    return Follow("resource", {"line": f"see {wanted}"})


def _lines(items: list[Card], shown: range) -> list[Phrase]:
    return [in_short(place + 1, items[place]) for place in shown]


def _heading(counted: Phrase, shown: range, total: int) -> Phrase:
    if total <= AT_ONCE:
        return counted
    if len(shown) == 1:
        return _("{items} Number {first}:", items=counted, first=shown.start + 1)
    return _("{items} Numbers {first} to {last}:", items=counted, first=shown.start + 1, last=shown.stop)


_NOTHING = _("I found nothing about that, and noted it for the team. Try other words, choose a topic, or ask a person.")


def _found(n: int) -> Phrase:
    return plural("I found {n} item.", "I found {n} items.", n)


def _under(topic: str, n: int) -> Phrase:
    return plural("{topic}: {n} item.", "{topic}: {n} items.", n, topic=topic)


def _saved(n: int) -> Phrase:
    return plural("You have saved {n} item.", "You have saved {n} items.", n)
