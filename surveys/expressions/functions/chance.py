"""Chance, whose source is the record's: pinned there, so that a turn that runs again gives the same."""

import hashlib
import math
import random
import uuid
from collections.abc import Sequence
from typing import Final

from surveys.expressions.code import Code, Kind, first_of, text_of
from surveys.expressions.faults import Failed, TooMuch, Unreadable
from surveys.expressions.functions.base import Function, with_run
from surveys.expressions.scope import Run
from surveys.expressions.tree import Call
from surveys.expressions.values import text_number

_LARGEST: Final = 2_147_483_647
_FACTOR: Final = 16_807
_LONGEST_UUID: Final = 1_000


def _random(run: Run) -> float:
    return run.scope.random()


def _uuid(run: Run, length: float = 0.0) -> str:
    """A random identifier, or so many random hexadecimal signs."""
    if not math.isfinite(length):
        raise Failed("number")
    if length > _LONGEST_UUID:
        raise TooMuch
    source = random.Random(run.scope.random())  # noqa: S311 - an identifier, no secret
    if length >= 1:
        return "".join(source.choices("0123456789abcdef", k=int(length)))
    return str(uuid.UUID(int=source.getrandbits(128), version=4))


def _randomized(call: Call, codes: Sequence[Code]) -> Code:
    each = codes[0].each
    if each is None:
        raise Unreadable(call.position, "field", name=call.name)
    seed = text_of(codes[1]) if len(codes) > 1 else None

    def texts(run: Run) -> list[str]:
        found = list(each(run))
        run.spend(len(found))
        return shuffled(found, _seed(run, seed(run)) if seed else int(run.scope.random() * _LARGEST))

    return Code(Kind.TEXT, first_of(texts), texts, chosen=True)


def _seed(run: Run, text: str) -> int:
    """A whole number as it is; any other text by the beginning of its hash, as ODK Collect has it."""
    number = text_number(text, run)
    if number.is_integer():
        return int(number)
    return (
        int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8], "big", signed=True) if text else 0
    )


def shuffled(texts: Sequence[str], seed: int) -> list[str]:
    """A shuffle (Fisher and Yates, from inside out) by the generator of Park and Miller, as ODK prescribes it."""
    state = int(math.fmod(seed, _LARGEST))
    if state <= 0:
        state += _LARGEST - 1
    result: list[str] = []
    for index, text in enumerate(texts):
        state = state * _FACTOR % _LARGEST
        place = int((state - 1) / (_LARGEST - 1) * (index + 1))
        result.append(text)
        result[index], result[place] = result[place], text
    return result


FUNCTIONS: Final[dict[str, Function]] = {
    "random": with_run(Kind.NUMBER, "", _random),
    "uuid": with_run(Kind.TEXT, "?n", _uuid),
    "randomize": Function(1, 2, _randomized),
    "version": with_run(Kind.TEXT, "", lambda run: run.scope.version()),
}
