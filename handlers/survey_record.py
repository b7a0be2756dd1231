"""What a conversation about a questionnaire amounts to: the record of its answers, kept anew with each of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from dialogue.conversation import Conversation, Entry, Kind
from handlers import survey_ending
from handlers.survey_questions import lexical
from models.contacts import Known
from models.surveys import forms, invitations, responses
from models.surveys.responses import Kept
from models.surveys.tables import BEGUN, COMPLETE
from surveys.form import COMPUTED, Field
from surveys.places import Place, Places
from surveys.record import Circumstances, Record
from surveys.telling import betraying
from surveys.walking import Another, Ask, Tell, walk

PINNED = "pinned!"


def begun(places: Places, pinned: Mapping[str, Any]) -> Record:
    """The record of a survey that begins, with what was pinned for it."""
    return Record(places, Circumstances(datetime.fromisoformat(pinned["began"]), pinned["seed"], pinned["known"]))


def beside(step: Ask) -> str:
    """The key of what is asked in the same breath."""
    return f"{step.key}_other" if step.field.other else f"{step.key}@time"


def settle(record: Record, step: Ask, stored: Any, told: str | None) -> None:
    """Take in a stored answer, and what was asked in the same breath."""
    answer = lexical(stored)
    if told is not None and not step.field.other:
        zone = record.circumstances.began.isoformat()[-6:]
        return record.settle(step.key, f"{answer}T{told}:00.000{zone}")
    record.settle(step.key, answer)
    if told is not None:
        record.settle(beside(step), told)
    return None


def count(record: Record, step: Another, *, more: bool) -> None:
    """Take in whether there is another instance."""
    record.repeat(step.place, step.numbers, step.number if more else step.number - 1)


def rebuilt(places: Places, conversation: Conversation) -> Record | None:
    """The record of all that a conversation has settled; None before it began."""
    pinned = conversation.log.get(PINNED)
    if pinned is None:
        return None
    record = begun(places, pinned.value)
    for step in walk(record):
        if isinstance(step, Tell):
            continue
        entry = _answer(conversation, step.key)
        if entry is None:
            break
        if isinstance(step, Another):
            count(record, step, more=entry.value)
        else:
            told = _answer(conversation, beside(step))
            settle(record, step, entry.value, None if told is None else told.value)
    return record


def keep(
    db: Connection, talk: int, conversation: Conversation, contact: Known, moment: datetime, *, finished: bool
) -> None:
    """Keep the response as the conversation has it now, in its own transaction.

    What was answered anonymously leaves the conversation at its end.
    """
    form = int(conversation.given["form"])
    record = rebuilt(forms.places(db, form), conversation)
    if record is None or not record.answers:
        return
    invitation = conversation.given.get("invitation")
    hidden = _anonymous(record)
    answers = {key: answer for key, answer in record.answers.items() if key not in hidden}
    kept = Kept(
        talk=talk,
        form=form,
        person=int(conversation.person),
        invitation=None if invitation is None else int(invitation),
        channel=contact.channel,
        language=contact.speaks,
        answered=sum(1 for answer in record.answers.values() if answer),
        answers=answers | (_computed(record) if finished else {}),
    )
    responses.keep(db, kept, moment, finished=finished)
    if invitation is not None:
        invitations.move(db, int(invitation), COMPLETE if finished else BEGUN, moment)
    if finished:
        survey_ending.agree(db, record, contact)
    if finished and hidden:
        responses.keep_anonymous(db, kept, {key: record.answers[key] for key in hidden if record.answers[key]}, moment)
        for key in hidden:
            conversation.log.pop(key, None)


def _answer(conversation: Conversation, key: str) -> Entry | None:
    entry = conversation.log.get(key)
    return entry if entry is not None and entry.kind is Kind.ANSWER else None


def _anonymous(record: Record) -> set[str]:
    rows = (place.short for place in record.places.asked if isinstance(place.item, Field) and place.item.anonymous)
    names = {each for name in rows for each in (name, f"{name}_other")}
    return {key for key in record.answers if key.rpartition("/")[2] in names}


def _computed(record: Record) -> dict[str, str]:
    """What the form computes of the answers, except of anonymous ones."""
    found: dict[str, str] = {}
    unkept = betraying(record.form)
    for place in record.places.every:
        if isinstance(place.item, Field) and place.item.kind in COMPUTED and place.item.name not in unkept:
            found |= _values(record, place)
    return {key: value for key, value in found.items() if value}


def _values(record: Record, place: Place) -> dict[str, str]:
    every = record.every(place)
    return {place.key(numbers): record.value(place, numbers) for numbers in every}
