"""Fetches the files people send. The address stands in a form, so it is trusted with nothing.

Credentials go to our own account at the configured interface and nowhere else; redirects are followed by hand,
without them, to Twilio's hosts only; and a name that leads to an inner address is not followed at all.
"""

import asyncio
import re
from collections.abc import Collection

import aiohttp
from yarl import URL

from bot.channels.base import FetchError, TooLarge
from bot.channels.whatsapp.client import Account
from bot.channels.whatsapp.resolving import PublicResolver

REDIRECTS_MOST = 3
PATIENCE = 60.0  # seconds for a whole file
CHUNK = 64 * 1024
TIME_LIMIT = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=15)
#: Twilio keeps files at its own hosts, or in a bucket that is named for one.
_HOSTS = re.compile(r"(?:[a-z0-9-]+\.)*twilio(?:cdn)?\.com|media\.twiliocdn\.com\.s3[a-z0-9.-]*\.amazonaws\.com")
_BUCKETS = re.compile(r"s3[a-z0-9.-]*\.amazonaws\.com")
#: A file may be told of before it can be had; the other answers may be better another time as well.
_AGAIN = (401, 403, 404, 408, 425, 429)


class MediaStore:
    """Files of one account. `trusted` are origins that are followed whatever their address: for tests."""

    def __init__(self, account: Account, trusted: Collection[str] = ()) -> None:
        self._auth = aiohttp.encode_basic_auth(account.sid, account.token)
        self._origin = URL(account.api_url).origin()
        self._trusted = {URL(origin).origin() for origin in trusted}
        account_path = re.escape(f"{self._origin}/2010-04-01/Accounts/{account.sid}")
        self._ours = re.compile(rf"{account_path}/Messages/\w+/Media/\w+", re.ASCII)
        hosts = {origin.host or "" for origin in (self._origin, *self._trusted)}
        self._inner_hosts = {host for host in hosts if not _HOSTS.fullmatch(host)}
        self._session: aiohttp.ClientSession | None = None

    async def fetch(self, reference: str, most: int) -> bytes:
        """The file at `reference`, at most `most` bytes. Raises a `FetchError`."""
        url = self._own(reference)
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._followed(url, most)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError):
            raise FetchError("connection", again=True) from None

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _own(self, reference: str) -> URL:
        """The address, if it is a file of ours. Nothing is asked of any other."""
        if not self._ours.fullmatch(reference):
            raise FetchError("foreign")
        return URL(reference, encoded=True)

    async def _followed(self, url: URL, most: int) -> bytes:
        headers = {"Authorization": self._auth}
        for _ in range(REDIRECTS_MOST + 1):
            async with self._open().get(url, headers=headers, allow_redirects=False) as response:
                if response.status not in (301, 302, 303, 307, 308):
                    return await _content(response, most)
                url, headers = self._next(response), {}
        raise FetchError("redirects")

    def _next(self, response: aiohttp.ClientResponse) -> URL:
        """Where a redirect leads, if that is Twilio's."""
        location = _joined(response.url, response.headers.get("Location", ""))
        if location is None or not self._followable(location):
            raise FetchError("redirect")
        return location

    def _followable(self, url: URL) -> bool:
        if url.user or url.password:
            return False
        if url.origin() in self._trusted or url.origin() == self._origin:
            return True
        host = (url.host or "").lower()
        bucket = bool(_BUCKETS.fullmatch(host)) and url.raw_path.startswith("/media.twiliocdn.com/")
        return url.scheme == "https" and url.port == 443 and (bool(_HOSTS.fullmatch(host)) or bucket)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            resolver = PublicResolver(self._inner_hosts)
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=16, resolver=resolver),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=TIME_LIMIT,
            )
        return self._session


async def _content(response: aiohttp.ClientResponse, most: int) -> bytes:
    status = response.status
    if status != 200:
        raise FetchError(str(status), again=status >= 500 or status in _AGAIN)
    if (response.content_length or 0) > most:
        raise TooLarge("size")
    content = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK):
        content += chunk
        if len(content) > most:
            raise TooLarge("size")
    return bytes(content)


def _joined(base: URL, location: str) -> URL | None:
    """Where `location` leads from `base`, if it leads anywhere; its signature stays as it was written."""
    try:
        url = base.join(URL(location, encoded=True))
        url.origin()
    except ValueError:
        return None
    return url if url.host else None
