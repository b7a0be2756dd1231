"""Hands in what was fetched: in order what is of one chat, side by side what is of several.

What was fetched is confirmed as one, so one update that the store can never take would hold back everybody. It is
given up after some tries in which the store did take those of others.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

import structlog

from bot.channels.base import Inbox
from bot.channels.telegram.parsing import Event, Pressed
from bot.channels.telegram.taking import events_of, hand_in
from models.store import Unavailable

TRIES = 10  # with polling's pauses between them some three minutes

log = structlog.get_logger()

Chat = list[tuple[bytes, list[Event]]]  # updates, and what they say


class Intake:
    """Hands to `inbox`; `pressed` gets the id of a press that is to be answered."""

    def __init__(self, inbox: Inbox, pressed: Callable[[str], None]) -> None:
        self._inbox, self._pressed = inbox, pressed
        self._tries: Counter[bytes] = Counter()

    async def take(self, updates: Iterable[bytes]) -> None:
        """Hand in all of it. Raises `Unavailable` if some of it has to be handed in again."""
        nobodys, *chats = _by_chat(updates)
        await self._hand_in(nobodys)
        stopped = await asyncio.gather(*map(self._hand_in, chats))
        left = [update for update in stopped if update is not None]
        if not left:
            return self._tries.clear()
        if len(left) < len(chats):
            self._tries.update(left)
        raise Unavailable("some of it")

    async def _hand_in(self, chat: Chat) -> bytes | None:
        """The update at which the store was away; None if all of them are durable, or given up."""
        for update, events in chat:
            try:
                pressed = await hand_in(events, self._inbox)
            except Unavailable as problem:
                if self._tries[update] < TRIES:
                    return update
                log.error("telegram.update.failed", error=type(problem).__name__, tries=TRIES)
            else:
                if pressed is not None:
                    self._pressed(pressed)
        return None


def _by_chat(updates: Iterable[bytes]) -> list[Chat]:
    """The updates of each chat; the first are those with which the store has nothing to do."""
    chats: defaultdict[str, Chat] = defaultdict(list, {"": []})
    for update in updates:
        events = events_of(update)
        chat = next((event.address.raw for event in events if not isinstance(event, Pressed)), "")
        chats[chat].append((update, events))
    return list(chats.values())
