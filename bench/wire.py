"""Just enough HTTP/1.1, on both sides, that whoever measures costs far less than what is measured."""

import asyncio
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

Answer = Callable[[str, bytes], tuple[bytes, bool]]  # path and body in; the JSON answer, and whether it may be late

_OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


class _Pieces(asyncio.Protocol):
    """Collects what arrives into whole messages: a head, and as much of a body as it tells."""

    def __init__(self) -> None:
        self._arrived = bytearray()
        self._transport: asyncio.Transport | None = None

    @property
    def transport(self) -> asyncio.Transport:
        if self._transport is None:
            raise ConnectionError("not connected")
        return self._transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._arrived += data
        while (head := self._arrived.find(_END)) >= 0:
            end = head + len(_END) + _length(bytes(self._arrived[:head]))
            if len(self._arrived) < end:
                return
            whole = bytes(self._arrived[:end])
            del self._arrived[:end]
            self.whole(whole[:head], whole[head + len(_END) :])

    def whole(self, head: bytes, body: bytes) -> None:
        raise NotImplementedError


def _length(head: bytes) -> int:
    lower = head.lower()
    if b"transfer-encoding:" in lower:
        raise ValueError("only bodies that tell their length are understood")
    _, found, rest = lower.partition(_LENGTH)
    return int(rest.split(b"\r\n", 1)[0]) if found else 0


class _Served(_Pieces):
    """One connection of a client; `latency()` is in seconds."""

    def __init__(self, answer: Answer, latency: Callable[[], float]) -> None:
        super().__init__()
        self._answer, self._latency = answer, latency

    def whole(self, head: bytes, body: bytes) -> None:
        path = head.split(b" ", 2)[1].decode()
        answer, late = self._answer(path, body)
        response = _OK % (len(answer), answer)
        seconds = self._latency() if late else 0.0
        if seconds:
            asyncio.get_running_loop().call_later(seconds, self._late, response)
        else:
            self.transport.write(response)

    def _late(self, response: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(response)


async def serve(answer: Answer, latency: Callable[[], float]) -> tuple[asyncio.Server, str]:
    """Answer on a free port of this machine; the server and its address."""
    server = await asyncio.get_running_loop().create_server(lambda: _Served(answer, latency), "127.0.0.1", 0)
    return server, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


class Line(_Pieces):
    """One connection to a server, for one request after another."""

    def __init__(self, head: bytes) -> None:
        super().__init__()
        self._head = head
        self._answered: asyncio.Future[int] | None = None

    @classmethod
    async def to(cls, url: str, headers: Mapping[str, str]) -> "Line":
        """A line that posts JSON to `url`."""
        where = urlsplit(url)
        more = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        head = f"POST {where.path} HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Type: application/json\r\n{more}"
        loop = asyncio.get_running_loop()
        _, line = await loop.create_connection(lambda: cls(head.encode()), where.hostname or "", where.port or 80)
        return line

    def post(self, body: bytes) -> "asyncio.Future[int]":
        """Send a body; the status of the answer."""
        return self.ask(self._head, body)

    def ask(self, head: bytes, body: bytes) -> "asyncio.Future[int]":
        """Send a body under a head of its own, which ends with its last header."""
        self._answered = asyncio.get_running_loop().create_future()
        self.transport.write(b"%bContent-Length: %d\r\n\r\n%b" % (head, len(body), body))
        return self._answered

    def whole(self, head: bytes, body: bytes) -> None:
        if self._answered is not None and not self._answered.done():
            self._answered.set_result(int(head.split(b" ", 2)[1]))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answered is not None and not self._answered.done():
            self._answered.set_exception(ConnectionError("the bot closed the connection"))

    def close(self) -> None:
        self.transport.close()
