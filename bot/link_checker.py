"""Looks whether the links of resources still lead anywhere. An address from a table is trusted with nothing.

Only public addresses are connected to, and what was resolved is what is connected to. A redirect is followed on the
same host alone: one that leads elsewhere is no dead link, and where it leads is nobody's business here.
"""

import asyncio
from collections.abc import Collection

import aiohttp
import structlog
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.channels.whatsapp.resolving import PublicResolver
from models.base import now
from models.resources import links
from models.resources.links import OK, Due
from models.resources.urls import fault
from models.store import Store

REDIRECTS_MOST = 3
AT_ONCE = 4
BATCH = 20
TIME_LIMIT = aiohttp.ClientTimeout(total=20, sock_connect=5, sock_read=10)
_ONLY_TO_US = (401, 403, 405, 406, 418, 429, 451)  # the page is there, and not for a program
_NO_HEAD = (400, 403, 404, 405, 501)  # some servers answer so to HEAD only
_NETWORK = ("name", "connection", "timeout")  # also what one sees when our own network is down
_ALL_DOWN = 3  # different hosts

log = structlog.get_logger()


class LinkChecker:
    """Looks at links. For tests: `trusted` origins are looked at whatever their address, `names` resolves."""

    def __init__(self, trusted: Collection[str] = (), names: AbstractResolver | None = None) -> None:
        self._trusted = {URL(origin).origin() for origin in trusted}
        self._inner = {origin.host or "" for origin in self._trusted}
        self._names = names
        self._gate = asyncio.Semaphore(AT_ONCE)

    async def look(self, url: str) -> str:
        """What comes of it: ok, or a status of HTTP, name, connection, certificate, timeout, redirects, refused."""
        async with self._gate, self._open() as session:
            try:
                return await self._outcome(session, url)
            except aiohttp.ClientConnectorDNSError:
                return "name"
            except (aiohttp.ClientSSLError, aiohttp.ServerFingerprintMismatch):
                return "certificate"
            except TimeoutError:
                return "timeout"
            except (aiohttp.ClientError, OSError, ValueError):
                return "connection"

    async def _outcome(self, session: aiohttp.ClientSession, url: str) -> str:
        status, method = 0, "HEAD"
        here = URL(url)
        for _ in range(REDIRECTS_MOST + 2):
            if not self._is_allowed(here):
                return "refused"
            async with session.request(method, here, allow_redirects=False) as response:
                status, location = response.status, response.headers.get("Location", "")
            if method == "HEAD" and status in _NO_HEAD:
                method = "GET"
            elif status not in (301, 302, 303, 307, 308):
                return OK if status < 400 or status in _ONLY_TO_US else str(status)
            else:
                there = here.join(URL(location))
                if not location or there.host != here.host:
                    return OK if location else str(status)
                here = there
        return "redirects"

    def _is_allowed(self, url: URL) -> bool:
        return url.origin() in self._trusted or fault(str(url)) is None

    def _open(self) -> aiohttp.ClientSession:
        resolver = PublicResolver(self._inner, self._names)
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=resolver, use_dns_cache=False, force_close=True),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": "Lazos (link check)"},
            timeout=TIME_LIMIT,
            max_line_size=8190,
            max_field_size=8190,
        )


async def check_links(store: Store, checker: LinkChecker) -> int:
    """Look at the links that are due; how many. When nothing at all can be reached, our own network is to blame."""
    due = await store.write(links.take_due, now(), BATCH)
    outcomes = await asyncio.gather(*(checker.look(each.url) for each in due))
    if _are_cut_off(due, outcomes):
        log.warning("links_unreachable", count=len(due))
        return 0
    for each, outcome in zip(due, outcomes, strict=True):
        await store.write(links.note, each.id, outcome, now())
    return len(due)


def _are_cut_off(due: list[Due], outcomes: list[str]) -> bool:
    hosts = {URL(each.url).host for each in due}
    return len(hosts) >= _ALL_DOWN and all(outcome in _NETWORK for outcome in outcomes)
