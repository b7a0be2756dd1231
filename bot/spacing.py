"""How close together one person may be written to: providers refuse what comes too fast to one chat.

Replies may come in a burst, as in a lively conversation; what nobody asked for keeps the whole distance.
"""

from collections.abc import Callable

_TIDY = 10_000  # people remembered, before those are forgotten whose distance is over


class Spacing:
    """A distance of `gap` seconds to each contact, with up to `burst` replies at once. `clock` counts seconds."""

    def __init__(self, gap: float, burst: int, clock: Callable[[], float]) -> None:
        self._gap, self._room, self.clock = gap, gap * (burst - 1), clock
        self._next: dict[int, float] = {}

    def wait(self, contact: int, *, asked: bool) -> float:
        """Seconds until the next message to `contact` may begin; 0 for now."""
        free = self._next.get(contact)
        return 0.0 if free is None else max(0.0, free - (self._room if asked else 0.0) - self.clock())

    def begins(self, contact: int) -> None:
        """A message to `contact` begins."""
        if not self._gap:
            return
        moment = self.clock()
        self._next[contact] = max(moment, self._next.get(contact, moment)) + self._gap
        if len(self._next) > _TIDY:
            self._next = {one: free for one, free in self._next.items() if free > moment}
