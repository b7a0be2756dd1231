"""The rows of a questionnaire as questions, and their answers as the text that a form computes with."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dialogue import commands
from dialogue.catalogues import languages
from dialogue.messages import Choice
from dialogue.phrases import Phrase, _, said
from dialogue.questions import (
    NO,
    YES,
    ClockTime,
    Date,
    Figure,
    LongPick,
    Pick,
    PickMany,
    Question,
    Rank,
    Skippable,
    Text,
    Upload,
)
from dialogue.questions.long_lists import FITS
from dialogue.understanding import plain
from handlers.explaining import Deferred, Explained
from surveys.form import Field, Option
from surveys.record import Record
from surveys.walking import Ask

OTHER, READ = "other", "OK"
LONGEST = 2_000  # characters of a text
SCALE = 11  # numbers of a range that are shown as buttons
_UNDERSTOOD = ("ok", "sí", "enterado", "enterada", "de acuerdo", "yes")
_SKIPS = (
    *("omitir", "saltar", "paso", "prefiero no contestar", "prefiero no decir", "no contestar", "no quiero contestar"),
    *("skip", "pass", "prefer not to say", "rather not answer"),
)


def question(record: Record, step: Ask, prompt: Phrase) -> Question[Any]:
    """The question that a row asks, with its options as they are now; made when it is needed."""
    item = step.field
    lasting = not (item.choice_filter or item.constraint or item.required)
    return Deferred(lambda: _question(record, step, prompt), prompt, lasting=lasting)


def _question(record: Record, step: Ask, prompt: Phrase) -> Question[Any]:
    item = step.field
    why = record.wording(item.hint, step.place, step.numbers) if item.hint else None
    explained = Explained(plain_question(record, step, prompt), why, _refusal(record, step), prompt)
    required = bool(item.required) and record.true(item.required, step.place, step.numbers)
    if required or not item.skip:
        return explained
    return Skippable(explained, _("Rather not say"), _SKIPS)


def plain_question(record: Record, step: Ask, prompt: Phrase) -> Question[Any]:
    """The question without what lies around it."""
    item = step.field
    if item.kind in ("select_one", "select_multiple", "rank"):
        return _chosen(record, step, prompt)
    if item.kind == "range" and item.range is not None:
        return _range(item, prompt)
    today = record.circumstances.began.date()
    kinds: dict[str, Callable[[], Question[Any]]] = {
        "integer": lambda: Figure(prompt, whole=True),
        "decimal": lambda: Figure(prompt),
        "date": lambda: Date(prompt, today=today),
        "datetime": lambda: Date(prompt, today=today),
        "time": lambda: ClockTime(prompt),
        "acknowledge": lambda: Pick(prompt, [Choice(READ, _("Understood"), _UNDERSTOOD)]),
        "image": lambda: Upload(prompt),
        "file": lambda: Upload(prompt),
    }
    return kinds.get(item.kind, lambda: Text(prompt, limit=LONGEST))()


def plainly(inner: Question[Any]) -> Question[Any]:
    """A question whose answer stays as it is stored."""
    return Explained(inner, None, lambda stored: None, inner.prompt)


def lexical(stored: Any) -> str:
    """A stored answer as the text that a form computes with."""
    if stored is None:
        return ""
    if isinstance(stored, list):
        return " ".join(map(str, stored))
    return str(stored)


@dataclass(frozen=True)
class _Listed(Pick):
    """One of few options. "Recursos" is the beginning of "Falta de recursos", and not our materials: it is asked."""

    def recalls(self, text: str) -> bool:
        return super().recalls(text) or (commands.recognise(text) is None and self._is_part_of_one(text))

    def _is_part_of_one(self, text: str) -> bool:
        typed = set(plain(text).split())
        named = [{*plain(said(each.label, language)).split()} for each in self.options for language in languages()]
        return bool(typed) and any(typed < words for words in named)


def _chosen(record: Record, step: Ask, prompt: Phrase) -> Question[Any]:
    item = step.field
    options = [
        Choice(option.value, record.wording(option.label, step.place, step.numbers), _also(option))
        for option in record.options(step.place, step.numbers)
    ]
    if item.other:
        options.append(Choice(OTHER, _("Something else"), ("otro", "otra", "other")))
    if item.kind == "rank":
        return Rank(prompt, options)
    if item.kind == "select_multiple":
        return PickMany(_("{question} You may choose several.", question=prompt), options, at_least=1)
    return _Listed(prompt, options) if len(options) <= FITS else LongPick(prompt, options)


def _also(option: Option) -> tuple[str, ...]:
    """Yes and no are said in many ways."""
    called = {plain(words) for words in option.label.values()}
    return YES if called & {"si", "yes"} else NO if "no" in called else ()


def _range(item: Field, prompt: Phrase) -> Question[Any]:
    """A short scale is shown; a long one is a number between two bounds."""
    span = item.range
    if span is None or not span.step:
        return Figure(prompt)
    first, last, step = (Decimal(str(each)) for each in (span.start, span.end, abs(span.step)))
    low, high = min(first, last), max(first, last)
    count = int((high - low) // step) + 1
    if count > SCALE:
        return Figure(prompt, least=low, most=high)
    numbers = [format((low + place * step).normalize(), "f") for place in range(count)]
    return Pick(prompt, [Choice(number, number) for number in (numbers if first <= last else numbers[::-1])])


def _refusal(record: Record, step: Ask) -> Callable[[Any], Phrase | None]:
    """What a row's constraint says to an answer, if it refuses it."""
    item = step.field

    def refused(stored: Any) -> Phrase | None:
        if not item.constraint or record.true(item.constraint, step.place, step.numbers, lexical(stored)):
            return None
        if item.constraint_message:
            return record.wording(item.constraint_message, step.place, step.numbers)
        return _("That answer does not fit here.")

    return refused
