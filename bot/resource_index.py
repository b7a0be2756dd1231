"""Keeps the search index of this process up with the store, beside the turns and in transactions that only read."""

from models.resources import indexed
from models.store import Store


async def keep_up(store: Store) -> int:
    """Read what has changed since the last time; how many items. A process does so before it takes messages in."""
    total = 0
    while (count := await store.read(indexed.catch_up)) > 0:
        total += count
    return total
