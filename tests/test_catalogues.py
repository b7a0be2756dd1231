"""Every sentence can be said in every language, and the translators' files are those of this version."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from dialogue import catalogues

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "dialogue", "handlers", "models", "scheduler", "surveys")
KEYWORDS = {"_": None, "plural": (1, 2)}
TRANSLATED = [language for language in catalogues.languages() if language != catalogues.SOURCE]
#: The familiar address: people are spoken to as *usted*.
FAMILIAR = re.compile(
    r"\b(tú|ti|contigo|tu|tus|te|tuy[oa]s?|vos|puedes|quieres|tienes|debes|eres|estás|escribe tu|envía tu|haz|dime|ven)\b",
    re.IGNORECASE,
)
INVITING = re.compile(r"[¡!]")


def translated(language: str) -> Catalog:
    with (ROOT / f"locales/{language}/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale=catalogues.LOCALES[language], abort_invalid=True)


def sentences(catalog: Catalog) -> list[str | tuple[str, ...]]:
    return [message.id if isinstance(message.id, str) else tuple(message.id) for message in catalog if message.id]


def test_the_template_holds_exactly_what_the_program_can_say() -> None:
    said = {
        message
        for room in ROOMS
        for _, _, message, _, _ in extract_from_dir(ROOT / room, [("**.py", "python")], keywords=KEYWORDS)
    }
    assert said == set(sentences(catalogues.template())), "run `make catalogues`"


def test_the_template_is_sorted_so_that_changes_can_be_read() -> None:
    ids = sentences(catalogues.template())
    assert [_first(id) for id in ids] == sorted(map(_first, ids))


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated_with_all_its_blanks(language: str) -> None:
    assert list(catalogues.problems(translated(language), catalogues.template())) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_translated_that_is_not_said(language: str) -> None:
    catalog = translated(language)
    assert set(sentences(catalog)) - set(sentences(catalogues.template())) == set()
    assert not catalog.obsolete


def test_the_spanish_says_usted_and_does_not_shout() -> None:
    spoken = [form for message in translated("es") if message.id for form in _forms(message.string)]
    assert [form for form in spoken if FAMILIAR.search(form)] == []
    assert [form for form in spoken if INVITING.search(form)] == []


@pytest.mark.parametrize("sentence", ["¿Quieres seguir?", "Escriba a tu oficina.", "Te escribimos mañana."])
def test_the_familiar_address_would_be_noticed(sentence: str) -> None:
    assert FAMILIAR.search(sentence)


def _first(id: str | tuple[str, ...]) -> str:
    return id if isinstance(id, str) else id[0]


def _forms(text: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())
