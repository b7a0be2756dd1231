"""Sentences are put into words late, in the reader's language, and what fills them is never read again."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from gettext import NullTranslations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue import catalogues
from dialogue.phrases import Phrase, _, lines, listed, plural, said, worded


@pytest.mark.parametrize(
    ("value", "spanish", "english"),
    [
        ("{as} it is", "{as} it is", "{as} it is"),
        (60, "60", "60"),
        (1234567, "1,234,567", "1,234,567"),
        (Decimal("1234.5"), "1,234.5", "1,234.5"),
        (date(2026, 11, 4), "4 de noviembre de 2026", "November 4, 2026"),
        (datetime(2026, 11, 4, 9, 5, tzinfo=UTC), "4 nov 2026, 9:05", "4 Nov 2026, 9:05"),
        (_("Lack of time"), "Falta de tiempo", "Lack of time"),
    ],
)
def test_what_fills_a_blank_is_written_as_people_write_it(value: object, spanish: str, english: str) -> None:
    assert (worded(value, "es"), worded(value, "en")) == (spanish, english)  # type: ignore[arg-type]


def test_a_phrase_within_a_phrase_speaks_the_same_language() -> None:
    phrase = _("{field}: {value}", field=_("Level"), value=_("Did you mean “{answer}”?", answer=_("Nothing")))
    assert said(phrase, "es") == "Nivel: ¿Quiso decir «Nada»?"
    assert said(phrase, "en") == "Level: Did you mean “Nothing”?"


def test_what_people_wrote_stays_as_it_is() -> None:
    assert [said("Yes", language) for language in ("es", "en")] == ["Yes", "Yes"]


@pytest.mark.parametrize(("number", "words"), [(0, "personas"), (1, "persona"), (2, "personas"), (1234, "personas")])
def test_plural(number: int, words: str) -> None:
    phrase = plural("{n} person trained, noted.", "{n} people trained, noted.", number)
    assert said(phrase, "es").startswith(f"Anoté {worded(number, 'es')} {words} capacitada")
    assert said(phrase, "en") == f"{worded(number, 'en')} {'person' if number == 1 else 'people'} trained, noted."


def test_what_decides_a_plural_is_a_whole_number() -> None:
    with pytest.raises(TypeError, match="whole number"):
        said(Phrase("{n} day", {"n": "2"}, "{n} days"), "en")


@given(st.text(), st.text())
def test_what_fills_a_blank_is_never_read_again(field: str, value: str) -> None:
    for filled in (field, "{value}", "{field}", "{{value}}", "%(value)s", "{0}", "{n}"):
        assert said(_("{field}: {value}", field=filled, value=value), "es") == f"{filled}: {value}"


@given(st.text())
def test_a_sentence_without_blanks_is_said_as_it_stands(text: str) -> None:
    assert said(Phrase(f"¡{text}!"), "en") == f"¡{text}!"


@given(st.lists(st.text(), max_size=12))
def test_several_as_one(parts: list[str]) -> None:
    assert said(lines(*parts), "es") == "\n".join(parts)
    assert said(listed(*parts), "es") == ", ".join(parts)


def test_phrases_can_be_compared_and_kept_in_sets() -> None:
    assert _("{day}", day=date(2026, 1, 1)) == _("{day}", day=date(2026, 1, 1))
    assert _("{day}", day=date(2026, 1, 1)) != _("{day}", day=date(2026, 1, 2))
    assert len({_("Yes"), _("Yes"), _("No")}) == 2


@pytest.fixture
def no_spanish() -> Iterator[None]:
    spanish = catalogues.catalogue("es")
    catalogues._loaded["es"] = NullTranslations()
    yield
    catalogues._loaded["es"] = spanish


def test_without_a_catalogue_english_is_said(no_spanish: None) -> None:
    assert said(_("Yes"), "es") == "Yes"
