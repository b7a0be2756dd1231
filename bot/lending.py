"""Files that somebody without a password may fetch for a short while: WhatsApp's provider, or a person with a link.

Whoever knows the address has the file, so the address cannot be guessed, holds for minutes, and is written down
nowhere. Everything lies in memory: after a restart there is nothing to fetch.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from aiohttp import web

from bot.attachments import Made

PATH = "/media/"
MOST_BYTES = 64 * 1024 * 1024  # of all files together; the oldest go first
FETCHES, MINUTES = 5, 10.0
LINK_FETCHES, LINK_MINUTES = 20, 60.0  # a link is looked at by more than one program before a person opens it
SAME_MINUTES = 60.0  # in which everybody who gets the same file gets it from one address

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


@dataclass(slots=True)
class _Lent:
    made: Made
    until: float
    left: int
    disposition: str
    since: float


class Lending:
    """Lends files under `base`, our address as others see it: `https://…` without a slash at its end."""

    def __init__(self, base: str, clock: Callable[[], float] = monotonic) -> None:
        self.base, self._clock = base, clock
        self._lent: dict[str, _Lent] = {}
        self._same: dict[tuple[str, str], str] = {}  # tokens of files that go to several people

    def routes(self) -> list[web.RouteDef]:
        """`GET /media/{token}`."""
        return [web.get(PATH + "{token}", self.fetch)]

    def to_provider(self, made: Made) -> str:
        """An address from which the provider can fetch a file within ten minutes."""
        return self._lend(made, MINUTES, FETCHES, "inline")

    def to_person(self, made: Made) -> str:
        """An address from which a person can save a file within an hour."""
        return self._lend(made, LINK_MINUTES, LINK_FETCHES, "attachment")

    async def fetch(self, request: web.Request) -> web.Response:
        """The file, or 404: whether it was ever there is nobody's business."""
        self._forget()
        lent = self._lent.get(request.match_info["token"])
        if lent is None or lent.left <= 0:
            raise web.HTTPNotFound(headers=HEADERS)
        lent.left -= request.method == "GET"
        disposition = f'{lent.disposition}; filename="{lent.made.name}"'
        headers = HEADERS | {"Content-Type": lent.made.type, "Content-Disposition": disposition}
        return web.Response(body=lent.made.data, headers=headers)

    def _lend(self, made: Made, minutes: float, fetches: int, disposition: str) -> str:
        token = self._same.get((made.key, disposition)) if made.key else None
        lent = self._lent.get(token) if token is not None else None
        if token is None or lent is None or self._clock() - lent.since >= SAME_MINUTES * 60:
            token, lent = secrets.token_urlsafe(32), _Lent(made, 0.0, 0, disposition, self._clock())
            self._lent[token] = lent
            if made.key:
                self._same[made.key, disposition] = token
        lent.until, lent.left = self._clock() + minutes * 60, lent.left + fetches
        self._forget()
        return f"{self.base}{PATH}{token}"

    def _forget(self) -> None:
        """Drop what nobody may fetch any more, and the oldest when it is too much."""
        now = self._clock()
        self._lent = {token: lent for token, lent in self._lent.items() if lent.until > now and lent.left > 0}
        self._same = {made: token for made, token in self._same.items() if token in self._lent}
        room = MOST_BYTES - sum(len(lent.made.data) for lent in self._lent.values())
        while room < 0 and len(self._lent) > 1:
            room += len(self._lent.pop(next(iter(self._lent))).made.data)
