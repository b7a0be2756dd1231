"""Where one person is in one flow, as it lies in the store between two turns."""

from enum import StrEnum
from typing import Any

import msgspec


class Kind(StrEnum):
    """What an entry of the log is."""

    ANSWER = "a"
    FINDING = "f"
    DEED = "d"


class Entry(msgspec.Struct, array_like=True, omit_defaults=True):
    """One thing a conversation has settled. A deed freezes all that was settled before it."""

    kind: Kind
    value: Any
    open: bool = False
    frozen: bool = False


class Proposal(msgspec.Struct, array_like=True, omit_defaults=True):
    """A near miss put to the person: what it would mean, or which command it may be instead."""

    value: Any
    command: str | None = None


class Conversation(msgspec.Struct, omit_defaults=True):
    """What is settled, in the order it came, and what was asked last."""

    id: str
    flow: str
    person: str = ""
    given: dict[str, Any] = {}
    log: dict[str, Entry] = {}
    waiting: str | None = None
    misses: int = 0
    draft: Any = None
    proposal: Proposal | None = None

    def back(self) -> bool:
        """Ask the last answer again and forget what followed it, but never past a deed; or give up a revision."""
        following = []
        for key, entry in reversed(self.log.items()):
            if entry.open:
                entry.open = False
                self.wait(None)
                return True
            if entry.frozen or entry.kind is Kind.DEED:
                return False
            following.append(key)
            if entry.kind is Kind.ANSWER and not any(earlier.open for earlier in self.log.values()):
                self._forget(following)
                self.wait(key)
                return True
        return False

    def revise(self, key: str) -> bool:
        """Ask one answer again and keep the others, unless a deed already rests on it."""
        entry = self.log.get(key)
        if entry is None or entry.frozen or entry.kind is not Kind.ANSWER:
            return False
        entry.open = True
        self.wait(key)
        return True

    def wait(self, key: str | None) -> None:
        """Wait on the question `key`, with nothing understood of its answer yet."""
        self.waiting, self.misses, self.draft, self.proposal = key, 0, None, None

    def tidy(self, used: set[str], finished: bool) -> None:
        """Clear what no longer applies: what a run passed by without using it. Deeds stay."""
        keys = list(self.log)
        reach = len(keys) if finished else max((place for place, key in enumerate(keys) if key in used), default=0)
        passed = (key for key in keys[:reach] if key not in used)
        self._forget([key for key in passed if self.log[key].kind is not Kind.DEED])

    def _forget(self, keys: list[str]) -> None:
        for key in keys:
            del self.log[key]


def dump(conversation: Conversation) -> bytes:
    """The conversation as JSON, for the store."""
    return msgspec.json.encode(conversation)


def load(data: bytes) -> Conversation:
    """The conversation that `dump` wrote."""
    return msgspec.json.decode(data, type=Conversation)
