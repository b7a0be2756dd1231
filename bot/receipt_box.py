"""Gathers receipts for a moment and applies them together: there are up to three for each message that is sent."""

import asyncio

from models import receipts
from models.base import now
from models.receipts import Receipt
from models.store import Store

GATHER = 0.02  # seconds
MOST = 500  # in one transaction


class ReceiptBox:
    """Applies what is put in. Whoever puts something in waits until it is durable."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[tuple[Receipt, asyncio.Future[None]]] = []
        self._emptying: asyncio.Task[None] | None = None

    async def put(self, receipt: Receipt) -> None:
        """Apply `receipt`. Raises what the store raises."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((receipt, done))
        if self._emptying is None:
            self._emptying = asyncio.create_task(self._empty())
        await done

    async def _empty(self) -> None:
        try:
            while self._waiting:
                if len(self._waiting) < MOST:
                    await asyncio.sleep(GATHER)
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._apply(batch)
        finally:
            self._emptying = None

    async def _apply(self, batch: list[tuple[Receipt, "asyncio.Future[None]"]]) -> None:
        problem: Exception | None = None
        try:
            await self._store.write(receipts.apply_all, [receipt for receipt, _ in batch], now())
        except Exception as told:  # to everybody who waits, as the store told it
            problem = told
        for _, done in batch:
            if done.done():  # whoever put it in has gone away meanwhile
                continue
            if problem is None:
                done.set_result(None)
            else:
                done.set_exception(problem)
