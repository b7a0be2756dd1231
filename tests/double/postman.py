"""Carries webhooks to the bot: signed over the address the provider knows, posted to where the bot listens."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import aiohttp
import msgspec
from twilio.request_validator import RequestValidator
from yarl import URL

from tests.double.options import Options


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot said to a webhook; `status` 0 means that it could not be reached."""

    status: int
    body: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """What lay at an address."""

    status: int
    type: str
    content: bytes


def bare(url: str) -> str:
    """The URL without Twilio's connection overrides, which are neither sent nor signed."""
    return urlunsplit(urlsplit(url)._replace(fragment=""))


class Postman:
    """One session for all webhooks; `undelivered` counts those nobody took."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._validator = RequestValidator(options.auth_token)
        self._session: aiohttp.ClientSession | None = None
        self.undelivered: list[str] = []

    async def telegram(self, url: str, update: dict[str, Any], secret: str) -> Answer:
        headers = {"Content-Type": "application/json"}
        if secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = secret
        return await self._post(url, msgspec.json.encode(update), headers)

    async def twilio(self, url: str, form: dict[str, str], *, charset: bool, signature: str | None = None) -> Answer:
        """Post a form; `signature` replaces the true one, for forgeries."""
        signed = self.sign(url, form) if signature is None else signature
        kind = "application/x-www-form-urlencoded" + ("; charset=utf-8" if charset else "")
        headers = {"Content-Type": kind, "User-Agent": "TwilioProxy/1.1", "X-Twilio-Signature": signed}
        return await self._post(bare(url), aiohttp.FormData(form)(), headers)

    def sign(self, url: str, form: dict[str, str]) -> str:
        return str(self._validator.compute_signature(bare(url), form))

    async def fetch(self, url: str) -> Fetched:
        """What lies at an address of the bot's; status 0 when it could not be reached."""
        try:
            async with self._opened().get(URL(self._reached(url), encoded=True)) as response:
                return Fetched(response.status, response.headers.get("Content-Type", ""), await response.read())
        except (aiohttp.ClientError, TimeoutError):
            return Fetched(0, "", b"")

    def is_ours(self, url: str) -> bool:
        """Whether an address belongs to the bot."""
        return any(base and url.startswith(f"{base}/") for base in (self._options.public_url, self._options.webhook))

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15, connect=5))
        return self._session

    async def _post(self, url: str, body: Any, headers: dict[str, str]) -> Answer:
        try:
            async with self._opened().post(
                URL(self._reached(url), encoded=True), data=body, headers=headers
            ) as response:
                return Answer(response.status, await response.text())
        except (aiohttp.ClientError, TimeoutError):
            self.undelivered.append(url)
            return Answer(0, "")

    def _reached(self, url: str) -> str:
        public, webhook = self._options.public_url, self._options.webhook
        return webhook + url.removeprefix(public) if public and webhook and url.startswith(public) else url

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
