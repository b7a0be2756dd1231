"""A questionnaire as a conversation: one question at a time, each answer durable at once, corrected at the end."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _
from dialogue.questions import NO, YES, ClockTime, LongPick, Pick, Text, YesNo
from handlers import survey_ending, survey_record
from handlers.paragraphs import paragraphs
from handlers.survey_questions import OTHER, lexical, plainly, question
from models.surveys import forms, known
from surveys.places import Places
from surveys.record import Record
from surveys.walking import Another, Ask, Step, Tell, ahead, walk
from surveys.wording import Wording

READ_BACK = 12  # answers that are listed at the end; of more only their number
SUMMARY, WHICH = "summary!", "change!"
_CHANGES = ("cambiar", "corregir", "cambiar una respuesta", "change", "correct")


class Answered(NamedTuple):
    """An answer that can be read back and corrected."""

    key: str
    label: Phrase
    answer: Callable[[], Phrase | str]
    locked: bool


def form_of(db: Connection, given: Mapping[str, Any]) -> Places:
    """The questionnaire that a conversation is about, in the version it began with."""
    return forms.places(db, int(given["form"]))


def survey(places: Places, chat: Chat[Connection]) -> None:
    """Ask a questionnaire, read the answers back, and thank."""
    pinned = chat.look_up(
        survey_record.PINNED, known.pin, chat.person, chat.given["form"], chat.given.get("invitation")
    )
    record = survey_record.begun(places, pinned)
    answered: list[Answered] = []
    for step in walk(record):
        _take(chat, record, step, answered)
    if answered:
        _read_back(chat, answered)
    survey_ending.thank(chat, record)


def _take(chat: Chat[Connection], record: Record, step: Step, answered: list[Answered]) -> None:
    if isinstance(step, Tell):
        return chat.say(record.wording(step.place.item.label, step.place, step.numbers))
    if isinstance(step, Another):
        return survey_record.count(record, step, more=chat.ask(step.key, YesNo(_another(record, step))))
    return _ask(chat, record, step, answered)


def _another(record: Record, step: Another) -> Phrase:
    label = record.wording(step.place.item.label, step.place, step.numbers)
    if step.number == 1:
        return _("{what}: is there any to add?", what=label)
    return _("{what}: is there another one to add?", what=label)


def _ask(chat: Chat[Connection], record: Record, step: Ask, answered: list[Answered]) -> None:
    item = step.field
    label = record.wording(item.label, step.place, step.numbers)
    asked = question(record, step, _counted(record, step, label, len(answered) + 1))
    stored = chat.ask(step.key, asked)
    beside = _beside(chat, step, stored)
    survey_record.settle(record, step, stored, beside)
    if item.locked and stored is not None:
        chat.do(f"{step.key} locked", _lock)
        answered[:] = [each._replace(locked=True) for each in answered]
    told = partial(asked.name, stored) if beside is None else lambda: beside
    answered.append(Answered(step.key, label, told, item.locked and stored is not None))


def _beside(chat: Chat[Connection], step: Ask, stored: Any) -> str | None:
    """What is asked in the same breath: the time of a day, or what "something else" is."""
    item = step.field
    if item.kind == "datetime" and stored is not None:
        return str(chat.ask(survey_record.beside(step), plainly(ClockTime(_("At what time?")))))
    if item.other and OTHER in lexical(stored).split():
        return chat.ask(survey_record.beside(step), Text(_("Which one? Please write it in a few words.")))
    return None


def _lock(db: Connection) -> bool:
    """A deed that does nothing but stand between an answer and *back*."""
    return True


def _counted(record: Record, step: Ask, label: Phrase, number: int) -> Phrase:
    """A question, and how far she is; worked out only when it is drawn."""

    def words(language: str) -> str:
        total = number + ahead(record, step.place)
        counted = _(
            "{question} ({n}\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}{total})", question=label, n=number, total=total
        )
        return counted.said(language)

    return Wording("", words=words)


def _read_back(chat: Chat[Connection], answered: list[Answered]) -> None:
    """Her answers once more; one of them may be changed, and then the others stay."""
    which = [Choice(each.key, each.label) for each in answered if not each.locked]
    change = [Choice("change", _("Change an answer"), (*NO, *_CHANGES))] if which else []
    if chat.ask(SUMMARY, Pick(_summary(answered), [Choice("send", _("Yes, it is"), YES), *change])) == "change":
        kind = Pick if len(which) <= READ_BACK else LongPick
        chat.revise(chat.ask(WHICH, kind(_("Which answer do you want to change?"), which)), SUMMARY, WHICH)


def _summary(answered: list[Answered]) -> Phrase:
    if len(answered) > READ_BACK:
        return _("You have answered {n} questions. Shall we keep them as they are?", n=len(answered))
    read = [_("• {question}\n{answer}", question=each.label, answer=each.answer()) for each in answered]
    return paragraphs(_("You answered:"), *read, _("Is this right?"))
