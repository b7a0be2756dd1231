"""Takes an answer to getUpdates apart without reading the updates, so that one which cannot be read spoils no other.

python-telegram-bot reads all of them at once: where one is not as it expects, it hands out none, and asks for the same
ones for ever.
"""

import re
from typing import NamedTuple

import msgspec

_ALONE = re.compile(rb'\s*\{"ok":\s*true,\s*"result":\s*\[\s*\{\s*"update_id":\s*(\d{1,18})\b.*\]\s*\}\s*', re.DOTALL)


class NotUpdates(ValueError):
    """The answer cannot be taken apart: it is not Telegram's, or one of its updates is not JSON."""


class Batch(NamedTuple):
    """Updates as they came, oldest first, and the offset that confirms them (None: nothing to confirm is known)."""

    updates: list[bytes]
    offset: int | None


class _Answer(msgspec.Struct):
    result: list[msgspec.Raw]


class _Numbered(msgspec.Struct):
    update_id: int


_answer = msgspec.json.Decoder(_Answer).decode
_numbered = msgspec.json.Decoder(_Numbered).decode


def batch(answer: bytes, offset: int | None) -> Batch:
    """The updates of an answer to the question for those from `offset` on. Raises `NotUpdates`."""
    try:
        updates = [bytes(update) for update in _answer(answer).result]
    except (ValueError, RecursionError):
        raise NotUpdates from None
    for update in updates:
        offset = _after(update, offset)
    return Batch(updates, offset)


def alone(answer: bytes) -> Batch:
    """The one update of an answer that cannot be taken apart, its number read from where Telegram writes it.

    Raises `NotUpdates`.
    """
    found = _ALONE.fullmatch(answer)
    if found is None:
        raise NotUpdates
    return Batch([answer], int(found[1]) + 1)


def _after(update: bytes, offset: int | None) -> int | None:
    """What confirms `update`. One without a number is taken for the next: none but itself can have that number."""
    try:
        return _numbered(update).update_id + 1
    except (ValueError, RecursionError):
        return None if offset is None else offset + 1
