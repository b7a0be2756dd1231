"""Which part of the work a process does. On SQLite one process does it all; on PostgreSQL there may be many."""

from collections.abc import Mapping
from enum import StrEnum, auto


class Role(StrEnum):
    """What `lazos serve --role` is told."""

    all = auto()
    web = auto()
    sender = auto()
    clock = auto()


class Part(StrEnum):
    """A part of the program that not every process has. Health, metrics and the index of resources are everybody's."""

    receiving = auto()  # the webhooks, or polling, and the turns that follow
    sending = auto()  # for each channel, one holder among all processes with this part
    resuming = auto()  # messages that wait for their files: one holder
    ticking = auto()  # what happens because time passes: one holder


PARTS: Mapping[Role, frozenset[Part]] = {
    Role.all: frozenset(Part),
    Role.web: frozenset({Part.receiving}),
    Role.sender: frozenset({Part.sending}),
    Role.clock: frozenset({Part.resuming, Part.ticking}),
}
