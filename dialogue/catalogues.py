"""The catalogues of sentences, read straight from the translators' files when the program starts.

There is no compiled copy that could be stale. Whatever is wrong with a file is said with its line:
the default language must be whole, or the program does not start; another one falls back to English.
"""

import re
from collections.abc import Iterable, Sequence
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

LOCALES = {"es": "es_MX", "en": "en_US"}
SOURCE = "en"  # message ids are English sentences, so English needs no file

_BLANKS = re.compile(r"\{(\w+)\}")
_loaded: dict[str, NullTranslations] = {}


class BrokenCatalogue(Exception):
    """The sentences of a language cannot be used; the message says where and why."""


def catalogue(language: str) -> NullTranslations:
    """The sentences of `language`, loaded when first needed."""
    found = _loaded.get(language)
    return found if found is not None else _loaded.setdefault(language, read(language))


def languages() -> tuple[str, ...]:
    """Every language that can be spoken and understood."""
    return tuple(LOCALES)


def load(wanted: Sequence[str]) -> list[str]:
    """Make the `wanted` languages ready, the first being the default; return what had to fall back, and why.

    Raises `BrokenCatalogue` when the default language is not whole.
    """
    fallen = []
    for language in wanted:
        try:
            _loaded[language] = read(language)
        except BrokenCatalogue as problem:
            if language == wanted[0]:
                raise
            _loaded[language] = NullTranslations()
            fallen.append(str(problem))
    return fallen


def read(language: str, text: bytes | None = None) -> NullTranslations:
    """The catalogue of `language` (from `text` if given), checked against the template of all sentences."""
    if language == SOURCE:
        return NullTranslations()
    where = f"locales/{language}/LC_MESSAGES/messages.po"
    try:
        written = _parsed(files("locales").joinpath(f"{language}/LC_MESSAGES/messages.po").read_bytes(), text, language)
    except (OSError, PoFileError, UnicodeDecodeError, ValueError) as problem:
        raise BrokenCatalogue(f"{where}: {problem}") from None
    for trouble in problems(written, template()):
        raise BrokenCatalogue(f"{where}: {trouble}")
    return _compiled(written)


def template() -> Catalog:
    """Every sentence that the program can say, without translation."""
    return read_po(BytesIO(files("locales").joinpath("messages.pot").read_bytes()))


def problems(written: Catalog, wanted: Catalog) -> Iterable[str]:
    """What keeps `written` from saying everything in `wanted`: missing, doubtful, or with other blanks."""
    for message in wanted:
        if message.id:
            yield from _problem(message, written.get(message.id))


def _problem(message: Message, translation: Message | None) -> Iterable[str]:
    first = message.id if isinstance(message.id, str) else message.id[0]
    if translation is None or not all(_forms(translation.string)):
        yield f"no translation of {first!r}"
    elif translation.fuzzy:
        yield f"line {translation.lineno}: the translation of {first!r} is marked as doubtful (fuzzy)"
    elif _blanks(_forms(message.id)) != _blanks(_forms(translation.string)):
        yield f"line {translation.lineno}: the blanks of {first!r} differ"


def _forms(text: str | Sequence[str] | None) -> Sequence[str]:
    return [text or ""] if isinstance(text, str) or text is None else text


def _blanks(forms: Sequence[str]) -> set[str]:
    return {name for form in forms for name in _BLANKS.findall(form)}


def _parsed(stored: bytes, given: bytes | None, language: str) -> Catalog:
    return read_po(BytesIO(stored if given is None else given), locale=language, abort_invalid=True)


def _compiled(written: Catalog) -> GNUTranslations:
    buffer = BytesIO()
    write_mo(buffer, written)
    buffer.seek(0)
    return GNUTranslations(buffer)
