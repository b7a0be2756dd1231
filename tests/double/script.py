"""Which request meets which fault: in a given order, or by seeded chance."""

import random
from collections import Counter, deque
from collections.abc import Iterable, Mapping

from tests.double.faults import Fault


class Script:
    """What was asked to go wrong. A key is a Telegram method, an operation of Twilio's, `telegram` or `twilio`."""

    def __init__(self) -> None:
        self._queues: dict[tuple[str, str], deque[Fault | None]] = {}
        self._mixes: dict[str, tuple[int, list[tuple[Fault, float]]]] = {}
        self._turns: Counter[tuple[str, str]] = Counter()

    def add(self, key: str, faults: Iterable[Fault | None], address: str = "") -> None:
        """The next requests meet these in order (None: no fault); with `address` only those to it."""
        self._queues.setdefault((key, address), deque()).extend(faults)

    def mix(self, key: str, shares: Mapping[Fault, float], seed: int) -> None:
        """Each fault meets its share (0 to 1) of requests. What the n-th request to an address meets depends
        on the seed alone, in whatever order requests of different addresses arrive."""
        self._mixes[key] = (seed, list(shares.items()))

    def clear(self) -> None:
        self._queues.clear()
        self._mixes.clear()
        self._turns.clear()

    def take(self, keys: tuple[str, ...], address: str) -> Fault | None:
        if not self._queues and not self._mixes:
            return None
        for key in keys:
            for queue in (self._queues.get((key, address)), self._queues.get((key, ""))):
                if queue:
                    return queue.popleft()
        return next((self._draw(key, address) for key in keys if key in self._mixes), None)

    def _draw(self, key: str, address: str) -> Fault | None:
        seed, shares = self._mixes[key]
        self._turns[key, address] += 1
        chance = random.Random(f"{seed} {key} {address} {self._turns[key, address]}").random()  # noqa: S311 -- must repeat
        for fault, share in shares:
            if chance < share:
                return fault
            chance -= share
        return None
