"""How fast one account may send: never more than its rate in any second, slower after the provider complained.

Replies take the next slot that is free. What nobody asked for is spread evenly over what is left, and leaves a fifth
of the rate to people as long as some are writing.
"""

from collections import deque
from collections.abc import Callable

SECOND = 1.007  # in which no more than the rate begins, with a little room for what the network delays unevenly
EVENLY = 0.993  # of the rate: what nobody asked for
BULK_SHARE = 0.8  # of that, while people write
PEOPLE = 2.0  # seconds after a reply in which people count as writing
BURST = 0.05  # seconds' worth of what nobody asked for that may be made up for after a delay

SLOWER = 0.7  # after a complaint, of what was allowed before
LEAST = 0.05  # of the rate
RECOVERY = 0.005  # of the rate, won back in each second without a complaint


class Pace:
    """Slots of one account, `rate` a second. `clock` counts seconds."""

    def __init__(self, rate: float, clock: Callable[[], float]) -> None:
        self._rate, self._clock = rate, clock
        self._begun: deque[float] = deque()
        self._silent_until = self._replied = float("-inf")
        self._factor, self._since = 1.0, clock()
        self._tokens, self._filled = 1.0, clock()

    @property
    def allowed(self) -> float:
        """Messages a second, as things stand."""
        self._recover()
        return max(1.0, self._rate * self._factor)

    def reply_in(self) -> float:
        """Seconds until a reply may begin; 0 for now."""
        moment = self._clock()
        return max(0.0, self._silent_until - moment, self._window_in(moment))

    def bulk_in(self) -> float:
        """Seconds until something that nobody asked for may begin, if nothing else does; 0 for now."""
        moment = self._clock()
        self._fill(moment)
        missing = (1.0 - self._tokens) / self._bulk_rate(moment)
        return max(0.0, self._silent_until - moment, self._window_in(moment), missing)

    def reply(self) -> None:
        """A reply begins."""
        self._replied = self._clock()
        self._begun.append(self._replied)

    def bulk(self) -> None:
        """Something that nobody asked for begins."""
        moment = self._clock()
        self._fill(moment)
        self._tokens -= 1.0
        self._begun.append(moment)

    def rest(self, seconds: float) -> None:
        """Begin nothing for so long."""
        self._silent_until = max(self._silent_until, self._clock() + seconds)

    def complaint(self, seconds: float) -> None:
        """The provider wants silence for so long; afterwards it goes on more slowly, and faster again by and by."""
        moment = self._clock()
        if moment >= self._silent_until:  # several of those in the air are told the same
            self._recover()
            self._factor = max(LEAST, self._factor * SLOWER)
        self.rest(seconds)
        self._since = self._silent_until

    def _window_in(self, moment: float) -> float:
        begun, most = self._begun, int(self.allowed)
        while begun and begun[0] <= moment - SECOND:
            begun.popleft()
        return begun[-most] + SECOND - moment if len(begun) >= most else 0.0

    def _bulk_rate(self, moment: float) -> float:
        share = BULK_SHARE if moment < self._replied + PEOPLE else 1.0
        return self.allowed * EVENLY * share

    def _fill(self, moment: float) -> None:
        rate = self._bulk_rate(moment)
        most = max(1.0, rate * BURST)
        self._tokens = min(most, self._tokens + max(0.0, moment - self._filled) * rate)
        self._filled = moment

    def _recover(self) -> None:
        moment = self._clock()
        if self._factor < 1.0 and moment > self._since:
            self._factor = min(1.0, self._factor + (moment - self._since) * RECOVERY)
            self._since = moment
        elif moment > self._since:
            self._since = moment
