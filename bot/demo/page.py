"""The page with the two phones: a handful of files from the package, under a policy that lets nothing else run."""

from collections.abc import Awaitable, Callable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from aiohttp import ETag, web

from bot.demo.sample import photo

#: Only what lies here may run, be shown or be asked; nothing inline, nothing from elsewhere.
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "object-src 'none'; require-trusted-types-for 'script'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}

_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_STATIC = Path(__file__).parent / "static"


class _File(NamedTuple):
    content: bytes
    type: str
    tag: str


def routes() -> list[web.RouteDef]:
    """The page at `/demo/`, and what it is made of."""
    files = _read()
    return [
        web.get("/demo", _to_page),
        web.get("/demo/", _serving(files, "index.html")),
        web.get("/demo/static/{file}", _serving(files)),
    ]


async def _to_page(request: web.Request) -> web.Response:
    raise web.HTTPFound("/demo/")


def _serving(files: Mapping[str, _File], name: str | None = None) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def serve(request: web.Request) -> web.Response:
        file = files.get(name or request.match_info["file"])
        if file is None:
            raise web.HTTPNotFound(headers=HEADERS)
        known = request.if_none_match or ()
        if any(tag.value == file.tag for tag in known):
            response = web.Response(status=304, headers=HEADERS)
        else:
            charset = "utf-8" if file.type.startswith(("text/", "image/svg")) else None
            response = web.Response(body=file.content, content_type=file.type, charset=charset, headers=HEADERS)
        response.etag = ETag(file.tag)
        return response

    return serve


def _read() -> dict[str, _File]:
    """Every file of the page, by its name."""
    found = {path.name: (path.read_bytes(), _TYPES[path.suffix]) for path in _STATIC.iterdir() if path.suffix in _TYPES}
    found["sample.jpg"] = (photo(), "image/jpeg")
    return {name: _File(content, type, _tag(content)) for name, (content, type) in found.items()}


def _tag(content: bytes) -> str:
    return blake2b(content, digest_size=12).hexdigest()
