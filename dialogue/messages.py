"""What travels between a channel and the conversation core, and nothing else."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b

import msgspec

from dialogue.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a person may pick: `value` is stored, `label` is shown, and what is in `also` is understood too.

    With `sends` its button sends a command, and so works at any time, also when the question is long past.
    """

    value: str
    label: Phrase | str
    also: tuple[str, ...] = ()
    sends: str | None = None


@dataclass(frozen=True, slots=True)
class Tap:
    """A pressed button: the conversation it was drawn for, and the marks of the question and of the option."""

    conversation: str
    question: str
    option: str

    def __str__(self) -> str:
        return f"{self.conversation}.{self.question}.{self.option}"

    @classmethod
    def read(cls, data: str) -> "Tap | None":
        """The tap that `str` wrote, or None when `data` is something else."""
        parts = data.split(".")
        return cls(*parts) if len(parts) == 3 and all(parts) else None


@lru_cache(maxsize=4096)
def mark(name: str) -> str:
    """A short stand-in of fixed length for a key or a value, so that every button fits into 64 bytes."""
    return urlsafe_b64encode(blake2b(name.encode(), digest_size=6).digest()).decode()


class Media(StrEnum):
    """What a message brought besides text."""

    FILE = "file"  # a photo or a document
    VOICE = "voice"
    VIDEO = "video"
    OTHER = "other"  # a sticker, a contact, a place, a poll: nothing that answers a question


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message from a person, after a channel has understood its envelope.

    `files` are ids of stored files; `refused` says why a file that was sent is not among them; `caption` is what was
    written under them.
    """

    text: str = ""
    tap: Tap | None = None
    media: Media | None = None
    files: tuple[str, ...] = ()
    refused: Phrase | None = None
    caption: str = ""


class Attachment(msgspec.Struct, array_like=True, frozen=True):
    """A picture or a document to be made when the message is sent: its `kind`, and what it is made from, as JSON."""

    kind: str
    data: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Which question a message poses: its conversation, its mark there, and how it may be answered."""

    conversation: str
    question: str
    numbered: bool
    upload: bool = False


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to a person, before a channel has chosen how to draw it."""

    text: Phrase | str
    choices: Sequence[Choice] = ()
    asked: Asked | None = None
    shows: Attachment | None = None
