"""Who does something with an announcement, whether they may, and how it ended: the same for phone and command line."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, NamedTuple, ParamSpec

from sqlalchemy import Connection

from models import audit
from models.announcements import authors, reading
from models.announcements.reading import Standing

P = ParamSpec("P")


class Who(NamedTuple):
    """Who does something: `actor` is one and the same for one person, `signed` is how the audit log names it.

    Without a `member` it is somebody at the command line who did not say who of the staff that is.
    """

    actor: str
    member: int | None = None
    signed: str = ""


class Done(NamedTuple):
    """How a deed ended, in a word for which `handlers.deed_words` has a sentence; `n` is how many that concerns."""

    how: str
    n: int = 0


Act = Callable[Concatenate[Connection, Who, Standing, P], Done]
Deed = Callable[Concatenate[Connection, Who, int, P], Done]


def by_phone(member: int) -> Who:
    """A staff member at a phone that is linked."""
    return Who(f"staff {member}", member)


def may(db: Connection, who: Who) -> bool:
    """Whether they may announce; whoever is at the command line may do anything there."""
    return who.member is None or authors.may_announce(db, who.member)


def deed(act: Act[P]) -> Deed[P]:
    """Do something with an announcement by its number: only for who may, and only if there is one."""

    def checked(db: Connection, who: Who, announcement: int, /, *a: P.args, **k: P.kwargs) -> Done:
        if not may(db, who):
            return Done("not allowed")
        standing = reading.find(db, announcement)
        return Done("gone") if standing is None else act(db, who, standing, *a, **k)

    return update_wrapper(checked, act)


def note(db: Connection, who: Who, standing: Standing, action: str, **counts: int) -> None:
    """Write a deed into the audit log: numbers only."""
    audit.write(db, who.signed or who.actor, f"announcement {action}", announcement=standing.id, **counts)
