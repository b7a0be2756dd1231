"""Where one person is in one flow, as it lies in the store between two turns."""

import json
from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


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
    previous: str | None = None  # the answer that *back* asks again; none after a deed
    misses: int = 0
    draft: Any = None
    proposal: Proposal | None = None
    undone: Any = None  # the answer that *back* took away, until that has been told

    def back(self) -> bool:
        """Ask the answer before the open question again, but never past a deed; or give up a revision.

        What was looked up since is forgotten. Answers that a revision kept for later stay.
        """
        waits = self.log.get(self.waiting or "")
        if waits is not None and waits.open:
            waits.open = False
            self.wait(None)
            return True
        entry = self.log.get(self.previous or "")
        if self.previous is None or entry is None or entry.frozen:
            return False
        self._forget([*self._findings_behind(self.previous), self.previous])
        self.wait(self.previous)
        self.undone = entry.value
        return True

    def revise(self, key: str, *asked: str) -> bool:
        """Ask one answer again and keep the others, unless a deed already rests on it.

        The answers to what was `asked` to come to that are forgotten.
        """
        for name in asked:
            self.log.pop(name, None)
        entry = self.log.get(key)
        if entry is None or entry.frozen or entry.kind is not Kind.ANSWER:
            return False
        for other in self.log.values():
            other.open = False
        entry.open = True
        self.wait(key)
        return True

    def settle(self, key: str, answer: Any) -> None:
        """Keep an answer. Where it replaces another, what was looked up behind it is read again: it may rest on it."""
        if key in self.log:
            self._forget(self._findings_behind(key))
        self.log[key] = Entry(Kind.ANSWER, answer)
        self.wait(None)

    def wait(self, key: str | None) -> None:
        """Wait on the question `key`, with nothing understood of its answer yet."""
        self.waiting, self.misses, self.draft, self.proposal, self.undone = key, 0, None, None, None

    @property
    def has_answers(self) -> bool:
        """Whether the person has answered anything yet, be it in part."""
        return self.draft is not None or any(entry.kind is Kind.ANSWER for entry in self.log.values())

    def tidy(self, used: Collection[str], known: Sequence[str], finished: bool) -> None:
        """Clear what no longer applies: what a run passed by without using it. Deeds stay.

        `used` are the keys of the run in its order, `known` those that the log had before it. What is left lies
        in the order of the run, with what it may still come to at the end.
        """
        reach = max((place for place, key in enumerate(known) if key in used), default=0)
        left = (key for key in (known if finished else known[:reach]) if key in self.log and key not in used)
        passed = {key: self.log[key] for key in left}
        deeds = {key: entry for key, entry in passed.items() if entry.kind is Kind.DEED}
        come = {key: self.log[key] for key in used if key in self.log}
        self.log = deeds | come | {key: entry for key, entry in self.log.items() if key not in passed}

    def _findings_behind(self, key: str) -> list[str]:
        behind = list(self.log)[list(self.log).index(key) :]
        return [name for name in behind if self.log[name].kind is Kind.FINDING and not self.log[name].frozen]

    def _forget(self, keys: list[str]) -> None:
        for key in keys:
            del self.log[key]


def dump(conversation: Conversation) -> bytes:
    """The conversation as JSON, for the store."""
    return msgspec.json.encode(conversation)


def load(data: bytes) -> Conversation:
    """The conversation that `dump` wrote."""
    return msgspec.json.decode(data, type=Conversation)


def as_json(value: T) -> T:
    """`value` as it will be read back tomorrow; fails now, not then, if it is not JSON."""
    if value is None or type(value) in (str, int, bool):
        return value
    return json.loads(json.dumps(value))  # type: ignore[no-any-return]
