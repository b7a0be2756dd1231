"""Functions of texts."""

import base64
import binascii
import hashlib
import math
from collections.abc import Sequence
from typing import Final

from surveys.expressions.code import Code, Kind, each_of, text_of
from surveys.expressions.faults import Failed, Unreadable
from surveys.expressions.functions.base import UNLIMITED, Function, known_text, of_current, plain, with_run
from surveys.expressions.functions.patterns import REGEX
from surveys.expressions.scope import Run
from surveys.expressions.tree import Call

_DIGESTS: Final = {"md5": "md5", "sha-1": "sha1", "sha-256": "sha256", "sha-384": "sha384", "sha-512": "sha512"}


def _between(text: str, start: float, length: float | None = None) -> str:
    """From a place counted from 1, so many characters; places and lengths are rounded."""
    first = _nearest(start)
    end = math.inf if length is None else first + _nearest(length)
    if math.isnan(first) or math.isnan(end):
        return ""
    return text[_clipped(first, text) : _clipped(end, text)]


def _clipped(place: float, text: str) -> int:
    return int(min(max(place, 1.0), len(text) + 1.0)) - 1


def _nearest(number: float) -> float:
    return float(math.floor(number + 0.5)) if math.isfinite(number) else number


def _slice(text: str, start: float, end: float = math.inf) -> str:
    """From a place counted from 0 up to another; what is negative counts from the end."""
    return text[_place(start, len(text)) : _place(end, len(text))]


def _place(number: float, length: int) -> int:
    if math.isnan(number):
        return 0
    if math.isinf(number):
        return length if number > 0 else 0
    place = int(number)
    return max(length + place, 0) if place < 0 else place


def _before(text: str, part: str) -> str:
    return text.partition(part)[0] if part and part in text else ""


def _translated(run: Run, text: str, signs: str, others: str) -> str:
    run.spend((len(text) + len(signs)) >> 3)
    table: dict[int, str] = {}
    for place, sign in enumerate(signs):
        table.setdefault(ord(sign), others[place : place + 1])
    return text.translate(table)


def _joined(call: Call, codes: Sequence[Code]) -> Code:
    if call.name == "concat":
        return _one_text("", codes)
    between, each = text_of(codes[0]), [each_of(code) for code in codes[1:]]
    return Code(Kind.TEXT, lambda run: run.joined(between(run), (text for many in each for text in many(run))))


def _one_text(between: str, codes: Sequence[Code]) -> Code:
    each = [each_of(code) for code in codes]
    return Code(Kind.TEXT, lambda run: run.joined(between, (text for many in each for text in many(run))))


def _digest(call: Call, codes: Sequence[Code]) -> Code:
    algorithm = known_text(codes[1])
    if algorithm is not None and algorithm.lower() not in _DIGESTS:
        raise Unreadable(call.position, "digest", algorithm=algorithm)
    return with_run(Kind.TEXT, "tt?t", _hashed).build(call, codes)


def _hashed(run: Run, text: str, algorithm: str, encoding: str = "base64") -> str:
    run.spend(len(text) >> 5)
    if algorithm.lower() not in _DIGESTS or encoding.lower() not in ("base64", "hex"):
        raise Failed("digest")
    found = hashlib.new(_DIGESTS[algorithm.lower()], text.encode("utf-8", "replace"), usedforsecurity=False)
    return found.hexdigest() if encoding.lower() == "hex" else base64.b64encode(found.digest()).decode("ascii")


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text.encode("ascii", "replace"), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        raise Failed("base64") from None


FUNCTIONS: Final[dict[str, Function]] = {
    "string": Function(0, 1, of_current(Kind.TEXT, lambda text: text).build),
    "concat": Function(1, UNLIMITED, _joined),
    "join": Function(1, UNLIMITED, _joined),
    "substr": plain(Kind.TEXT, "tn?n", _slice),
    "substring": plain(Kind.TEXT, "tn?n", _between),
    "substring-before": plain(Kind.TEXT, "tt", _before),
    "substring-after": plain(Kind.TEXT, "tt", lambda text, part: text.partition(part)[2] if part else text),
    "contains": plain(Kind.TRUTH, "tt", lambda text, part: part in text),
    "starts-with": plain(Kind.TRUTH, "tt", str.startswith),
    "ends-with": plain(Kind.TRUTH, "tt", str.endswith),
    "string-length": of_current(Kind.NUMBER, lambda text: float(len(text))),
    "normalize-space": of_current(Kind.TEXT, lambda text: " ".join(text.split())),
    "translate": with_run(Kind.TEXT, "ttt", _translated),
    "regex": REGEX,
    "digest": Function(2, 3, _digest),
    "base64-decode": plain(Kind.TEXT, "t", _decoded),
}
