"""A bot that only listens: it keeps what providers post to it, so that the double itself can be tested."""

from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Posted:
    """One webhook as it came over the wire."""

    path: str
    headers: dict[str, str]
    body: str

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body, keep_blank_values=True))


class Listener:
    """`async with Listener() as bot:` serves at `bot.url`; `bot.posted` is what came, in order."""

    def __init__(self, status: int = 200) -> None:
        self.status = status
        self.posted: list[Posted] = []

    async def __aenter__(self) -> Self:
        self._runner = web.ServerRunner(web.Server(self._take), shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    async def _take(self, request: web.BaseRequest) -> web.StreamResponse:
        body = (await request.read()).decode()
        self.posted.append(Posted(request.raw_path, dict(request.headers), body))
        return web.Response(status=self.status)
