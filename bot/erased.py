"""Deletes for good those whose term is over after erasing: rows first, then files, then what SQLite's log holds."""

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
    await _leave_no_trace(store)
    return len(people)


async def delete_now(store: Store, kept: FileStore, person: int, actor: str) -> int:
    """Delete one person who is blocked, before the term is over; how many files of hers."""
    files = await _delete(store, kept, person, actor)
    await _leave_no_trace(store)
    return files


async def _delete(store: Store, kept: FileStore, person: int, actor: str) -> int:
    files = await store.write(suppressing.suppress, person, now(), actor)
    for id in files:
        await kept.delete(id)
    return len(files)


async def _leave_no_trace(store: Store) -> None:
    if not await asyncio.to_thread(traces.empty_log, store.engine):
        log.info("log_not_emptied")
