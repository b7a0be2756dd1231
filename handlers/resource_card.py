"""One item: what it is, and what can be done with it. A command, since its buttons stay for weeks."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Attachment, Choice
from dialogue.phrases import Phrase, _
from handlers import later
from handlers import resource_reading as reading
from handlers.following import Follow
from handlers.resource_questions import AGAIN, PERSON, WORDS, Doing
from handlers.resource_words import in_full, size
from models.base import now
from models.resources import uses
from models.resources.cards import Card
from models.resources.filing import SHOWN_AS

MY_LIST = Choice("saved", _("My list"), sends="/saved")
_NOTED = _("Thank you, noted.")
_AFTER = _("Once you have read it, tell us whether it is useful.")

#: What a button does, what stands on it, and what else is understood.
Offer = tuple[str, Phrase, tuple[str, ...]]
_USEFUL: Sequence[Offer] = (
    ("useful", _("It is useful"), ("útil", "useful")),
    ("useless", _("It is not useful"), ("no sirve", "not useful")),
)


class Deed(NamedTuple):
    """What a button does, and what is said then. `seen`: only to what she may still see."""

    act: Callable[[Connection, int, str], bool]
    said: Phrase
    choices: tuple[Choice, ...] = ()
    seen: bool = True


def resource(language: str, chat: Chat[Connection]) -> Follow | None:
    """Obey `<what> <key>`: one of the choices of an item, however old its button is."""
    line = str(chat.given.get("line", ""))
    what, _space, key = line.partition(" ")
    if what not in (*_DEEDS, "see", "file", "light"):
        return Follow("search", {"line": line})
    chat.do("dealt with", later.dealt_with, chat.person)
    if what in _DEEDS:
        _do(chat, what, key)
        return None
    found = _opened(chat, language, key)
    if found is None:
        _gone(chat)
        return None
    card = msgspec.convert(found["card"], Card)
    if what == "see" or not _send(chat, what, card):
        return _asked(chat, card, in_full(card), _choices(card, saved=found["saved"]))
    return _asked(chat, card, _AFTER, _choices_after(card, saved=found["saved"]))


def _opened(chat: Chat[Connection], language: str, key: str) -> reading.Facts | None:
    """What is known of an item that she looks at; None when she may not see it, or not any more."""
    if not chat.do("opened", note_opened, chat.person, key):
        return None
    return chat.look_up(f"item {language}", reading.one, chat.person, language, key)


def _asked(chat: Chat[Connection], card: Card, prompt: Phrase, choices: Sequence[Choice]) -> Follow:
    """Wait for what she wants to do with it; other words are another search."""
    wanted = chat.ask("what", Doing(prompt, choices))
    if wanted.startswith(WORDS):
        return Follow("search", {"line": wanted.removeprefix(WORDS)})
    if wanted == AGAIN.value:
        return Follow("resources")
    return Follow("resource", {"line": f"{wanted} {card.key}"})


def _choices(card: Card, *, saved: bool) -> list[Choice]:
    """What can be done with it: have the light file first, and know its size before."""
    offered: list[Offer] = []
    if card.light is not None:
        offered.append(("light", _("Light version ({size})", size=size(card.light.size)), ("ligera", "light")))
    if card.file is not None:
        whole = size(card.file.size)
        label = _("Send it ({size})", size=whole) if card.light is None else _("Complete ({size})", size=whole)
        offered.append(("file", label, ("enviar", "mandar", "archivo", "completo", "send", "file", "complete")))
    keep = ("drop", _("Take off my list"), ("quitar", "remove")) if saved else ("save", _("Save"), ("guárdalo",))
    offered += [keep, *_USEFUL]
    if card.link:
        offered.append(("dead", _("The link fails"), ("no abre", "el enlace no abre", "no funciona", "dead link")))
    return [*_commands(card, offered), AGAIN]


def _choices_after(card: Card, *, saved: bool) -> list[Choice]:
    """What can be done once she has it."""
    keep: list[Offer] = [] if saved else [("save", _("Save"), ("guárdalo",))]
    return _commands(card, [*_USEFUL, *keep])


def _commands(card: Card, offered: Sequence[Offer]) -> list[Choice]:
    return [Choice(what, label, also, f"/resource {what} {card.key}") for what, label, also in offered]


def _send(chat: Chat[Connection], what: str, card: Card) -> bool:
    """Send the light file, or the whole one where there is no light one; whether there was any."""
    file = card.light if what == "light" and card.light is not None else card.file
    if file is None:
        return False
    chat.do("sent", note_sent, chat.person, card.key)
    chat.say("", shows=Attachment(SHOWN_AS, file.id))
    chat.say(_("Here is “{title}”.", title=card.title))
    return True


def _do(chat: Chat[Connection], what: str, key: str) -> None:
    if not chat.do(what, act, what, chat.person, key):
        return _gone(chat)
    return chat.say(_DEEDS[what].said, choices=_DEEDS[what].choices)


def _gone(chat: Chat[Connection]) -> None:
    chat.say(_("That material is not available any more. There may be another one that helps you."), choices=[AGAIN])


def note_opened(db: Connection, person: str, key: str) -> bool:
    """She looks at an item; False when she may not see it, or not any more."""
    return reading.is_visible(db, person, key) and uses.note_opened(db, int(person), key, now())


def note_sent(db: Connection, person: str, key: str) -> None:
    """She has one of its files sent."""
    uses.note_sent(db, int(person), key, now())


def act(db: Connection, what: str, person: str, key: str) -> bool:
    """Do what a button says; False where that cannot be done any more."""
    deed = _DEEDS[what]
    return (not deed.seen or reading.is_visible(db, person, key)) and deed.act(db, int(person), key)


_DEEDS: Mapping[str, Deed] = {
    "save": Deed(
        lambda db, person, key: uses.note_saved(db, person, key, now()),
        _("Saved. To see your list, write “saved”."),
        (MY_LIST, AGAIN),
    ),
    "drop": Deed(uses.drop_saved, _("It is off your list."), (MY_LIST,), seen=False),
    "useful": Deed(lambda db, person, key: uses.note_useful(db, person, key, True, now()), _NOTED, (AGAIN,)),
    "useless": Deed(
        lambda db, person, key: uses.note_useful(db, person, key, False, now()),
        _("Thank you for telling us. You can look for something else, or talk to a person."),
        (AGAIN, PERSON),
    ),
    "dead": Deed(
        lambda db, person, key: uses.note_dead(db, person, key, now()),
        _("Thank you. We will look at that link soon."),
        (AGAIN,),
    ),
}
