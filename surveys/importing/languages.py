"""Which language a column means: `Español (es)`, `es`, `Spanish` and `ESPAÑOL` are one."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from babel import Locale

_CODE = re.compile(r"[a-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_WITH_CODE = re.compile(r"(?P<name>.*?)\s*\(\s*(?P<code>[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*)\s*\)")
_NAMED_IN = ("en", "es", "fr", "pt", "ar")
# fmt: off
_OWN_NAMES = (
    "am", "ar", "bn", "bs", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "gu", "ha", "he", "hi", "hr", "hu",
    "id", "it", "ja", "km", "ko", "lo", "mg", "ml", "mr", "ms", "my", "ne", "nl", "no", "pa", "pl", "ps", "pt", "ro",
    "ru", "rw", "si", "sk", "sl", "so", "sq", "sr", "sv", "sw", "ta", "te", "th", "ti", "tr", "uk", "ur", "uz", "vi",
    "yo", "zh", "zu",
)
# fmt: on


def code(name: str) -> str:
    """The BCP-47 code of a language as a column writes it; its name in small letters where it is not known."""
    name = " ".join(name.split())
    with_code = _WITH_CODE.fullmatch(name)
    if with_code:
        return _tidy(with_code["code"])
    if _CODE.fullmatch(name):
        return _tidy(name)
    plain = _plain(name)
    return _codes().get(plain) or (_tidy(plain) if len(plain) == 2 and plain.isalpha() else plain)


def _tidy(written: str) -> str:
    first, *others = written.replace("_", "-").split("-")
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part for part in others)])


@lru_cache(1)
def _codes() -> Mapping[str, str]:
    """Codes by name, in the languages that spreadsheets are mostly written in and in each language itself."""
    found: dict[str, str] = {}
    for own in _OWN_NAMES:
        found.setdefault(_plain(Locale.parse(own).languages.get(own, own)), own)
    for locale in _NAMED_IN:
        for known, name in Locale.parse(locale).languages.items():
            found.setdefault(_plain(name), _tidy(known))
    return found


def _plain(name: str) -> str:
    parts = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).strip()
