"""What can be done with an announcement as it stands, and the questions before what cannot be taken back."""

from collections.abc import Callable, Mapping
from typing import Any

from dialogue.messages import Choice
from dialogue.phrases import Phrase, _, plural
from dialogue.questions import YesNo
from handlers.announcement_facts import AHEAD, numbers_in
from models.announcements import tables

Facts = Mapping[str, Any]

_LABELS: Mapping[str, Phrase] = {
    "test": _("Send me a test"),
    "see": _("See how it looks"),
    "change": _("Change something"),
    "drop": _("Delete the draft"),
    "approve": _("Approve it"),
    "correct": _("Correct the text"),
    "tell": _("Send the correction"),
    "cancel": _("Cancel it"),
    "pause": _("Pause it"),
    "resume": _("Resume it"),
    "go on": _("Send it to the others"),
    "answers": _("The answers"),
    "undo": _("Delete on Telegram"),
    "list": _("All announcements"),
}
_POSSIBLE: Mapping[str, tuple[str, ...]] = {
    tables.DRAFT: ("send", "first", "test", "see", "change", "drop", "list"),
    tables.TO_APPROVE: ("approve", "see", "test", "correct", "cancel", "list"),
    tables.PLANNED: ("see", "test", "correct", "cancel", "list"),
    tables.SENDING: ("pause", "answers", "see", "correct", "tell", "cancel", "list"),
    tables.HELD: ("go on", "answers", "resend", "see", "correct", "tell", "cancel", "undo", "list"),
    tables.PAUSED: ("resume", "answers", "see", "correct", "tell", "cancel", "undo", "list"),
    tables.CANCELLED: ("answers", "see", "undo", "list"),
    tables.DONE: ("answers", "resend", "see", "correct", "tell", "undo", "list"),
}
_LOOKING = ("answers", "see", "list")


def options(facts: Facts) -> list[Choice]:
    """What this staff member can do with it."""
    wanted = [name for name in _POSSIBLE[facts["state"]] if facts["may"] or name in _LOOKING]
    found = ((name, _label(name, facts)) for name in wanted)
    return [Choice(name, label) for name, label in found if label is not None]


def _label(name: str, facts: Facts) -> Phrase | None:
    """What stands on the button; None where it makes no sense."""
    if name == "send":
        people = numbers_in(facts).people
        return send_label(people) if people else None
    if name == "first":
        first = numbers_in(facts).first
        return first_label(first) if first else None
    if name == "resend":
        return plural("Again to {n} person", "Again to {n} people", facts["failed"]) if facts["failed"] else None
    senseless = {
        "approve": facts["own"],
        "answers": not facts.get("report", {}).get("answers"),
        "undo": not facts.get("report", {}).get("reached"),
        "tell": not facts.get("old"),
        "correct": facts["state"] == tables.DONE and not facts["report"]["reached"],
    }
    return None if senseless.get(name) else _LABELS[name]


def send_label(people: int) -> Phrase:
    """On the button that sends it to everybody."""
    return plural("Send to {n} person", "Send to {n} people", people)


def first_label(people: int) -> Phrase:
    """On the button that sends it to a first part."""
    return plural("First to {n} person", "First to {n} people", people)


def confirmation(what: str, facts: Facts) -> YesNo | None:
    """The question before a deed, which names the number; None before what can be taken back at once."""
    asked = _CONFIRMED.get(what)
    return None if asked is None else YesNo(*asked(facts), _("Not yet"))


def _send(facts: Facts) -> tuple[Phrase, Phrase]:
    people = numbers_in(facts).people
    prompt = plural("Shall I send it to {n} person?", "Shall I send it to {n} people?", people)
    return prompt, send_label(people)


def _first(facts: Facts) -> tuple[Phrase, Phrase]:
    known = numbers_in(facts)
    prompt = plural(
        "First {n} person gets it; the others of {all} wait for your word. Shall I?",
        "First {n} people get it; the others of {all} wait for your word. Shall I?",
        known.first,
        all=known.people,
    )
    return prompt, first_label(known.first)


def _approve(facts: Facts) -> tuple[Phrase, Phrase]:
    people = numbers_in(facts).people
    return plural("Shall it go to {n} person?", "Shall it go to {n} people?", people), send_label(people)


def _cancel(facts: Facts) -> tuple[Phrase, Phrase]:
    if facts["state"] in AHEAD:
        return _("Cancel it? Nobody has got it."), _LABELS["cancel"]
    waiting = facts["report"]["under_way"]
    prompt = plural(
        "Cancel it for good? {n} person would not get it.", "Cancel it for good? {n} people would not get it.", waiting
    )
    return prompt, _LABELS["cancel"]


def tells(people: int) -> tuple[Phrase, Phrase]:
    """The question whether so many people, who have other words, get the correction; and what its yes says."""
    prompt = plural(
        "{n} person has the old words. Shall the correction go there, too?",
        "{n} people have the old words. Shall the correction go to them, too?",
        people,
    )
    return prompt, _("Yes, send it")


def _resend(facts: Facts) -> tuple[Phrase, Phrase]:
    failed = facts["failed"]
    prompt = plural("It failed for {n} person. Send it again?", "It failed for {n} people. Send it again?", failed)
    return prompt, plural("Again to {n} person", "Again to {n} people", failed)


_CONFIRMED: Mapping[str, Callable[[Facts], tuple[Phrase, Phrase]]] = {
    "send": _send,
    "first": _first,
    "approve": _approve,
    "cancel": _cancel,
    "drop": lambda facts: (_("Delete this draft for good?"), _LABELS["drop"]),
    "go on": lambda facts: (_("Shall all the others get it now?"), _LABELS["go on"]),
    "resend": _resend,
    "tell": lambda facts: tells(facts["old"]),
    "undo": lambda facts: (
        _("Delete what was sent on Telegram within two days? On WhatsApp it stays."),
        _LABELS["undo"],
    ),
}
