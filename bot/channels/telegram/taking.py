"""Takes updates in, for the webhook and for polling alike: only a store that cannot be reached holds an update back.

What cannot be read, and what a fault of ours meets, is logged and passed over, since it would come again for ever.
"""

from collections.abc import Iterable

import structlog

from bot.channels.base import Inbox
from bot.channels.telegram.parsing import Event, Heard, NotAnUpdate, Pressed, Reachability, read
from models.store import Unavailable

BODY = 1_000_000  # bytes of one update; nothing that a person does comes near it

log = structlog.get_logger()


def events_of(update: bytes) -> list[Event]:
    """What the update says; nothing if it cannot be read."""
    try:
        if len(update) > BODY:
            raise NotAnUpdate
        return read(update)
    except NotAnUpdate:
        log.warning("telegram.update.unreadable", bytes=len(update))
    except Exception as problem:
        log.error("telegram.update.failed", error=type(problem).__name__)
    return []


async def hand_in(events: Iterable[Event], inbox: Inbox) -> str | None:
    """Hand in the events of one update, in order; the id of the press that is to be answered now, if there is one.

    What is handed in is durable. Raises `Unavailable`.
    """
    pressed = None
    for event in events:
        if isinstance(event, Pressed):
            pressed = event.id
        else:
            await _hand_in(event, inbox)
    return pressed


async def _hand_in(event: Heard | Reachability, inbox: Inbox) -> None:
    try:
        if isinstance(event, Heard):
            await inbox.heard(event.address, event.arrival)
        else:
            await inbox.reachability(event.address, reachable=event.reachable)
    except Unavailable:
        raise
    except Exception as problem:  # a fault of ours must not hold back the person's next messages
        log.error("telegram.update.failed", error=type(problem).__name__)
