"""Deletes for good those whose term is over after erasing: rows first, then files, then what SQLite still holds."""

import asyncio

import structlog

from bot.files import FileStore
from models import suppressing, traces
from models.base import now
from models.store import Store

log = structlog.get_logger()


async def delete_erased(store: Store, kept: FileStore) -> int:
    """Delete everybody whose term is over; how many. A file that is left when this fails is swept as nobody's."""
    people = await store.read(suppressing.due, now())
    for person in people:
        await _delete(store, kept, person, "clock")
    return len(people)


async def delete_now(store: Store, kept: FileStore, person: int, actor: str) -> int:
    """Delete one person who is blocked, before the term is over, and all traces; how many files of hers."""
    files = await _delete(store, kept, person, actor)
    owed = await store.read(traces.owed)
    if owed is not None:
        await _wipe(store, owed)
    return files


async def wipe_traces(store: Store) -> int:
    """At night, write a database anew in which something was deleted; how often."""
    owed = await store.read(traces.owed)
    return int(owed is not None and traces.is_time(owed, now()) and await _wipe(store, owed))


async def _delete(store: Store, kept: FileStore, person: int, actor: str) -> int:
    files = await store.write(suppressing.suppress, person, now(), actor)
    for id in files:
        await kept.delete(id)
    return len(files)


async def _wipe(store: Store, owed: str) -> bool:
    wiped = await asyncio.to_thread(traces.wipe, store.engine)
    if wiped:
        await store.write(traces.settle, owed)
    else:
        log.warning("traces_left")
    return wiped
