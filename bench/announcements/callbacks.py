"""Posts what became of messages as Twilio does: signed, as many at once as there are, each message's in their order."""

import asyncio
import hmac
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha1
from typing import Any
from urllib.parse import urlencode, urlsplit

from bench.channels import AUTH, FROM
from bench.provider import ACCOUNT
from bench.wire import Line

PUBLIC = "https://bot.example.org"  # as Twilio knows the program, wherever it really is
SENT = 0.06  # seconds after a message came in, at which it is told that it was sent
DELIVERED, READ = 0.25, 0.6
READERS = 2  # every so manyth is read


class Callbacks:
    """Tells the program at `url` of every message: sent, delivered, and of half of them that they were read.

    `posted` and `taken` count receipts: those that were sent, and those that were answered as Twilio wants it.
    """

    def __init__(self, url: str) -> None:
        self.posted = self.taken = 0
        self._url = url
        self._free: list[Line] = []
        self._lines: list[Line] = []
        self._under_way: set[asyncio.Task[None]] = set()
        self._closed = False

    def texted(self, values: Mapping[str, Any], sid: str) -> None:
        """A message has come to Twilio; what becomes of it is told by and by."""
        loop = asyncio.get_running_loop()
        reads = int(sid[-2:], 16) % READERS == 0
        for state, seconds in (("sent", SENT), ("delivered", DELIVERED), *([("read", READ)] if reads else ())):
            loop.call_later(seconds, self._begin, values["StatusCallback"], values["To"], sid, state)

    async def post(self, callback: str, to: str, sid: str, state: str) -> None:
        """Post one receipt, and wait until the program has taken it."""
        line = self._free.pop() if self._free else await self._opened()
        self.posted += 1
        status = await line.ask(*_request(callback, to, sid, state))
        self.taken += status == 204
        self._free.append(line)

    def close(self) -> None:
        """Hang up, and tell nothing more."""
        self._closed = True
        for line in self._lines:
            line.close()

    def _begin(self, *what: str) -> None:
        if not self._closed:
            self._keep(asyncio.get_running_loop().create_task(self._told(*what)))

    async def _told(self, *what: str) -> None:
        try:
            await self.post(*what)
        except ConnectionError:
            if not self._closed:
                raise

    def _keep(self, task: "asyncio.Task[None]") -> None:
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _opened(self) -> Line:
        line = await Line.to(self._url, {})
        self._lines.append(line)
        return line


def _request(callback: str, to: str, sid: str, state: str) -> tuple[bytes, bytes]:
    """Head and body of one receipt."""
    form = {
        "AccountSid": ACCOUNT,
        "ApiVersion": "2010-04-01",
        "ChannelPrefix": "whatsapp",
        "From": FROM,
        "MessageSid": sid,
        "MessageStatus": state,
        "SmsSid": sid,
        "SmsStatus": state,
        "StructuredMessage": "false",
        "To": to,
    }
    where = urlsplit(callback)
    head = (
        f"POST {where.path}?{where.query} HTTP/1.1\r\nHost: {where.netloc}\r\nX-Twilio-Signature: "
        f"{signature(callback, form)}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    )
    return head.encode(), urlencode(form).encode()


def signature(url: str, form: Mapping[str, str]) -> str:
    """How Twilio signs a form."""
    signed = url + "".join(f"{name}{form[name]}" for name in sorted(form))
    return b64encode(hmac.digest(AUTH.encode(), signed.encode(), sha1)).decode()
