"""Who is to be matched, as plain data: numbers alone, so that another process may compute with it."""

import msgspec


class Member(msgspec.Struct, array_like=True, frozen=True):
    """Somebody in a round: `region` and `level` only where she shows them; `first` if she had nobody last time."""

    id: int
    agency: int | None = None
    helps: tuple[int, ...] = ()
    seeks: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    region: str | None = None
    level: str | None = None
    same_agency: bool = False
    first: bool = False


class Round(msgspec.Struct, frozen=True):
    """All who want the round of a `month`, and the pairs that must never be."""

    month: str
    members: list[Member]
    apart: list[tuple[int, int]]


class Pair(msgspec.Struct, array_like=True, frozen=True):
    """Two people by number, and the number of the topic that they share."""

    one: int
    other: int
    topic: int


def shared_topic(one: Member, other: Member) -> int | None:
    """The topic for which two are introduced: one seeks what the other can help with, else both seek or offer it."""
    helps, seeks = set(one.helps), set(one.seeks)
    fits = (helps & set(other.seeks)) | (seeks & set(other.helps))
    alike = (helps & set(other.helps)) | (seeks & set(other.seeks))
    return min(fits or alike, default=None)
