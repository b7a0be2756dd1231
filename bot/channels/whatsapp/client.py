"""Twilio's client on one pooled session of ours, with time limits, and without repeating what may have been done.

The client's own asynchronous transport ignores its time limit, repeats POSTs when told to retry, and sends JSON
as a form.
"""

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from bot.channels.base import RetryLater

API_URL, CONTENT_URL = "https://api.twilio.com", "https://content.twilio.com"
TIME_LIMIT = aiohttp.ClientTimeout(total=20, sock_connect=5)
CONNECTIONS = 512
JSON = "application/json"
#: Their lines carry addresses.
_TALKATIVE = ("twilio.http_client", "twilio.async_http_client", "twilio.request_validator", "aiohttp.access")


@dataclass(frozen=True, slots=True)
class Account:
    """Whose account, and where Twilio's interfaces are."""

    sid: str
    token: str
    api_url: str = API_URL
    content_url: str = CONTENT_URL

    @property
    def messaging_url(self) -> str | None:
        """Where senders are set up: beside the API at Twilio, nowhere at a test double."""
        first, _, domain = (urlsplit(self.api_url).hostname or "").partition(".")
        at_twilio = first == "api" and f".{domain}".endswith(".twilio.com")
        return f"https://messaging.{domain}" if at_twilio else None

    def __repr__(self) -> str:
        return f"Account({self.sid})"


class Wire(AsyncHttpClient):  # type: ignore[misc]  # the package has no types
    """Carries requests; answers of 429 become `RetryLater` with the delay that was asked for."""

    def __init__(self) -> None:
        super().__init__(logging.getLogger("twilio.async_http_client"), True)
        self._session: aiohttp.ClientSession | None = None

    async def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  # part of Twilio's interface; ours are the session's
        allow_redirects: bool = False,
    ) -> Response:
        given = dict(headers or {})
        if auth:
            given["Authorization"] = aiohttp.encode_basic_auth(*auth)
        form, body = (None, data) if given.get("Content-Type") == JSON else (data, None)
        async with self._open().request(
            method, url, params=params, data=form, json=body, headers=given, allow_redirects=False
        ) as response:
            text = await response.text()
        if response.status == 429:
            raise RetryLater("20429", _seconds(response.headers.get("Retry-After")), everyone=True)
        return Response(response.status, text, response.headers)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=TIME_LIMIT,
            )
        return self._session

    async def close(self) -> None:
        """Close the connections; a later request opens new ones."""
        if self._session is not None:
            await self._session.close()
            self._session = None


def client_on(wire: Wire, account: Account) -> Any:
    """Twilio's client for this account. The environment has no say in where it goes."""
    client = Client(account.sid, account.token, http_client=wire, environment={"TWILIO_EDGE": ""})
    client.api.base_url, client.content.base_url = account.api_url, account.content_url
    if account.messaging_url:
        client.messaging.base_url = account.messaging_url
    return client


@asynccontextmanager
async def connected(account: Account) -> AsyncIterator[Any]:
    """Twilio's client for the time of a block."""
    quiet()
    wire = Wire()
    try:
        yield client_on(wire, account)
    finally:
        await wire.close()


def quiet() -> None:
    """Silence the loggers whose lines carry addresses."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _seconds(header: str | None) -> float | None:
    return float(header) if header and header.isdecimal() and len(header) < 6 else None
