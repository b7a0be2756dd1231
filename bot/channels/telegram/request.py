"""How Telegram is reached: aiohttp in place of python-telegram-bot's httpx, and errors that say whether anything left.

No error made here holds an address, since the bot's token is a part of every address.
"""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, NamedTuple

import aiohttp
import msgspec
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

CONNECT = 5.0  # seconds to reach Telegram, or to wait for a free connection
READ = 20.0  # seconds without a byte of the answer
TOTAL = 60.0  # seconds for one exchange
CONNECTIONS = 256
KEPT_ALIVE = 30.0  # seconds, less than Telegram keeps an idle connection


def _limits(connect: float | None, read: float | None, total: float = TOTAL) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=total, connect=connect, sock_connect=connect, sock_read=read)


#: Fewer timers for the way that every message takes: whoever sends has a limit of its own for the whole exchange.
_USUAL = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT, sock_read=READ)
_JSON = {"Content-Type": "application/json"}
_GOOD = b'{"ok":true'
_TOO_MANY, _BAD_GATEWAY = 429, 502


class NotSent(NetworkError):
    """No connection came about: Telegram has seen nothing of the request."""


class Flood(NetworkError):
    """Telegram wants `seconds` of silence. (The library's own `RetryAfter` warns whenever it is made.)"""

    def __init__(self, seconds: float) -> None:
        super().__init__("429")
        self.seconds = seconds


class FilePart(NamedTuple):
    """A file to be sent: the parameter that it is, its name, its content and its MIME type."""

    field: str
    name: str
    content: bytes
    type: str


class _Parameters(msgspec.Struct):
    retry_after: float = 0.0


class _Verdict(msgspec.Struct):
    ok: bool = False
    error_code: int | None = None
    parameters: _Parameters | None = None


class Request(BaseRequest):
    """One pooled session, open from `initialize` to `shutdown`; proxies named in the environment are not used.

    Raises `NotSent`; `TimedOut` when it was sent and no answer came; `NetworkError` when the connection broke. For
    the library's own calls 429 is a `Flood`.
    """

    __slots__ = ("_session",)

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return READ

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=KEPT_ALIVE),
                timeout=_USUAL,
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
            )

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def post_json(self, url: URL, body: bytes, patience: float = 0.0) -> tuple[int, bytes]:
        """Call a method with its parameters as JSON: the status of the answer and the answer, good or bad.

        `patience`: seconds for which Telegram may hold the answer back.
        """
        limits = _limits(CONNECT, READ + patience, TOTAL + patience) if patience else _USUAL
        return await self._exchange("POST", url, body, _JSON, limits)

    async def post_file(self, url: URL, fields: Mapping[str, str], file: FilePart) -> tuple[int, bytes]:
        """Call a method with its parameters and a file; as `post_json`."""
        form = aiohttp.FormData(fields, default_to_multipart=True)
        form.add_field(file.field, file.content, filename=file.name, content_type=file.type)
        return await self._exchange("POST", url, form, {}, _USUAL)

    def download(self, url: URL) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        """A GET under way; redirects are not followed. It raises aiohttp's errors: see `meaning`."""
        return self._opened().get(url, allow_redirects=False)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        limits = _limits(_told(connect_timeout, CONNECT), _told(read_timeout, READ))
        body, headers = _body(request_data)
        status, payload = await self._exchange(method, URL(url), body, headers, limits)
        if status == _TOO_MANY:
            raise Flood(_wait(payload))
        return status, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            return msgspec.json.decode(payload, type=dict[str, Any])
        except ValueError:  # the original logs the answer, and what was said may stand in it
            raise TelegramError("Invalid server response") from None

    async def _exchange(
        self, method: str, url: URL, body: Any, headers: dict[str, str], limits: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        """Raised outside of the `except`, so that no error drags the address along as its context."""
        try:
            async with self._opened().request(
                method, url, data=body, headers=headers, allow_redirects=False, timeout=limits
            ) as response:
                payload = await response.read()
                return _status(response.status, payload), payload
        except Exception as problem:
            fault = meaning(problem)
        raise fault

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise NotSent("not started")
        return self._session


def meaning(problem: Exception) -> NetworkError:
    """What an error of aiohttp's says about the request."""
    if isinstance(problem, NetworkError):
        return problem
    if isinstance(problem, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError | aiohttp.InvalidURL):
        return NotSent(type(problem).__name__)
    return TimedOut() if isinstance(problem, TimeoutError) else NetworkError(type(problem).__name__)


def _status(status: int, payload: bytes) -> int:
    """The status as the answer itself tells it: a 200 may carry `"ok":false`."""
    if status != 200 or payload.startswith(_GOOD):
        return status
    try:
        verdict = msgspec.json.decode(payload, type=_Verdict)
    except ValueError:
        return status
    return status if verdict.ok else verdict.error_code or _BAD_GATEWAY


def _wait(payload: bytes) -> float:
    try:
        parameters = msgspec.json.decode(payload, type=_Verdict).parameters
    except ValueError:
        return 0.0
    return parameters.retry_after if parameters else 0.0


def _body(data: RequestData | None) -> tuple[Any, dict[str, str]]:
    """JSON, or a form in parts where there are files."""
    if data is None:
        return None, {}
    if not data.contains_files:
        return msgspec.json.encode(data.parameters), _JSON
    form = aiohttp.FormData(data.json_parameters, default_to_multipart=True)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form, {}


def _told(given: Any, otherwise: float) -> float | None:
    return otherwise if given is BaseRequest.DEFAULT_NONE else given
