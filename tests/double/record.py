"""What happened at the double: what each person has on the screen, what was asked of it, and what was done wrong."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

Address = int | str


@dataclass(slots=True, frozen=True)
class Violation:
    """A request no provider would have accepted: `where` names the method, `rule` what was broken."""

    where: str
    rule: str


@dataclass(slots=True, frozen=True)
class Button:
    """Something a person can press; `data` is the callback data, the payload or the list item's id."""

    label: str
    data: str = ""
    url: str = ""
    description: str = ""


@dataclass(slots=True, frozen=True)
class Media:
    """A file in a message: `content` where it was uploaded, `url` where the provider is to fetch it."""

    kind: str
    name: str = ""
    type: str = ""
    content: bytes = b""
    url: str = ""


@dataclass(slots=True)
class Shown:
    """One message of the bot as it stands on somebody's screen. `id` is a message id (as text) or a SID."""

    id: str
    address: str
    text: str
    kind: str = "text"
    buttons: list[Button] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)
    opener: str = ""
    edited: bool = False
    raw: dict[str, Any] = field(default_factory=dict)

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]


@dataclass(slots=True, frozen=True)
class Request:
    """One accepted or refused call with the parameters as the double understood them."""

    method: str
    parameters: dict[str, Any]


class Record:
    """Everything seen so far. With `keep=False` only counts, so that a benchmark's memory stays flat."""

    def __init__(self, *, keep: bool = True) -> None:
        self.keep = keep
        self.calls: Counter[str] = Counter()
        self.arrivals: Counter[str] = Counter()
        self.moments: list[float] = []  # of all arrivals, on the monotonic clock
        self.faults: list[Violation] = []
        self.requests: list[Request] = []
        self.screens: defaultdict[str, list[Shown]] = defaultdict(list)
        self._waiting: dict[str, asyncio.Condition] = {}
        self._watchers = asyncio.Condition()
        self._watched = 0

    def asked(self, method: str, parameters: dict[str, Any]) -> None:
        self.calls[method] += 1
        if self.keep:
            self.requests.append(Request(method, parameters))

    def show(self, shown: Shown) -> None:
        if self.keep:
            self.screens[shown.address].append(shown)

    def find(self, address: str, id: str) -> Shown | None:
        return next((shown for shown in self.screens[address] if shown.id == id), None)

    async def arrived(self, address: str) -> None:
        """Count one message at `address` and wake whoever waits for it."""
        self.arrivals[address] += 1
        if self.keep:
            self.moments.append(monotonic())
        if condition := self._waiting.get(address):
            async with condition:
                condition.notify_all()

    async def changed(self) -> None:
        """Wake whoever waits for any condition at all."""
        if self._watched:
            async with self._watchers:
                self._watchers.notify_all()

    async def settled(self, count: int, address: str, seconds: float) -> list[Shown]:
        """Wait until `count` messages in all have reached `address`. Raises TimeoutError saying what did."""
        condition = self._waiting.setdefault(address, asyncio.Condition())
        try:
            async with asyncio.timeout(seconds), condition:
                await condition.wait_for(lambda: self.arrivals[address] >= count)
        except TimeoutError:
            seen = [shown.text for shown in self.screens[address]]
            raise TimeoutError(f"{self.arrivals[address]} of {count} messages at {address}: {seen}") from None
        return list(self.screens[address])

    async def until(self, true: Callable[[], bool], seconds: float) -> None:
        """Wait until `true()` holds; it is asked again after every request to the double."""
        self._watched += 1
        try:
            async with asyncio.timeout(seconds), self._watchers:
                await self._watchers.wait_for(true)
        finally:
            self._watched -= 1
