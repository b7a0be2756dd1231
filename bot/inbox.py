"""Where channels hand in what came: each thing is durable, and answered, when the call returns."""

import time
import traceback
from collections.abc import Callable

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot.flood import Flood
from bot.receipt_box import ReceiptBox
from handlers import inbound
from handlers.inbound import Took
from models import addresses, contacts, put_right
from models.base import now
from models.contacts import Address
from models.receipts import Receipt
from models.received import Arrival
from models.store import Store, Unavailable

log = structlog.get_logger()


class StoreInbox:
    """Hands everything to the store, and tells whoever works on what it set in motion."""

    def __init__(self, store: Store, replied: Callable[[str], None], waits: Callable[[], None]) -> None:
        """`replied` is told the channel that has a reply to send, `waits` that a message waits for its file or turn."""
        self._store, self._replied, self._waits = store, replied, waits
        self._flood = Flood(time.monotonic)
        self._receipts = ReceiptBox(store)

    async def heard(self, address: Address, arrival: Arrival) -> None:
        """A message from a person. Raises `Unavailable` when it could not be stored."""
        later = self._flood.too_many(f"{address.channel} {address.names[0]}")
        try:
            try:
                took = await self._store.write(inbound.receive, address, arrival, now(), later=later)
            except IntegrityError:  # another process met the same stranger first; now she is there
                took = await self._store.write(inbound.receive, address, arrival, now(), later=later)
        except Unavailable:
            raise
        except Exception as problem:
            log.error("turn_failed", channel=address.channel, error=type(problem).__name__)
            took = await self._after_fault(address, arrival, problem)
        self.set_in_motion(took)

    async def reachability(self, address: Address, *, reachable: bool) -> None:
        """A person blocked us, or took us back."""
        await self._store.write(_reached, address, reachable)

    async def receipt(self, message: int, state: str, error: str | None = None, provider_id: str | None = None) -> None:
        """The provider says what became of our message, which it knows as `provider_id`."""
        await self._receipts.put(Receipt(message, state, error, provider_id))

    async def _after_fault(self, address: Address, arrival: Arrival, problem: Exception) -> Took:
        """Let the person go where she wants to, or park what she wrote. Nothing of the failed turn has been kept."""
        try:
            took = await self._store.write(inbound.escape, address, arrival, now())
        except Unavailable:
            raise
        except Exception as again:
            log.error("way_out_failed", channel=address.channel, error=type(again).__name__)
            took = None
        if took is None:
            took = await self._store.write(inbound.park, address, arrival, told(problem), now())
        return took

    def set_in_motion(self, took: Took) -> None:
        """Wake whoever has something to do now."""
        if took.channel is not None:
            self._replied(took.channel)
        if took.waits:
            self._waits()


def told(problem: Exception) -> str:
    """What staff need to know of a fault; it is stored sealed, since it may quote what somebody wrote."""
    return "".join(traceback.format_exception(problem))[-8000:]


def _reached(db: Connection, address: Address, reachable: bool) -> None:
    moment = now()
    contact = addresses.at(db, address)
    contacts.unreachable(db, contact.id, None if reachable else moment)
    if not reachable:
        put_right.skip_rest(db, [contact.id], moment)
