"""Links are looked at without being led anywhere else, least of all into our own network."""

import socket
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.link_checker import LinkChecker, check_links
from models.base import now
from models.resources import links, topics
from models.resources.items import Text, Topic
from models.resources.urls import fault
from models.store import Store
from tests.house import free_port
from tests.resource_shelf import one, put


class Site:
    """A site that notes what is asked of it."""

    def __init__(self) -> None:
        self.url = f"http://127.0.0.1:{free_port()}"
        self.asked: list[str] = []

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(f"{request.method} {request.path}")
        what = request.path.strip("/")
        if what == "gone":
            raise web.HTTPNotFound
        if what == "no-head" and request.method == "HEAD":
            raise web.HTTPMethodNotAllowed("HEAD", ["GET"])
        if what == "moved":
            raise web.HTTPFound("/here")
        if what == "circle":
            raise web.HTTPFound("/circle")
        if what == "inward":
            raise web.HTTPFound("http://169.254.169.254/latest/meta-data")
        if what == "for-people":
            raise web.HTTPForbidden
        if what == "broken":
            raise web.HTTPInternalServerError
        return web.Response(text="x" * 1000)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site, app = Site(), web.Application()
    app.router.add_route("*", "/{tail:.*}", site.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", int(URL(site.url).port or 0)).start()
    yield site
    await runner.cleanup()


@pytest.mark.parametrize(
    ("path", "outcome"),
    [
        ("here", "ok"),
        ("gone", "404"),
        ("no-head", "ok"),
        ("moved", "ok"),
        ("circle", "redirects"),
        ("inward", "ok"),
        ("for-people", "ok"),
        ("broken", "500"),
    ],
)
async def test_a_link_leads_somewhere_or_not(site: Site, path: str, outcome: str) -> None:
    assert await LinkChecker([site.url]).look(f"{site.url}/{path}") == outcome
    assert site.asked[0] == f"HEAD /{path}"
    assert len(site.asked) <= 5


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/",
        "http://example.org:22/",
        "http://database.internal/",
        "ftp://example.org/x",
        "file:///etc/passwd",
        "https://ana:clave@example.org/",
        "https:///x",
        "https://exa mple.org",
    ],
)
async def test_inner_addresses_are_not_asked(url: str) -> None:
    assert fault(url) is not None
    assert await LinkChecker(names=Names("8.8.8.8")).look(url) in ("refused", "connection")


class Names(AbstractResolver):
    """Resolves every name to one address, and notes that it was asked."""

    def __init__(self, address: str) -> None:
        self._address, self.asked = address, list[str]()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        return [ResolveResult(hostname=host, host=self._address, port=port, family=socket.AF_INET, proto=0, flags=0)]

    async def close(self) -> None:
        pass


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.1.1"])
async def test_a_name_that_leads_inward_is_not_connected_to(address: str) -> None:
    names = Names(address)
    assert await LinkChecker(names=names).look("http://paginas.example.org/") in ("name", "connection")
    assert names.asked == ["paginas.example.org"]


async def test_what_is_due_is_looked_at_and_kept(store: Store, site: Site) -> None:
    store.run(topics.keep, [Topic("custody", {"es": "Custodia", "en": "Custody"})])
    for key in ("here", "gone"):
        store.run(put, one(key, texts={"es": Text(key, link=f"{site.url}/{key}")}), moment=now() - timedelta(hours=1))
    assert await check_links(store, LinkChecker([site.url])) == 2
    assert await check_links(store, LinkChecker([site.url])) == 0
    assert site.asked == ["HEAD /here", "HEAD /gone", "GET /gone"] or sorted(site.asked) == [
        "GET /gone",
        "HEAD /gone",
        "HEAD /here",
    ]
    for _ in range(2):
        for each in store.run(links.take_due, now() + 3 * links.AGAIN):
            store.run(links.note, each.id, "404", now())
    assert {each.key for each in store.run(links.broken)} == {"gone"}


async def test_when_nothing_can_be_reached_no_link_is_blamed(store: Store) -> None:
    store.run(topics.keep, [Topic("custody", {"es": "Custodia", "en": "Custody"})])
    for number in range(4):
        link = f"http://pagina{number}.example.org/"
        store.run(put, one(f"n{number}", texts={"es": Text("x", link=link)}), moment=now() - timedelta(hours=1))
    assert await check_links(store, LinkChecker(names=Names("127.0.0.1"))) == 0
    later = now() + timedelta(hours=2)
    assert len(store.run(links.take_due, later)) == 4
