"""What a demo phone is, and what its screen shows."""

from datetime import datetime
from typing import NamedTuple

import msgspec

TELEGRAM, WHATSAPP = "telegram", "whatsapp"


class Seeded(NamedTuple):
    """A phone that belongs to a fictional person from the start."""

    channel: str
    address: str
    alumnus: str


class Phone(msgspec.Struct, frozen=True, omit_defaults=True):
    """A phone: its address as the channel names it, the language it is set to, and whose it is if seeded."""

    channel: str
    address: str
    language: str | None = None
    alumnus: str | None = None
    id: str = ""
    number: int = 0


class Button(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that can be pressed, and what pressing it sends."""

    label: str
    tap: str


class File(msgspec.Struct, frozen=True):
    """A file shown with a message: the id of its upload, and what its sender calls it and its type."""

    id: str
    name: str
    type: str
    size: int


class Shown(msgspec.Struct, frozen=True, omit_defaults=True):
    """A message as a screen shows it. With an `opener` the choices are a sheet of their own, opened by it; `rows`
    says how many stand side by side.

    What the phone's owner sent has a `key`, which tells it from every other message.
    """

    mine: bool
    text: str = ""
    choices: tuple[Button, ...] = ()
    opener: str | None = None
    rows: tuple[int, ...] = ()
    files: tuple[File, ...] = ()
    asks: bool = False
    tap: str | None = None
    key: str | None = None


class Seen(NamedTuple):
    """A message on a screen, numbered for each phone by itself from 1 on."""

    id: int
    at: datetime
    shown: Shown


class Upload(NamedTuple):
    """A file as it was chosen on a phone."""

    name: str
    type: str
    content: bytes
