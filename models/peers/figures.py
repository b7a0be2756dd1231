"""Whether a text holds a phone number, however it is written: spaced, dotted, in words, with letters between.

What a working day is full of is let through: hours, dates, shifts, amounts, years, articles of a law, rising figures.
"""

import re
from itertools import pairwise

from phonenumbers import Leniency, PhoneNumberMatcher

from models.names import folded

_UNITS = {
    word: str(place)
    for words in (
        "cero uno dos tres cuatro cinco seis siete ocho nueve",
        "zero one two three four five six seven eight nine",
        "oh",
    )
    for place, word in enumerate(words.split())
}
_TEENS = {
    word: str(10 + place)
    for words in (
        "diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos "
        "veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve",
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty",
    )
    for place, word in enumerate(words.split())
}
_TENS = {
    word: str(20 + 10 * place)
    for words in (
        "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
        "twenty thirty forty fifty sixty seventy eighty ninety",
    )
    for place, word in enumerate(words.split())
}
_HUNDREDS = {
    word: str(100 + 100 * place)
    for words in (
        "cien doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos",
        "ciento",
    )
    for place, word in enumerate(words.split())
}
_WORDS = {**_UNITS, **_TEENS, **_TENS, **_HUNDREDS}
_SKIPPED = {"doble", "double", "hundred"}  # "doble cinco"
_PARTS = re.compile(r"[^\W\d_]+|\d+|[\W_]+")

#: What holds digits and is no phone number.
_INNOCENT = re.compile(
    r"\b(?:[01]?\d|2[0-3])[:h][0-5]\d\b"  # an hour
    r"|\b[0-3]?\d([/.-])[01]?\d\1(?:19|20)\d\d\b|\b(?:19|20)\d\d-[01]\d-[0-3]\d\b"  # a day
    r"|\b\d{1,2} ?[x×] ?\d{1,2}\b"  # a shift
    r"|\$ ?\d[\d.,]*|\b\d{1,3}(?:,\d{3})+\b|\b\d{1,3}(?:\.\d{3}){1,2}\b(?![.\d])|\d+(?:[.,]\d+)? ?%"  # an amount
    r"|\b(?:19|20)\d\d ?(?:-|–|a|al|y|e|and|to|,|/) ?(?:(?:19|20)\d\d)\b"  # from one year to another
)
_GAP = r"[^\w,;:/]{0,3}_?"
_CLOSE = re.compile(rf"\d(?:{_GAP}\d){{7,}}")
_FAR = re.compile(r"\d(?:[\W_]{0,3}(?:[^\W\d_]|and)?[\W_]{0,3}\d){9,}")
_CALL = re.compile(
    r"\b(?:tel|tels|telefonos?|cel|cels|celular(?:es)?|w(?:h|u)?ats\w*|ll[aá]m\w+|marqu\w+|marcar\w*|"
    r"phone|mobile|call|dial|text me)\b"
)
_IN_ALL = 10  # digits of a number of Mexico
_MASK = " (innocent) "


def holds_phone(text: str) -> bool:
    """Whether `text` seems to hold a phone number."""
    digits = _INNOCENT.sub(_MASK, _in_digits(folded(text)))
    if any(not _are_years(run) for run in _CLOSE.findall(digits)):
        return True
    if any(not _is_list(run.group()) for run in _FAR.finditer(digits)):
        return True
    if _CALL.search(digits) and sum(map(str.isdigit, digits)) >= _IN_ALL:
        return True
    return bool(PhoneNumberMatcher(text, "MX", leniency=Leniency.VALID).has_next())


def _in_digits(text: str) -> str:
    """`text` with numbers that are written as words in digits, as far as it takes to count them."""
    said: list[str] = []
    for part in _PARTS.findall(text):
        number = _WORDS.get(part)
        if number is None:
            said += [] if part in _SKIPPED else [part]
        elif not _completes(said, number):
            said.append(number)
    return "".join(said)


def _completes(said: list[str], number: str) -> bool:
    """Whether `number` was one with what came before: "cincuenta y cinco", "fifty-five", "quinientos doce"."""
    between = 3 if said[-3:-2] and said[-2:-1] == ["y"] else 1
    before = said[-between - 1] if len(said) > between else ""
    joined = number != "0" and "".join(said[-between:]) in (" ", "-", " y ")
    is_round = before.isdecimal() and before.endswith("0" * len(number)) and len(before) > len(number)
    if not joined or not is_round:
        return False
    del said[-between:]
    said[-1] = before[: -len(number)] + number
    return True


def _are_years(run: str) -> bool:
    groups = re.findall(r"\d+", run)
    return len(groups) > 1 and all(re.fullmatch(r"(?:19|20)\d\d", group) for group in groups)


def _is_list(run: str) -> bool:
    """Whether figures stand there one after another, each greater than the one before: articles, steps, ages."""
    groups = [int(group) for group in re.findall(r"\d+", run)]
    return len(groups) > 2 and all(one < other for one, other in pairwise(groups))
