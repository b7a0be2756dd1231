"""What a flow may return: what comes after it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Follow:
    """Another flow begins, in the same turn."""

    flow: str
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Again:
    """The same flow begins anew in the place of this one: what was said in it is forgotten at once.

    Its buttons still answer it, so they have to be commands.
    """

    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TakeUp:
    """A conversation that was set aside goes on."""

    talk: int


@dataclass(frozen=True, slots=True)
class GiveUp:
    """A conversation that was set aside is not wanted any more; the flow `instead` of it may be."""

    talk: int
    instead: str | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """Whatever was open before goes on; or what was wished for before it came to this."""

    wish: str = ""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Nothing follows now; what was set aside is offered another time."""


Next = Follow | Again | TakeUp | GiveUp | Return | Quiet | None
