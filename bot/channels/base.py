"""What a channel is, what it hands on, and what its errors mean."""

from typing import Protocol

from aiohttp import web

from models.contacts import Address
from models.outbox import Claimed
from models.received import Arrival, Attachment


class SendError(Exception):
    """A message was not sent; `code` is the provider's own, and nothing of the message is in here."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class RetryLater(SendError):
    """Not taken now: try again after `delay` seconds (None: as you like); `everyone`: the whole channel waits."""

    def __init__(self, code: str, delay: float | None = None, *, everyone: bool = False) -> None:
        super().__init__(code)
        self.delay, self.everyone = delay, everyone


class Unreachable(SendError):
    """The person has blocked us, is gone, or opted out at the provider; write to them no more."""


class WrongContent(SendError):
    """The provider refuses what the message says; sending it again will not help."""


class Uncertain(SendError):
    """The provider may have accepted it before the answer was lost."""


class OutsideWindow(SendError):
    """WhatsApp: the person has not written for a day; only an approved template may be sent."""


class FetchError(Exception):
    """A file could not be had from the provider; `again` says whether trying later may help."""

    def __init__(self, code: str, *, again: bool = False) -> None:
        super().__init__(code)
        self.code, self.again = code, again


class TooLarge(FetchError):
    """The file is larger than allowed; it was not read to its end."""


class Inbox(Protocol):
    """Where channels hand in what came. Each call returns when the thing is durable; it may raise `Unavailable`."""

    async def heard(self, address: Address, arrival: Arrival) -> None:
        """A message from a person."""

    async def reachability(self, address: Address, *, reachable: bool) -> None:
        """A person blocked us, or took us back."""

    async def receipt(self, message: int, state: str, error: str | None = None, provider_id: str | None = None) -> None:
        """The provider says what became of our message, as a state of `models.messages`: see `models.receipts`."""


class Channel(Protocol):
    """One channel account."""

    name: str
    rate: float  # messages a second, at the most
    gap: float  # seconds between messages to one person; none for 0
    burst: int  # replies to one person that may come at once all the same

    def routes(self) -> list[web.RouteDef]:
        """The webhooks."""

    async def start(self) -> None:
        """Open what sending needs, and register with the provider; must not fail when the provider is away."""

    async def stop(self) -> None:
        """Close what `start` opened."""

    async def send(self, message: Claimed) -> str | None:
        """Send one message and return the provider's id of it. Raises a `SendError`."""

    async def fetch(self, attachment: Attachment, most: int) -> bytes:
        """The content of a file, at most `most` bytes. Raises a `FetchError`."""
