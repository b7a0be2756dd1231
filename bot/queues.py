"""What delivery has taken on and not begun: replies first, the rest at its pace, everybody at a decent distance."""

import heapq
from collections import deque
from collections.abc import Iterable, Iterator

from bot.pace import Pace
from bot.spacing import Spacing
from models.outbox import Claimed

LONGEST = 1.0  # seconds until it is looked again, whatever was worked out


class Queues:
    """Two queues, and those who were written to a moment ago beside them, by when they may be written to again."""

    def __init__(self, pace: Pace, spacing: Spacing) -> None:
        self._pace, self._spacing = pace, spacing
        self._replies: deque[Claimed] = deque()
        self._bulk: deque[Claimed] = deque()
        self._apart: list[tuple[float, int, Claimed]] = []

    def __len__(self) -> int:
        return len(self._replies) + len(self._bulk) + len(self._apart)

    @property
    def bulk(self) -> int:
        """How many there are of what must not arrive twice."""
        return len(self._bulk) + sum(message.once for _, _, message in self._apart)

    def ids(self) -> Iterator[int]:
        """The number of every message here."""
        yield from (message.id for message in (*self._replies, *self._bulk))
        yield from (number for _, number, _ in self._apart)

    def add(self, replies: Iterable[Claimed], bulk: Iterable[Claimed]) -> None:
        """Take in what was taken on."""
        self._replies.extend(replies)
        self._bulk.extend(bulk)

    def clear(self) -> list[Claimed]:
        """Let go of everything; it is returned."""
        everything = [*self._replies, *self._bulk, *(message for _, _, message in self._apart)]
        self._replies.clear()
        self._bulk.clear()
        self._apart.clear()
        return everything

    def next(self, room: int) -> Claimed | None:
        """The message that may begin now, if any; `room`: how many more of the bulk may be in the air."""
        self._come_back()
        if self._replies:
            return self._first(self._replies) if self._pace.reply_in() <= 0 else None
        if self._bulk and room > 0 and self._pace.bulk_in() <= 0:
            return self._first(self._bulk)
        return None

    def wait(self, room: int) -> float:
        """Seconds until the next may begin, if nothing new comes."""
        waits = [LONGEST]
        if self._replies:
            waits.append(self._pace.reply_in())
        elif self._bulk and room > 0:
            waits.append(self._pace.bulk_in())
        if self._apart:
            waits.append(self._apart[0][0] - self._spacing.clock())
        return max(0.0, min(waits))

    def _first(self, queue: deque[Claimed]) -> Claimed | None:
        """The first one who was not written to a moment ago; the others are set apart."""
        while queue:
            message = queue.popleft()
            wait = self._spacing.wait(message.contact_id, asked=not message.once)
            if wait <= 0:
                self._spacing.begins(message.contact_id)
                (self._pace.bulk if message.once else self._pace.reply)()
                return message
            heapq.heappush(self._apart, (self._spacing.clock() + wait, message.id, message))
        return None

    def _come_back(self) -> None:
        """Whoever was set apart long enough is at the head of the queue again."""
        while self._apart and self._apart[0][0] <= self._spacing.clock():
            _, _, message = heapq.heappop(self._apart)
            (self._bulk if message.once else self._replies).appendleft(message)
