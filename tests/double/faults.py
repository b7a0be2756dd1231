"""What can go wrong at a provider: its error answers, broken connections, slowness, late failures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal


class Refused(Exception):
    """An error answer. `rule` is given when the request itself was wrong: it becomes a recorded violation."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: int = 0,
        rule: str = "",
        parameters: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.code, self.rule = status, message, code, rule
        self.parameters = dict(parameters or {})


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to go wrong. Made with the functions below."""

    kind: Literal["refused", "dropped", "lost", "slow", "later"]
    status: int = 0
    code: int = 0
    message: str = ""
    retry_after: int = 0
    seconds: float = 0.0
    rank: str = "failed"

    def refusal(self) -> Refused:
        parameters = {"retry_after": self.retry_after} if self.retry_after else {}
        return Refused(self.status, self.message, code=self.code, parameters=parameters)


def flood(retry_after: int = 1) -> Fault:
    """429 with the wait in seconds, 0 for none: in Telegram's answer, in a header of Twilio's (code 20429)."""
    message = f"Too Many Requests: retry after {retry_after}"
    return Fault("refused", 429, 20429, message, retry_after=retry_after)


def server_error(status: int = 502) -> Fault:
    """A 5xx before anything was accepted."""
    messages = {500: "Internal Server Error: restart", 502: "Bad Gateway", 503: "Service Unavailable"}
    return Fault("refused", status, 20000 + status, messages.get(status, "Server Error"))


def refused(code: int, message: str = "Refused", status: int = 400) -> Fault:
    """An error answer of the given Twilio code (or Telegram description) at once."""
    return Fault("refused", status, code, message)


def blocked() -> Fault:
    return Fault("refused", 403, 403, "Forbidden: bot was blocked by the user")


def deactivated() -> Fault:
    return Fault("refused", 403, 403, "Forbidden: user is deactivated")


def chat_not_found() -> Fault:
    return Fault("refused", 400, 400, "Bad Request: chat not found")


def dropped() -> Fault:
    """The connection breaks before anything was accepted."""
    return Fault("dropped")


def lost() -> Fault:
    """The message is accepted, and the connection breaks before the answer."""
    return Fault("lost")


def slow(seconds: float) -> Fault:
    """Accepted at once, answered only after `seconds`."""
    return Fault("slow", seconds=seconds)


def later(code: int, rank: str = "failed") -> Fault:
    """Accepted, and reported as failed (or `undelivered`) in a status callback with this Twilio code."""
    return Fault("later", code=code, rank=rank)
