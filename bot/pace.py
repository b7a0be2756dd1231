"""How fast one account may send: never more than its rate in any second, slower after the provider complained.

Replies take the next slot that is free, a few at once and the others evenly: what is delayed on the way would else fall
into one second with what follows. What nobody asked for is spread evenly over what is left, and leaves a fifth of the
rate to people as long as some are writing.
"""

from collections import deque
from collections.abc import Callable

SECOND = 1.007  # in which no more than the rate begins, with a little room for what the network delays unevenly
EVENLY = 0.993  # of the rate: what nobody asked for
BULK_SHARE = 0.8  # of that, while people write
PEOPLE = 2.0  # seconds after a reply in which people count as writing
BURST = 0.05  # seconds' worth of what nobody asked for that may be made up for after a delay
AT_ONCE = 0.1  # seconds' worth of replies

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
        self._bulk, self._replies = _Evenly(BURST, clock()), _Evenly(AT_ONCE, clock())

    @property
    def allowed(self) -> float:
        """Messages a second, as things stand."""
        self._recover()
        return max(1.0, self._rate * self._factor)

    def reply_in(self) -> float:
        """Seconds until a reply may begin; 0 for now."""
        moment = self._clock()
        wait = self._replies.wait(moment, self.allowed)
        return max(0.0, self._silent_until - moment, self._window_in(moment), wait)

    def bulk_in(self) -> float:
        """Seconds until something that nobody asked for may begin, if nothing else does; 0 for now."""
        moment = self._clock()
        wait = self._bulk.wait(moment, self._bulk_rate(moment))
        return max(0.0, self._silent_until - moment, self._window_in(moment), wait)

    def reply(self) -> None:
        """A reply begins."""
        self._replied = self._clock()
        self._replies.take(self._replied, self.allowed)
        self._begun.append(self._replied)

    def bulk(self) -> None:
        """Something that nobody asked for begins."""
        moment = self._clock()
        self._bulk.take(moment, self._bulk_rate(moment))
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

    def _recover(self) -> None:
        moment = self._clock()
        if self._factor < 1.0 and moment > self._since:
            self._factor = min(1.0, self._factor + (moment - self._since) * RECOVERY)
            self._since = moment
        elif moment > self._since:
            self._since = moment


class _Evenly:
    """Lets so many begin in a second, evenly, and after a delay makes up for `burst` seconds of it at once."""

    def __init__(self, burst: float, moment: float) -> None:
        self._burst, self._tokens, self._filled = burst, 1.0, moment

    def wait(self, moment: float, rate: float) -> float:
        """Seconds until the next may begin, or less than nothing."""
        self._fill(moment, rate)
        return (1.0 - self._tokens) / rate

    def take(self, moment: float, rate: float) -> None:
        """One begins."""
        self._fill(moment, rate)
        self._tokens -= 1.0

    def _fill(self, moment: float, rate: float) -> None:
        most = max(1.0, rate * self._burst)
        self._tokens = min(most, self._tokens + max(0.0, moment - self._filled) * rate)
        self._filled = moment
