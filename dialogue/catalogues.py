"""The catalogues of sentences, read straight from the translators' files when the program starts.

There is no compiled copy that could be stale. Whatever is wrong with a file is said with its line:
the default language must be whole, or the program does not start; another one falls back to English.
"""

import re
from collections.abc import Iterable, Sequence
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO, StringIO

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

LOCALES = {"es": "es_MX", "en": "en_US"}
SOURCE = "en"  # message ids are English sentences, so English needs no file

_BLANKS = re.compile(r"\{\w+\}|[{}]")  # a brace on its own is a blank that somebody broke
_LINE = re.compile(r"(?:#.*)?|(?:(?:msg(?:id|id_plural|ctxt|str|str\[\d\]))\s*)?\"(?:[^\"\\]|\\.)*\"")
_loaded: dict[str, NullTranslations] = {}
_spoken = list(LOCALES)


class BrokenCatalogue(Exception):
    """The sentences of a language cannot be used; the message says where and why."""


def catalogue(language: str) -> NullTranslations:
    """The sentences of `language`, loaded when first needed."""
    found = _loaded.get(language)
    return found if found is not None else _loaded.setdefault(language, read(language))


def languages() -> tuple[str, ...]:
    """Every language that is spoken and understood here, the default first."""
    return tuple(_spoken)


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
    _spoken[:] = wanted
    return fallen


def read(language: str, text: bytes | None = None) -> NullTranslations:
    """The catalogue of `language` (from `text` if given), checked against the template of all sentences."""
    if language == SOURCE:
        return NullTranslations()
    where = f"locales/{language}/LC_MESSAGES/messages.po"
    try:
        written = _parsed(_stored(language) if text is None else text, language)
        compiled = _compiled(written)
    except Exception as problem:  # the parser trips over a broken file in more ways than it has errors
        raise BrokenCatalogue(f"{where}: {_told(problem)}") from None
    for trouble in problems(written, template()):
        raise BrokenCatalogue(f"{where}: {trouble}")
    return compiled


def template() -> Catalog:
    """Every sentence that the program can say, without translation."""
    return read_po(BytesIO(files("locales").joinpath("messages.pot").read_bytes()))


def problems(written: Catalog, wanted: Catalog) -> Iterable[str]:
    """What keeps `written` from saying everything in `wanted`: missing, doubtful, or with other blanks."""
    for message in wanted:
        if message.id:
            yield from _problem(message, written.get(message.id))


def _problem(message: Message, translation: Message | None) -> Iterable[str]:
    forms = _forms(message.id)
    if translation is None or translation.id != message.id or not all(map(str.strip, _forms(translation.string))):
        yield f"no translation of {forms[0]!r}"
    elif translation.fuzzy:
        yield f"line {translation.lineno}: the translation of {forms[0]!r} is marked as doubtful (fuzzy)"
    elif any("\0" in form for form in _forms(translation.string)):  # gettext would read it as another form's beginning
        yield f"line {translation.lineno}: the translation of {forms[0]!r} holds a character that is none"
    elif any(_blanks(form) != _blanks(forms[min(at, 1)]) for at, form in enumerate(_forms(translation.string))):
        yield f"line {translation.lineno}: the blanks of {forms[0]!r} differ"


def _forms(text: str | Sequence[str] | None) -> Sequence[str]:
    """A sentence, or both of a plural, as a pair that can be compared form by form."""
    return [text or ""] * 2 if isinstance(text, str) or text is None else text


def _blanks(form: str) -> set[str]:
    return set(_BLANKS.findall(form))


def _stored(language: str) -> bytes:
    return files("locales").joinpath(f"{language}/LC_MESSAGES/messages.po").read_bytes()


def _parsed(data: bytes, language: str) -> Catalog:
    lines = list(StringIO(data.decode("utf-8-sig"), newline=None))
    for number, line in enumerate(lines, 1):
        if not _LINE.fullmatch(line.strip()):
            raise ValueError(f"line {number}: neither a comment nor a sentence within quotes")
    written = read_po(lines, locale=language, abort_invalid=True)
    rule = Catalog(locale=language).plural_forms
    if written.plural_forms != rule:  # it is a fact of the language, and a wrong one would bring English words back
        raise ValueError(f"Plural-Forms has to be “{rule}”")
    written.charset = "utf-8"
    return written


def _told(problem: Exception) -> str:
    """What is wrong with a file, with its line where there is one."""
    if isinstance(problem, OSError):
        return problem.strerror or "cannot be read"
    if isinstance(problem, UnicodeDecodeError):
        line = problem.object.count(b"\n", 0, problem.start) + 1
        return f"line {line}: not written in UTF-8"
    if isinstance(problem, PoFileError):
        return f"near line {problem.lineno + 1}: {problem}"
    return str(problem) if str(problem).startswith("line") else f"the head before the first sentence: {problem}"


def _compiled(written: Catalog) -> GNUTranslations:
    buffer = BytesIO()
    write_mo(buffer, written)
    buffer.seek(0)
    return GNUTranslations(buffer)
