"""Exports what a donor asks for: indicators with target, n and groups, what became of each wave, and response rates."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import Connection

from bot.exports import words
from bot.exports.books import DATA, Book
from bot.exports.reading import Reader, chunks
from models.surveys import exported, forms, indicators, results
from models.surveys.exported import Selection
from models.surveys.indicators import Figure, Reckoning, Version
from models.surveys.results import ASKED, NOT_ASKED, Outcome, Rate
from surveys.cells import Cell
from surveys.indicators import Indicator

FIGURES = (
    *("key", "name_es", "name_en", "kind", "sample", "form", "by", "group", "n", "withheld", "value"),
    *("before", "after", "target", "met", "definition_es", "definition_en"),
)
OUTCOMES = ("wave", "form", "asked", *ASKED, *NOT_ASKED, "rr1", "rr2", "of_reached")
RATES = Rate._fields
_DIGITS = 4


class Told(NamedTuple):
    """All that is exported."""

    figures: list[Figure]
    outcomes: list[Outcome]
    rates: list[Rate]


def work_out(reading: Reader, wanted: Sequence[Indicator], survey: str | None, done: Callable[[], None]) -> Told:
    """All figures; responses are read some people at a time. `survey`: only the rates of this one."""
    names = {form for indicator in wanted for form in indicator.forms}
    versions = reading(_versions, sorted(names))
    selection = Selection(tuple(versions), invited=True, frozen=True)
    reckoning = Reckoning(wanted, versions)
    for some in chunks(reading(exported.people, selection)):
        for _person, theirs in groupby(reading(exported.read, selection, some), key=lambda each: each.about.person):
            reckoning.take(list(theirs))
            done()
    after = b""
    while True:
        answers, after = reading(exported.anonymous, selection, after)
        for answer in answers:
            reckoning.take_anonymous(answer)
        if not after:
            break
    return Told(reckoning.figures(), reading(results.outcomes, survey), reading(results.rates, survey))


def write(book: Book, wanted: Sequence[Indicator], told: Told) -> None:
    """Write them into a book."""
    named = {each.key: each for each in wanted}
    _sheet(book, DATA, FIGURES, (_figure(named[each.key], each) for each in told.figures))
    _sheet(book, "dispositions", OUTCOMES, map(_outcome, told.outcomes))
    _sheet(book, "rates", RATES, ([_rounded(each) for each in rate] for rate in told.rates))


def as_objects(wanted: Sequence[Indicator], told: Told) -> dict[str, list[dict[str, Cell]]]:
    """The same for a program."""
    named = {each.key: each for each in wanted}
    return {
        "indicators": [dict(zip(FIGURES, _figure(named[each.key], each), strict=True)) for each in told.figures],
        "dispositions": [dict(zip(OUTCOMES, _outcome(each), strict=True)) for each in told.outcomes],
        "rates": [dict(zip(RATES, map(_rounded, each), strict=True)) for each in told.rates],
    }


def _versions(db: Connection, names: Sequence[str]) -> Mapping[int, Version]:
    numbers = {number: name for name in names for number in exported.versions(db, name)}
    return {number: Version(name, forms.load(db, number)) for number, name in numbers.items()}


def _sheet(book: Book, name: str, titles: Sequence[str], lines: Iterator[list[Cell]]) -> None:
    sheet = book.sheet(name, [words.figure_column(title) for title in titles])
    for line in lines:
        sheet.add(line)


def _figure(indicator: Indicator, figure: Figure) -> list[Cell]:
    met = None if figure.value is None or indicator.target is None else _met(indicator, figure)
    return [
        *(figure.key, indicator.name["es"], indicator.name["en"], indicator.kind),
        *(figure.sample, figure.form, figure.by, figure.group, figure.n),
        "yes" if figure.n is None else None,
        *map(_rounded, (figure.value, figure.before, figure.after)),
        *(indicator.target, met, indicator.definition["es"], indicator.definition["en"]),
    ]


def _met(indicator: Indicator, figure: Figure) -> Cell:
    """Whether the target is met: a target is meant for all people, and of a change for the pairs."""
    if figure.by or figure.sample == indicators.CROSS_SECTION or figure.value is None or indicator.target is None:
        return None
    return "yes" if figure.value >= indicator.target else "no"


def _outcome(outcome: Outcome) -> list[Cell]:
    counts = (outcome.counts[state] for state in (*ASKED, *NOT_ASKED))
    shares = map(_rounded, (outcome.rr1, outcome.rr2, outcome.of_reached))
    return [outcome.wave, outcome.form, outcome.asked, *counts, *shares]


def _rounded(value: str | float | None) -> Cell:
    return round(value, _DIGITS) if isinstance(value, float) else value
