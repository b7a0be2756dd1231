"""A server that stands for Twilio's media, or for a place where nobody should ever knock."""

from collections.abc import Callable
from typing import Self

from aiohttp import web

SID = "AC" + "0" * 28 + "d0b1"
PATH = f"/2010-04-01/Accounts/{SID}/Messages/MM0/Media/ME0"


class Canary:
    """A server that notes who knocks, and answers as it is told."""

    def __init__(self) -> None:
        self.connections = 0
        self.requests: list[tuple[str, str | None]] = []
        self.answer: Callable[[], web.Response] = web.Response
        self._runner = web.ServerRunner(web.Server(self._take), shutdown_timeout=0.1)

    async def _take(self, request: web.BaseRequest) -> web.StreamResponse:
        self.requests.append((request.path, request.headers.get("Authorization")))
        return self.answer()

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def redirects(self, location: str) -> None:
        self.answer = lambda: web.Response(status=307, headers={"Location": location})

    def says(self, status: int, body: bytes = b"") -> None:
        self.answer = lambda: web.Response(status=status, body=body)
