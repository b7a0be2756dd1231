"""One cell of a roster at a time: what is in it, or why it cannot be used."""

import math
import re
import unicodedata
from datetime import date, datetime, time

from models import phones, states
from models.names import folded
from models.tags import BadTag, tidy

Cell = str | int | float | bool | date | datetime | None

MOST_TAGS = 10  # of one person in one row
LOST = "\ufffd"  # stands for a letter that a program could not read
MIDNIGHT = time()
_NOTHING = {
    *("", "-", "--", "---", ".", "n/a", "na", "n.a.", "n/d", "nd", "s/n", "s/d", "s/c", "no", "ninguno", "ninguna"),
    *("no tiene", "no aplica", "sin dato", "sin correo", "sin telefono", "none", "null", "nan", "pendiente"),
}
_EXCEL_ERRORS = {"#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!", "#spill!", "#calc!"}
_EXCEL_ERRORS |= {"#¡ref!", "#¡valor!", "#¿nombre?", "#¡div/0!", "#¡nulo!", "#¡num!"}
_EMAIL = re.compile(r"[a-z0-9._%+'&~=/^!#$*?{}|-]+@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?", re.ASCII)
_LOCAL = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: 00:00(?::00)?)?", re.ASCII)
_YEARS = range(1990, 2101)
_LANGUAGES = {
    "es": ("es", "es-mx", "es-419", "esp", "espanol", "spanish", "castellano"),
    "en": ("en", "en-us", "en-gb", "eng", "ing", "ingles", "english"),
}
_LANGUAGE_OF = {word: code for code, words in _LANGUAGES.items() for word in words}


class Unfit(Exception):
    """A cell cannot be used; the text says why, and never what is in it."""


def text(cell: Cell, most: int) -> str | None:
    """What is written in a cell, in one line of at most `most` characters; None when it is empty. Raises `Unfit`."""
    written = _line(cell)
    if folded(written) in _EXCEL_ERRORS:
        raise Unfit("is an error of the spreadsheet, not a value")
    if any(letter == LOST or unicodedata.category(letter) in ("Cc", "Cs") for letter in written):
        raise Unfit("holds characters that cannot be read; please write it again")
    if len(written) > most:
        raise Unfit(f"is too long: {len(written)} characters, at most {most} are allowed")
    return written or None


def optional(cell: Cell, most: int) -> str | None:
    """The same, where "n/a", "-" and the like mean that there is nothing. Raises `Unfit`."""
    written = text(cell, most)
    return None if written is None or folded(written) in _NOTHING else written


def name(cell: Cell, most: int) -> str | None:
    """A name of a person: it has a letter in it. Raises `Unfit`."""
    written = text(cell, most)
    if written is not None and not any(letter.isalpha() for letter in written):
        raise Unfit("is not a name: it has no letters")
    return written


def email(cell: Cell) -> str | None:
    """An e-mail address in lower case. Raises `Unfit`."""
    written = optional(cell, 254)
    if written is None:
        return None
    address = written.lower().removeprefix("mailto:").strip("<>;, ")
    local = address.partition("@")[0]
    if not _EMAIL.fullmatch(address) or ".." in address or local.startswith(".") or local.endswith("."):
        raise Unfit("is not an e-mail address such as ana@ejemplo.mx (one only)")
    return address


def phone(cell: Cell) -> str | None:
    """A phone number as `models.phones` keeps it. Raises `Unfit`."""
    written = optional(cell, 60)
    if written is None:
        return None
    number = phones.canonical(written)
    if number is None:
        raise Unfit("is not a phone number such as 55 5000 0001 or +52 55 5000 0001 (one only)")
    return number


def language(cell: Cell) -> str | None:
    """The code of a language. Raises `Unfit`."""
    written = optional(cell, 60)
    if written is None:
        return None
    code = _LANGUAGE_OF.get(folded(written).replace("_", "-"))
    if code is None:
        raise Unfit("is neither es (español) nor en (English)")
    return code


def tags(cell: Cell) -> tuple[str, ...] | None:
    """The tags in a cell, semicolons between them, as they are stored. Raises `Unfit`."""
    written = optional(cell, 330)
    parts = [part for part in (written or "").split(";") if part.strip()]
    if len(parts) > MOST_TAGS:
        raise Unfit(f"holds {len(parts)} tags, at most {MOST_TAGS} are allowed")
    try:
        return tuple(dict.fromkeys(tidy(part) for part in parts)) or None
    except BadTag as problem:
        raise Unfit(f"is no list of tags with semicolons between them: {problem}") from None


def state(cell: Cell) -> str | None:
    """The code of a state. Raises `Unfit`."""
    written = optional(cell, 60)
    if written is None:
        return None
    code = states.understood(written)
    if code is None:
        raise Unfit("is not one of the 32 states of Mexico")
    return code


def day(cell: Cell) -> date | None:
    """A date: a real one of the spreadsheet, 2024-12-31, or 31/12/2024. Raises `Unfit`."""
    if isinstance(cell, date):
        return _possible(cell.year, cell.month, cell.day)
    written = optional(cell, 60)
    if written is None:
        return None
    if iso := _ISO.fullmatch(written):
        return _possible(int(iso[1]), int(iso[2]), int(iso[3]))
    if local := _LOCAL.fullmatch(written):
        return _possible(int(local[3]), int(local[2]), int(local[1]))
    raise Unfit("is not a date: write 2024-12-31 or 31/12/2024 (day first, four digits for the year)")


def _possible(year: int, month: int, day_: int) -> date:
    if year not in _YEARS:
        raise Unfit(f"is a date outside the years {_YEARS[0]} to {_YEARS[-1]}")
    try:
        return date(year, month, day_)
    except ValueError:
        raise Unfit("is a date that does not exist (day first: 31/12/2024)") from None


def _line(cell: Cell) -> str:
    """A cell as text: whole numbers without a decimal point, one kind of space, nothing invisible."""
    if cell is None:
        return ""
    if isinstance(cell, float) and math.isfinite(cell) and cell == int(cell):
        cell = int(cell)
    if isinstance(cell, datetime) and cell.time() == MIDNIGHT:
        cell = cell.date()
    try:
        written = str(cell)
    except ValueError:
        raise Unfit("is a number too long to be one") from None
    seen = "".join(letter for letter in written if unicodedata.category(letter) != "Cf")
    return unicodedata.normalize("NFC", " ".join(seen.split()))
