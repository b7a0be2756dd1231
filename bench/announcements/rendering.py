"""The words of an announcement for each recipient: what is the same for everybody made once, or all of it each time.

Made each time: every sentence is looked up with gettext, Babel writes the day and the number of places, `str.format`
fills everything in. In Lazos staff have written day and number, so that only her name is left.

Run as a process of its own: `python -m bench.announcements.rendering seconds`, with the database and its keys in the
environment.
"""

import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial

import msgspec
from babel.dates import format_date
from babel.numbers import format_decimal

from bench.processes import MEASURED, pin
from bot.settings import Settings
from dialogue.catalogues import LOCALES, catalogue
from dialogue.drawing.content import Content, Option
from dialogue.drawing.telegram import draw
from dialogue.phrases import Phrase
from models.announcements import choices
from models.announcements.contents import contents
from models.announcements.drafts import Words
from models.store import Store
from tests.announced import sent_off

TEXTS = {
    "es": "Hola, {given_name}: la reunión de su generación es el 4 de diciembre de 2026. Hay 1,200 lugares.",
    "en": "Hello, {given_name}: your cohort meets on December 4, 2026. There are 1,200 places.",
}
NAIVE = {
    "es": "Hola, {given_name}: la reunión de su generación es el {day}. Hay {places} lugares.",
    "en": "Hello, {given_name}: your cohort meets on {day}. There are {places} places.",
}
DAY, PLACES = date(2026, 12, 4), 1200
OFFERED = "rsvp"
GROUP = 500  # recipients between two looks at the clock, as many as are claimed at once

Word = Callable[[int], Content]  # the message for a person, by number


class Rendered(msgspec.Struct):
    """Messages a second, put into words, and drawn as well: ours and naively."""

    ours: float
    naive: float
    ours_drawn: float
    naive_drawn: float


def measure(store: Store, seconds: float) -> Rendered:
    number = sent_off(store, texts={language: Words(text) for language, text in TEXTS.items()}, choices=OFFERED)
    remembered = store.run(contents, number, 1)

    def ours(person: int) -> Content:
        return remembered.content(_language(person), {"given_name": f"Ana {person}"})

    naive = partial(_naively, number)
    if [each.text for each in map(ours, range(2))] != [each.text for each in map(naive, range(2))]:
        raise ValueError("they do not say the same")
    ways: tuple[Callable[[int], object], ...] = (ours, naive, lambda one: draw(ours(one)), lambda one: draw(naive(one)))
    return Rendered(*(_rate(way, seconds / len(ways)) for way in ways))


def _language(person: int) -> str:
    return "en" if person % 4 == 0 else "es"


def _naively(announcement: int, person: int) -> Content:
    language = _language(person)
    sentences, locale = catalogue(language), LOCALES[language]
    day, places = format_date(DAY, "long", locale=locale), format_decimal(PLACES, locale=locale)
    text = sentences.gettext(NAIVE[language]).format(given_name=f"Ana {person}", day=day, places=places)
    labels = [_sentence(choice.label, language) for choice in choices.OFFERED[OFFERED]]
    options = [
        Option(label, f"/rsvp {announcement} {choice.value}")
        for label, choice in zip(labels, choices.OFFERED[OFFERED], strict=True)
    ]
    return Content(text, tuple(options), opener=sentences.gettext("Options"), language=language)


def _sentence(label: Phrase | str, language: str) -> str:
    return label if isinstance(label, str) else catalogue(language).gettext(label.id)


def _rate(way: Callable[[int], object], seconds: float) -> float:
    """How many a second."""
    began, done = time.perf_counter(), 0
    while (span := time.perf_counter() - began) < seconds:
        for person in range(done, done + GROUP):
            way(person)
        done += GROUP
    return done / span


def main(seconds: str) -> None:
    settings = Settings()
    store = Store(settings.database_url, settings.vault())
    rendered = measure(store, float(seconds))
    store.close()
    sys.stdout.write(msgspec.json.encode(rendered).decode())


if __name__ == "__main__":
    pin(MEASURED)
    main(*sys.argv[1:])
