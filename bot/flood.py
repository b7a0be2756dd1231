"""How many messages one sender may have answered at once; more are kept and answered a little later."""

from collections import OrderedDict
from collections.abc import Callable

BURST = 20  # messages at once
EVERY = 3.0  # seconds for one more
SENDERS = 10_000  # remembered; the one not heard from for the longest is forgotten first


class Flood:
    """A bucket of `BURST` for each sender, which fills again by one every `EVERY` seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._full_at: OrderedDict[str, float] = OrderedDict()  # when each bucket will be full again

    def too_many(self, sender: str) -> bool:
        """Count a message of `sender`; whether it is one too many."""
        now = self._clock()
        full_at = max(self._full_at.get(sender, now), now) + EVERY
        if full_at - now > BURST * EVERY:
            return True
        self._full_at[sender] = full_at
        self._full_at.move_to_end(sender)
        if len(self._full_at) > SENDERS:
            self._full_at.popitem(last=False)
        return False
