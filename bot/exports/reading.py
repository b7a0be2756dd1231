"""Reads what an export needs in many short transactions, so that nobody waits for it."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from models.store import Store
from models.surveys.exported import AT_ONCE

P = ParamSpec("P")
T = TypeVar("T")


class Reader:
    """Runs functions in transactions of their own that only read."""

    def __init__(self, store: Store, runner: asyncio.Runner) -> None:
        self._store, self._runner = store, runner

    def __call__(self, fn: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `fn` returns."""
        return self._runner.run(self._store.read(fn, *args, **kwargs))


@contextmanager
def reader(store: Store) -> Iterator[Reader]:
    """A reader of the store."""
    with asyncio.Runner() as runner:
        yield Reader(store, runner)


def chunks(people: Sequence[int]) -> Iterator[list[int]]:
    """Some people at a time."""
    return (list(people[start : start + AT_ONCE]) for start in range(0, len(people), AT_ONCE))
